/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file is, by its name. */
#include "config.h"

#include "bgw-kind.h"

#include <gio/gio.h>

static void
test_kinds_of_file_have_their_icons (void)
{
  const char *const kinds[][2] = {
    { "debian.iso", "ferry-disc-symbolic" },     { "film.mkv", "ferry-video-symbolic" },
    { "song.flac", "ferry-music-symbolic" },     { "photo.JPG", "ferry-picture-symbolic" },
    { "report.pdf", "ferry-document-symbolic" }, { "letter.odt", "ferry-document-symbolic" },
    { "a.tar.xz", "ferry-package-symbolic" },    { "a.tar.gz", "ferry-package-symbolic" },
    { "a.zip", "ferry-package-symbolic" },       { "a.deb", "ferry-package-symbolic" },
    { "a.otf", "ferry-font-symbolic" },          { "notes.txt", "ferry-text-symbolic" },
    { "planet.osm.pbf", "ferry-file-symbolic" }, { "", "ferry-file-symbolic" },
  };

  g_autofree char *known = g_content_type_guess ("a.pdf", NULL, 0, NULL);

  if (!g_str_equal (known, "application/pdf"))
    {
      g_test_skip ("there is no list of file types (shared-mime-info)");
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpstr (bgw_kind_get_icon_name (kinds[i][0]), ==, kinds[i][1]);
}

int
main (int argc, char **argv)
{
  /* Not isolated: the list of file types is in the machine's data folders. */
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kind/kinds-of-file-have-their-icons", test_kinds_of_file_have_their_icons);

  return g_test_run ();
}
