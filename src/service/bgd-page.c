/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a web page came where a file was meant: to sign in, to agree to something. */
#include "config.h"

#include "bgd-page.h"

#include <string.h>

/* Names of these are never those of pages. What is missing here may be a page: ".php", ".html",
 * ".com", none at all. */
// clang-format off
static const char *const extensions[] = {
  /* Archives and what is packed. */
  "7z", "ace", "arj", "br", "bz2", "cab", "cpio", "gz", "lha", "lz", "lz4", "lzh", "lzma", "rar",
  "tar", "tbz2", "tgz", "txz", "xz", "z", "zip", "zst",
  /* Images of disks. */
  "dmg", "img", "iso", "qcow2", "raw", "vdi", "vhd", "vhdx", "vmdk", "wim",
  /* Packages and programs. */
  "apk", "appimage", "appx", "bin", "crx", "deb", "exe", "flatpak", "flatpakref", "ipa", "jar",
  "msi", "msix", "pkg", "rpm", "run", "snap", "whl", "xpi",
  /* Video. */
  "3gp", "avi", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "ogv", "webm", "wmv",
  /* Sound. */
  "aac", "aif", "aiff", "flac", "m4a", "m4b", "mid", "mp3", "oga", "ogg", "opus", "wav", "wma",
  /* Pictures. */
  "avif", "bmp", "cr2", "dng", "gif", "heic", "ico", "jpeg", "jpg", "jxl", "nef", "png", "psd",
  "tif", "tiff", "webp", "xcf",
  /* Documents. */
  "doc", "docm", "docx", "epub", "mobi", "odg", "odp", "ods", "odt", "pdf", "pps", "ppsx", "ppt",
  "pptx", "ps", "rtf", "xls", "xlsm", "xlsx",
  /* Data. */
  "csv", "db", "gguf", "parquet", "safetensors", "sqlite", "torrent",
};
// clang-format on

/**
 * bgd_page_is_type:
 * @content_type: (nullable): the value of Content-Type
 *
 * Returns: whether it is that of a web page
 */
gboolean
bgd_page_is_type (const char *content_type)
{
  if (content_type == NULL)
    return FALSE;

  g_autofree char *type = g_strndup (content_type, strcspn (content_type, ";"));

  g_strstrip (type);
  return g_ascii_strcasecmp (type, "text/html") == 0 ||
         g_ascii_strcasecmp (type, "application/xhtml+xml") == 0;
}

/**
 * bgd_page_is_unlikely:
 * @name: (nullable): the name of a file
 *
 * Returns: whether a file of this name is surely no web page
 */
gboolean
bgd_page_is_unlikely (const char *name)
{
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;

  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (extensions); i++)
    if (g_ascii_strcasecmp (dot + 1, extensions[i]) == 0)
      return TRUE;

  return FALSE;
}
