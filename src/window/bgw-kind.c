/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file is, by its name, and the icon for that. Pure. */
#include "config.h"

#include "bgw-kind.h"

#include <gio/gio.h>

/* The first that fits counts: “application/vnd.oasis.opendocument.text” is a document before
 * “application/” would be anything else. */
static const struct
{
  const char *content_type; /* a whole type, or the beginning of one */
  const char *icon_name;
} kinds[] = {
  { "application/x-cd-image", "ferry-disc-symbolic" },
  { "application/x-iso9660", "ferry-disc-symbolic" },
  { "application/vnd.efi.iso", "ferry-disc-symbolic" },
  { "application/x-raw-disk", "ferry-drive-symbolic" },
  { "application/vnd.efi.img", "ferry-drive-symbolic" },
  { "application/x-qemu-disk", "ferry-drive-symbolic" },
  { "application/x-virtualbox", "ferry-drive-symbolic" },
  { "application/vnd.appimage", "ferry-package-symbolic" },
  { "application/vnd.debian", "ferry-package-symbolic" },
  { "application/vnd.flatpak", "ferry-package-symbolic" },
  { "application/vnd.rar", "ferry-package-symbolic" },
  { "application/gzip", "ferry-package-symbolic" },
  { "application/x-bzip", "ferry-package-symbolic" },
  { "application/x-compressed-tar", "ferry-package-symbolic" },
  { "application/x-zstd", "ferry-package-symbolic" },
  { "application/x-xz", "ferry-package-symbolic" },
  { "application/x-lz", "ferry-package-symbolic" },
  { "application/x-tar", "ferry-package-symbolic" },
  { "application/x-7z", "ferry-package-symbolic" },
  { "application/x-rpm", "ferry-package-symbolic" },
  { "application/x-deb", "ferry-package-symbolic" },
  { "application/zip", "ferry-package-symbolic" },
  { "application/zstd", "ferry-package-symbolic" },
  { "application/pdf", "ferry-document-symbolic" },
  { "application/epub", "ferry-document-symbolic" },
  { "application/postscript", "ferry-document-symbolic" },
  { "application/rtf", "ferry-document-symbolic" },
  { "application/msword", "ferry-document-symbolic" },
  { "application/vnd.ms-", "ferry-document-symbolic" },
  /* “.otf” is hardly ever this, nearly always a font. */
  { "application/vnd.oasis.opendocument.formula-template", "ferry-font-symbolic" },
  { "application/vnd.oasis.opendocument", "ferry-document-symbolic" },
  { "application/vnd.openxmlformats", "ferry-document-symbolic" },
  { "application/ogg", "ferry-music-symbolic" },
  { "application/json", "ferry-text-symbolic" },
  { "application/xml", "ferry-text-symbolic" },
  { "application/x-yaml", "ferry-text-symbolic" },
  { "application/x-font", "ferry-font-symbolic" },
  { "font/", "ferry-font-symbolic" },
  { "audio/", "ferry-music-symbolic" },
  { "image/", "ferry-picture-symbolic" },
  { "text/", "ferry-text-symbolic" },
  { "video/", "ferry-video-symbolic" },
};

/**
 * bgw_kind_get_icon_name:
 * @file_name: the name of a file or job; any text
 *
 * Returns: a symbolic icon of ours for that kind of file
 */
const char *
bgw_kind_get_icon_name (const char *file_name)
{
  g_autofree char *content_type = g_content_type_guess (file_name, NULL, 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_has_prefix (content_type, kinds[i].content_type))
        return kinds[i].icon_name;
    }

  /* Everything that was packed ends like this: “application/x-xz-compressed-tar”. */
  if (g_str_has_suffix (content_type, "compressed-tar"))
    return "ferry-package-symbolic";

  return "ferry-file-symbolic";
}
