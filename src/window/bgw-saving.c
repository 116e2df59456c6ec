/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where files go: the folder that people chose for downloads, and in it one for their kind. */
#include "config.h"

#include "bgw-saving.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "bgw-kind.h"

/* By the icon of a kind: what looks the same lies together. */
static const struct
{
  const char *icon_name;
  const char *folder;
} folders[] = {
  { "ferry-disc-symbolic", NC_ ("a folder", "Disc Images") },
  { "ferry-document-symbolic", NC_ ("a folder", "Documents") },
  { "ferry-drive-symbolic", NC_ ("a folder", "Disc Images") },
  { "ferry-font-symbolic", NC_ ("a folder", "Fonts") },
  { "ferry-music-symbolic", NC_ ("a folder", "Music") },
  { "ferry-package-symbolic", NC_ ("a folder", "Packages") },
  { "ferry-picture-symbolic", NC_ ("a folder", "Pictures") },
  { "ferry-text-symbolic", NC_ ("a folder", "Documents") },
  { "ferry-video-symbolic", NC_ ("a folder", "Videos") },
};

/* One for all: thousands of files may be added in one go. */
static GSettings *
get_settings (void)
{
  static GSettings *settings;

  if (settings == NULL)
    settings = g_settings_new (SETTINGS_ID);

  return settings;
}

/**
 * bgw_saving_get_directory:
 *
 * A folder that is chosen but not there yet is made. One that cannot be made is no reason not to
 * download: the desktop's own folder takes its place, or the home.
 *
 * Returns: (transfer full) (type filename): the folder for downloads
 */
char *
bgw_saving_get_directory (void)
{
  GSettings *settings = get_settings ();
  g_autofree char *chosen = g_settings_get_string (settings, "download-folder");
  const char *downloads = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);

  if (g_path_is_absolute (chosen) && g_mkdir_with_parents (chosen, 0755) == 0)
    return g_steal_pointer (&chosen);

  if (downloads != NULL && g_mkdir_with_parents (downloads, 0755) == 0)
    return g_strdup (downloads);

  return g_strdup (g_get_home_dir ());
}

/**
 * bgw_saving_get_directory_for:
 * @directory: (type filename): the folder for a new download
 * @file_name: its name, as far as that is known
 *
 * Returns: (transfer full) (type filename): the folder in @directory for files of that kind, which
 *   is there; @directory itself if people do not want to sort, or the kind has no folder
 */
char *
bgw_saving_get_directory_for (const char *directory, const char *file_name)
{
  GSettings *settings = get_settings ();
  const char *icon_name = bgw_kind_get_icon_name (file_name);

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = NULL;

      if (!g_str_equal (folders[i].icon_name, icon_name) ||
          !g_settings_get_boolean (settings, "sort-by-type"))
        continue;

      folder =
          g_build_filename (directory, g_dpgettext2 (NULL, "a folder", folders[i].folder), NULL);
      if (g_mkdir_with_parents (folder, 0755) == 0)
        return g_steal_pointer (&folder);
    }

  return g_strdup (directory);
}
