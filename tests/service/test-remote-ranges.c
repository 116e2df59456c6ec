/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgd-remote-ranges.c: where in the remote file the bytes of the local one are. */
#include "config.h"

#include "bgd-remote-ranges.h"

#include <gio/gio.h>

#include "bg-enums.h"
#include "bg-error.h"

static BgdRemoteRanges *
parse (const char *string)
{
  BgdRemoteRanges *ranges = bgd_remote_ranges_parse (string);
  g_autofree char *again = NULL;

  g_assert_nonnull (ranges);
  again = bgd_remote_ranges_to_string (ranges);
  g_assert_cmpstr (again, ==, string);

  return ranges;
}

static void
assert_place (
    const BgdRemoteRanges *ranges, guint64 position, guint64 offset, guint64 before, guint64 left)
{
  BgdRemotePlace place = bgd_remote_ranges_find (ranges, position);

  g_assert_cmpuint (place.offset, ==, offset);
  g_assert_cmpuint (place.before, ==, before);
  g_assert_cmpuint (place.left, ==, left);
}

static void
test_each_byte_has_a_place (void)
{
  g_autoptr (BgdRemoteRanges) ranges = parse ("2000-2100,0-100,1999-2000");

  g_assert_cmpuint (bgd_remote_ranges_get_total (ranges), ==, 201);
  assert_place (ranges, 0, 2000, 0, 100);
  assert_place (ranges, 99, 2099, 99, 1);
  assert_place (ranges, 100, 0, 0, 100);
  assert_place (ranges, 150, 50, 50, 50);
  assert_place (ranges, 200, 1999, 0, 1);
}

static void
test_an_end_is_found_out (void)
{
  g_autoptr (BgdRemoteRanges) ranges = parse ("0-10,500-,20-30");
  g_autoptr (BgdRemoteRanges) copy = NULL;

  g_assert_cmpuint (bgd_remote_ranges_get_total (ranges), ==, BG_SIZE_UNKNOWN);
  assert_place (ranges, 9, 9, 9, 1);
  assert_place (ranges, 1000, 1490, 990, BGD_LENGTH_TO_EOF);

  g_assert_true (bgd_remote_ranges_set_size (ranges, 600, NULL));
  g_assert_cmpuint (bgd_remote_ranges_get_size (ranges), ==, 600);
  g_assert_cmpuint (bgd_remote_ranges_get_total (ranges), ==, 120);
  assert_place (ranges, 10, 500, 0, 100);
  assert_place (ranges, 110, 20, 0, 10);

  copy = bgd_remote_ranges_copy (ranges);
  bgd_remote_ranges_forget (ranges);
  g_assert_cmpuint (bgd_remote_ranges_get_total (ranges), ==, BG_SIZE_UNKNOWN);
  g_assert_cmpuint (bgd_remote_ranges_get_total (copy), ==, 120);
}

static void
test_what_was_known_is_taken_over (void)
{
  g_autoptr (BgdRemoteRanges) open = parse ("0-10,500-,20-30");
  g_autoptr (BgdRemoteRanges) told = parse ("0-10,20-30");

  g_assert_false (bgd_remote_ranges_set_total (open, BG_SIZE_UNKNOWN));
  g_assert_false (bgd_remote_ranges_set_total (open, 19));
  g_assert_false (bgd_remote_ranges_set_total (open, 20));
  g_assert_true (bgd_remote_ranges_set_total (open, 120));
  assert_place (open, 110, 20, 0, 10);

  g_assert_false (bgd_remote_ranges_set_total (told, 19));
  g_assert_false (bgd_remote_ranges_set_total (told, 21));
  g_assert_true (bgd_remote_ranges_set_total (told, 20));
}

