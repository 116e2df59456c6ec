/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what may be a web page, and what not. */
#include "config.h"

#include "bgd-page.h"

static void
test_types_of_pages_are_known (void)
{
  g_assert_true (bgd_page_is_type ("text/html"));
  g_assert_true (bgd_page_is_type ("TEXT/HTML; charset=UTF-8"));
  g_assert_true (bgd_page_is_type (" application/xhtml+xml ;q=1"));
  g_assert_false (bgd_page_is_type ("text/plain"));
  g_assert_false (bgd_page_is_type ("text/htmlx"));
  g_assert_false (bgd_page_is_type ("application/octet-stream; name=text/html"));
  g_assert_false (bgd_page_is_type (""));
  g_assert_false (bgd_page_is_type (NULL));
}

static void
test_names_of_files_are_told_from_those_of_pages (void)
{
  static const char *const files[] = {
    "debian.iso", "a.tar.gz",    "Setup.EXE",  "film.mkv", "song.mp3",
    "photo.jpeg", "letter.docx", "x.html.zip", "a.b.7z",   ".zip",
  };
  static const char *const pages[] = {
    "download",  "index.html", "page.htm",    "get.php", "a.asp",   "a.aspx", "a.jsp", "a.cgi",
    "file.zip.", "a.zip.html", "example.org", "v1.2.3",  "read.me", "zip",    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_test_message ("%s", files[i]);
      g_assert_true (bgd_page_is_unlikely (files[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_test_message ("%s", pages[i]);
      g_assert_false (bgd_page_is_unlikely (pages[i]));
    }
  g_assert_false (bgd_page_is_unlikely (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/page/types-of-pages-are-known", test_types_of_pages_are_known);
  g_test_add_func ("/page/names-of-files-are-told-from-those-of-pages",
                   test_names_of_files_are_told_from_those_of_pages);

  return g_test_run ();
}
