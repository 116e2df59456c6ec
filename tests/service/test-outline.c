/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file in broad strokes. */
#include "config.h"

#include "bgd-outline.h"

#define MIB ((guint64) 1024 * 1024)

static void
test_a_whole_file_is_one_range (void)
{
  g_autoptr (BgdFile) file = bgd_file_new ("http://127.0.0.1/a", "/");
  g_autoptr (BgdOutline) outline = NULL;
  g_autofree char *received = NULL;

  /* The store need not know the ranges of a file that is in its place. */
  file->state = BGD_FILE_COMPLETED;
  file->bytes_total = 5;
  outline = bgd_outline_new_of_file (file);
  received = bgd_ranges_to_string (outline->received);
  g_assert_cmpstr (received, ==, "0-5");
  g_assert_cmpuint (outline->size, ==, 5);
  g_assert_cmpuint (outline->connections, ==, 0);
}

static void
test_a_file_of_no_bytes_has_no_range (void)
{
  g_autoptr (BgdFile) file = bgd_file_new ("http://127.0.0.1/a", "/");
  g_autoptr (BgdOutline) outline = NULL;

  file->state = BGD_FILE_TRANSFERRED;
  file->bytes_total = 0;
  outline = bgd_outline_new_of_file (file);
  g_assert_cmpuint (bgd_ranges_get_length (outline->received), ==, 0);
}

static void
test_a_part_is_what_is_kept_of_it (void)
{
  g_autoptr (BgdFile) file = bgd_file_new ("http://127.0.0.1/a", "/");
  g_autoptr (BgdOutline) outline = NULL;

  file->bytes_total = 100;
  bgd_ranges_add (file->done, 0, 10);
  bgd_ranges_add (file->done, 50, 60);
  outline = bgd_outline_new_of_file (file);
  g_assert_true (bgd_ranges_equal (outline->received, file->done));
}

static void
test_a_connection_is_where_its_next_second_goes (void)
{
  g_autoptr (BgdOutline) outline = bgd_outline_new ();
  g_autofree char *active = NULL;

  outline->size = 100 * MIB;
  bgd_outline_add_connection (outline, 0, 50 * MIB, 2.0 * MIB);
  bgd_outline_add_connection (outline, 50 * MIB, 51 * MIB, 2.0 * MIB);
  bgd_outline_add_connection (outline, 60 * MIB, G_MAXUINT64, 0);
  bgd_outline_add_connection (outline, 100 * MIB - 1, G_MAXUINT64, 1e30);
  bgd_outline_add_connection (outline, 70 * MIB, 70 * MIB, 5);
  active = bgd_ranges_to_string (outline->active);
  g_assert_cmpuint (outline->connections, ==, 5);
  g_assert_cmpstr (active, ==, "0-2097152,52428800-53477376,62914560-62980096,104857599-104857600");
}

static void
test_the_smallest_gaps_close_first (void)
{
  g_autoptr (BgdOutline) outline = bgd_outline_new ();
  guint64 last = 0;

  /* A thousand ranges; every other gap is large. */
  for (guint64 i = 0; i < 1000; i++)
    bgd_ranges_add (outline->received, i * 100 + (i % 2) * 50, i * 100 + 80);
  g_assert_cmpuint (bgd_ranges_get_length (outline->received), ==, 1000);

  bgd_outline_simplify (outline);
  g_assert_cmpuint (bgd_ranges_get_length (outline->received), ==, 501);
  for (guint i = 0; i < bgd_ranges_get_length (outline->received); i++)
    {
      BgdRange range = bgd_ranges_get (outline->received, i);

      g_assert_cmpuint (range.start - last, ==, i == 0 ? 0 : 70);
      last = range.end;
    }
}

static void
test_few_ranges_stay_as_they_are (void)
{
  const guint64 end = (guint64) BGD_OUTLINE_RANGES * 2;
  g_autoptr (BgdOutline) outline = bgd_outline_new ();

  for (guint64 i = 0; i < BGD_OUTLINE_RANGES; i++)
    bgd_ranges_add (outline->received, i * 2, i * 2 + 1);
  bgd_outline_simplify (outline);
  g_assert_cmpuint (bgd_ranges_get_length (outline->received), ==, BGD_OUTLINE_RANGES);

  bgd_ranges_add (outline->received, end, end + 1);
  bgd_outline_simplify (outline);
  g_assert_cmpuint (bgd_ranges_get_length (outline->received), <=, BGD_OUTLINE_RANGES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/outline/a-whole-file-is-one-range", test_a_whole_file_is_one_range);
  g_test_add_func ("/outline/a-file-of-no-bytes-has-no-range",
                   test_a_file_of_no_bytes_has_no_range);
  g_test_add_func ("/outline/a-part-is-what-is-kept-of-it", test_a_part_is_what_is_kept_of_it);
  g_test_add_func ("/outline/a-connection-is-where-its-next-second-goes",
                   test_a_connection_is_where_its_next_second_goes);
  g_test_add_func ("/outline/the-smallest-gaps-close-first", test_the_smallest_gaps_close_first);
  g_test_add_func ("/outline/few-ranges-stay-as-they-are", test_few_ranges_stay_as_they_are);

  return g_test_run ();
}