static void
test_a_short_file_has_not_all_of_them (void)
{
  static const struct
  {
    const char *ranges;
    guint64 least;
  } rows[] = { { "0-1", 1 }, { "10-20,5-7", 20 }, { "500-", 501 }, { "0-", 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BgdRemoteRanges) ranges = parse (rows[i].ranges);
      g_autoptr (GError) error = NULL;

      g_assert_false (bgd_remote_ranges_set_size (ranges, rows[i].least - 1, &error));
      g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_RANGE);
      g_assert_cmpuint (bgd_remote_ranges_get_size (ranges), ==, BG_SIZE_UNKNOWN);
      g_assert_true (bgd_remote_ranges_set_size (ranges, rows[i].least, NULL));
    }
}

static void
assert_refused (BgError code, guint length, const BgdRemoteRange *ranges)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bgd_remote_ranges_new (ranges, length, &error));
  g_assert_error (error, BG_ERROR, (int) code);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_what_makes_no_sense_is_refused (void)
{
  const BgdRemoteRange empty[] = { { 5, 0 } };
  const BgdRemoteRange far[] = { { (guint64) G_MAXINT64, 1 } };
  const BgdRemoteRange last[] = { { (guint64) G_MAXINT64 - 1, 1 } };
  const BgdRemoteRange beyond[] = { { G_MAXUINT64, BGD_LENGTH_TO_EOF } };
  const BgdRemoteRange same[] = { { 5, 5 }, { 0, 1 }, { 5, 5 } };
  const BgdRemoteRange touching[] = { { 10, 5 }, { 5, 5 }, { 0, 5 } };
  const BgdRemoteRange open[] = { { 10, BGD_LENGTH_TO_EOF }, { 20, 1 } };
  BgdRemoteRange many[BGD_MAX_REMOTE_RANGES + 1];
  g_autoptr (BgdRemoteRanges) most = NULL;
  g_autoptr (BgdRemoteRanges) neighbours = bgd_remote_ranges_new (touching, 3, NULL);
  g_autoptr (BgdRemoteRanges) end = bgd_remote_ranges_new (last, 1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = (BgdRemoteRange){ 2 * i, 1 };
  most = bgd_remote_ranges_new (many, BGD_MAX_REMOTE_RANGES, NULL);

  g_assert_nonnull (most);
  g_assert_nonnull (neighbours);
  g_assert_nonnull (end);
  assert_refused (BG_ERROR_INVALID_ARGUMENT, 0, many);
  assert_refused (BG_ERROR_TOO_MANY_RANGES, BGD_MAX_REMOTE_RANGES + 1, many);
  assert_refused (BG_ERROR_INVALID_RANGE, 1, empty);
  assert_refused (BG_ERROR_INVALID_RANGE, 1, far);
  assert_refused (BG_ERROR_INVALID_RANGE, 1, beyond);
  assert_refused (BG_ERROR_OVERLAPPING_RANGES, 3, same);
  assert_refused (BG_ERROR_OVERLAPPING_RANGES, 2, open);
}

static void
test_a_queue_may_say_anything (void)
{
  static const char *const bad[] = {
    "",
    ",",
    "-",
    "5",
    "-5",
    "a-b",
    "5-5",
    "5-4",
    "0-1,",
    ",0-1",
    "0-1,0-1",
    "0-,5-6",
    "9223372036854775808-",
    "0-9223372036854775808",
    "0-18446744073709551616",
    " 0-1",
    "0-1-2",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (BgdRemoteRanges) ranges = bgd_remote_ranges_parse (bad[i]);

      if (ranges != NULL)
        g_test_message ("“%s” was taken", bad[i]);
      g_assert_null (ranges);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remote-ranges/each-byte-has-a-place", test_each_byte_has_a_place);
  g_test_add_func ("/remote-ranges/an-end-is-found-out", test_an_end_is_found_out);
  g_test_add_func ("/remote-ranges/what-was-known-is-taken-over",
                   test_what_was_known_is_taken_over);
  g_test_add_func ("/remote-ranges/a-short-file-has-not-all-of-them",
                   test_a_short_file_has_not_all_of_them);
  g_test_add_func ("/remote-ranges/what-makes-no-sense-is-refused",
                   test_what_makes_no_sense_is_refused);
  g_test_add_func ("/remote-ranges/a-queue-may-say-anything", test_a_queue_may_say_anything);

  return g_test_run ();
}
