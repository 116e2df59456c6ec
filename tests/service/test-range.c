/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the set of byte ranges. */
#include "config.h"

#include "bgd-range.h"

#include <string.h>

static void
assert_is (const BgdRanges *ranges, const char *expected)
{
  g_autofree char *string = bgd_ranges_to_string (ranges);

  g_assert_cmpstr (string, ==, expected);
}

static BgdRanges *
parse (const char *string)
{
  BgdRanges *ranges = bgd_ranges_parse (string);

  g_assert_nonnull (ranges);
  return ranges;
}

static void
test_new_set_is_empty (void)
{
  g_autoptr (BgdRanges) ranges = bgd_ranges_new ();

  assert_is (ranges, "");
  g_assert_cmpuint (bgd_ranges_get_length (ranges), ==, 0);
  g_assert_cmpuint (bgd_ranges_get_bytes (ranges), ==, 0);
  g_assert_cmpuint (bgd_ranges_get_end (ranges), ==, 0);
  g_assert_true (bgd_ranges_contains (ranges, 7, 7));
  g_assert_false (bgd_ranges_contains (ranges, 7, 8));
}

static void
test_appending_grows_one_range (void)
{
  g_autoptr (BgdRanges) ranges = bgd_ranges_new ();

  for (guint64 offset = 0; offset < 1000; offset += 10)
    bgd_ranges_add (ranges, offset, offset + 10);

  assert_is (ranges, "0-1000");
}

static void
test_touching_and_overlapping_ranges_merge (void)
{
  g_autoptr (BgdRanges) ranges = bgd_ranges_new ();

  bgd_ranges_add (ranges, 40, 50);
  bgd_ranges_add (ranges, 10, 20);
  bgd_ranges_add (ranges, 70, 80);
  assert_is (ranges, "10-20,40-50,70-80");

  bgd_ranges_add (ranges, 20, 25);
  assert_is (ranges, "10-25,40-50,70-80");
  bgd_ranges_add (ranges, 35, 40);
  assert_is (ranges, "10-25,35-50,70-80");
  bgd_ranges_add (ranges, 12, 13);
  assert_is (ranges, "10-25,35-50,70-80");
  bgd_ranges_add (ranges, 24, 71);
  assert_is (ranges, "10-80");
  bgd_ranges_add (ranges, 0, 100);
  assert_is (ranges, "0-100");
}

static void
test_adding_nothing_changes_nothing (void)
{
  g_autoptr (BgdRanges) ranges = parse ("10-20");

  bgd_ranges_add (ranges, 5, 5);
  bgd_ranges_add (ranges, 20, 20);
  assert_is (ranges, "10-20");
}

static void
test_numbers_reach_to_the_last_byte (void)
{
  g_autoptr (BgdRanges) ranges = bgd_ranges_new ();

  bgd_ranges_add (ranges, G_MAXUINT64 - 1, G_MAXUINT64);
  bgd_ranges_add (ranges, 0, 1);
  assert_is (ranges, "0-1,18446744073709551614-18446744073709551615");
  bgd_ranges_add (ranges, 1, G_MAXUINT64 - 1);
  assert_is (ranges, "0-18446744073709551615");
  g_assert_cmpuint (bgd_ranges_get_bytes (ranges), ==, G_MAXUINT64);
}

static void
test_contains_needs_every_byte (void)
{
  g_autoptr (BgdRanges) ranges = parse ("10-20,30-40");

  g_assert_true (bgd_ranges_contains (ranges, 10, 20));
  g_assert_true (bgd_ranges_contains (ranges, 39, 40));
  g_assert_false (bgd_ranges_contains (ranges, 9, 20));
  g_assert_false (bgd_ranges_contains (ranges, 10, 21));
  g_assert_false (bgd_ranges_contains (ranges, 15, 35));
  g_assert_false (bgd_ranges_contains (ranges, 20, 30));
  g_assert_false (bgd_ranges_contains (ranges, 40, 41));
}

static void
test_copies_are_equal_and_independent (void)
{
  g_autoptr (BgdRanges) ranges = parse ("10-20,30-40");
  g_autoptr (BgdRanges) copy = bgd_ranges_copy (ranges);

  g_assert_true (bgd_ranges_equal (ranges, copy));
  bgd_ranges_add (copy, 40, 41);
  g_assert_false (bgd_ranges_equal (ranges, copy));
  assert_is (ranges, "10-20,30-40");
  bgd_ranges_clear (copy);
  g_assert_false (bgd_ranges_equal (ranges, copy));
  assert_is (copy, "");
}

static void
test_parse_reads_what_was_written (void)
{
  static const char *const good[] = {
    "", "0-1", "0-1,2-3", "7-18446744073709551615", "0-1048576,2097152-3145728",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (BgdRanges) ranges = parse (good[i]);

      assert_is (ranges, good[i]);
    }
}

static void
test_parse_refuses_what_was_never_written (void)
{
  static const char *const bad[] = {
    " ",          "0",
    "-",          "0-",
    "-1",         "0-0",
    "2-1",        "0-1,",
    ",0-1",       "0-1,,2-3",
    "0-1;2-3",    "0-1 ,2-3",
    " 0-1",       "0-1 ",
    "0-1\n",      "+0-1",
    "00-1",       "0-01",
    "0x0-0x1",    "0-1,1-2",
    "0-5,4-6",    "5-6,1-2",
    "0-1,0-1",    "0-18446744073709551616",
    "0-1e3",      "0-99999999999999999999999999999999999999",
    "1.0-2",      "18446744073709551616-18446744073709551617",
    "0--1",       "\xd9\xa0-\xd9\xa1", /* Arabic digits */
    "0-1\xff",    "9-10,100-99",
    "0-1,2",      "0-1,2-",
    "{\"0\": 1}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (BgdRanges) ranges = bgd_ranges_parse (bad[i]);

      if (ranges != NULL)
        g_error ("“%s” was taken", bad[i]);
    }
}

static void
test_torn_set_is_kept_in_part (void)
{
  g_autoptr (BgdRanges) ranges = bgd_ranges_new ();
  g_autoptr (BgdRanges) again = NULL;
  g_autofree char *string = NULL;
  g_autofree char *longer = NULL;

  for (guint64 i = 0; i < BGD_RANGES_MAXIMUM + 10; i++)
    bgd_ranges_add (ranges, 2 * i, 2 * i + 1);

  string = bgd_ranges_to_string (ranges);
  again = parse (string);
  g_assert_cmpuint (bgd_ranges_get_length (again), ==, BGD_RANGES_MAXIMUM);
  g_assert_cmpuint (bgd_ranges_get_end (again), ==, 2 * (BGD_RANGES_MAXIMUM - 1) + 1);

  longer = g_strconcat (string, ",1000000-1000001", NULL);
  g_assert_null (bgd_ranges_parse (longer));
}

/* Against the simplest set of bytes that there is: one flag for each. */
static void
test_random_additions_match_a_bitmap (void)
{
  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (BgdRanges) ranges = bgd_ranges_new ();
      g_autoptr (BgdRanges) again = NULL;
      g_autofree char *string = NULL;
      gboolean bitmap[128] = { FALSE };
      guint bytes = 0;
      guint length = 0;

      for (int i = g_test_rand_int_range (0, 30); i > 0; i--)
        {
          guint start = (guint) g_test_rand_int_range (0, 120);
          guint end = start + (guint) g_test_rand_int_range (0, 8);

          bgd_ranges_add (ranges, start, end);
          for (guint byte = start; byte < end; byte++)
            bitmap[byte] = TRUE;
        }

      for (guint byte = 0; byte < G_N_ELEMENTS (bitmap); byte++)
        {
          g_assert_cmpint (bgd_ranges_contains (ranges, byte, byte + 1), ==, bitmap[byte]);
          bytes += bitmap[byte] ? 1 : 0;
          length += bitmap[byte] && (byte == 0 || !bitmap[byte - 1]) ? 1 : 0;
        }
      g_assert_cmpuint (bgd_ranges_get_bytes (ranges), ==, bytes);
      g_assert_cmpuint (bgd_ranges_get_length (ranges), ==, length);

      string = bgd_ranges_to_string (ranges);
      again = parse (string);
      g_assert_true (bgd_ranges_equal (ranges, again));
    }
}

/* Whatever is read is well formed, and is written as it was read. */
static void
test_random_text_is_read_exactly_or_not_at_all (void)
{
  static const char alphabet[] = "0123459-,, ";

  for (guint round = 0; round < 5000; round++)
    {
      char text[16] = { 0 };
      g_autoptr (BgdRanges) ranges = NULL;

      for (int i = g_test_rand_int_range (0, sizeof text - 1); i > 0; i--)
        text[i - 1] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];

      ranges = bgd_ranges_parse (text);
      if (ranges != NULL)
        assert_is (ranges, text);
    }
}

static void
test_bytes_can_be_taken_out (void)
{
  static const struct
  {
    guint64 start, end;
    const char *left;
  } cases[] = {
    { 0, 10, "10-20,30-40,50-60" },  { 20, 30, "10-20,30-40,50-60" },
    { 10, 20, "30-40,50-60" },       { 5, 15, "15-20,30-40,50-60" },
    { 15, 25, "10-15,30-40,50-60" }, { 12, 18, "10-12,18-20,30-40,50-60" },
    { 15, 55, "10-15,55-60" },       { 0, 100, "" },
    { 35, 35, "10-20,30-40,50-60" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BgdRanges) ranges = bgd_ranges_parse ("10-20,30-40,50-60");
      g_autofree char *left = NULL;

      bgd_ranges_remove (ranges, cases[i].start, cases[i].end);
      left = bgd_ranges_to_string (ranges);
      g_assert_cmpstr (left, ==, cases[i].left);
    }
}

static void
test_bytes_before_an_offset_are_counted (void)
{
  g_autoptr (BgdRanges) ranges = bgd_ranges_parse ("0-20,30-40");

  g_assert_cmpuint (bgd_ranges_count_before (ranges, 0), ==, 0);
  g_assert_cmpuint (bgd_ranges_count_before (ranges, 7), ==, 7);
  g_assert_cmpuint (bgd_ranges_count_before (ranges, 20), ==, 20);
  g_assert_cmpuint (bgd_ranges_count_before (ranges, 21), ==, 0);
  g_assert_cmpuint (bgd_ranges_count_before (ranges, 30), ==, 0);
  g_assert_cmpuint (bgd_ranges_count_before (ranges, 40), ==, 10);
  g_assert_cmpuint (bgd_ranges_count_before (ranges, 100), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/range/new-set-is-empty", test_new_set_is_empty);
  g_test_add_func ("/range/appending-grows-one-range", test_appending_grows_one_range);
  g_test_add_func ("/range/touching-and-overlapping-ranges-merge",
                   test_touching_and_overlapping_ranges_merge);
  g_test_add_func ("/range/adding-nothing-changes-nothing", test_adding_nothing_changes_nothing);
  g_test_add_func ("/range/numbers-reach-to-the-last-byte", test_numbers_reach_to_the_last_byte);
  g_test_add_func ("/range/contains-needs-every-byte", test_contains_needs_every_byte);
  g_test_add_func ("/range/copies-are-equal-and-independent",
                   test_copies_are_equal_and_independent);
  g_test_add_func ("/range/parse-reads-what-was-written", test_parse_reads_what_was_written);
  g_test_add_func ("/range/parse-refuses-what-was-never-written",
                   test_parse_refuses_what_was_never_written);
  g_test_add_func ("/range/torn-set-is-kept-in-part", test_torn_set_is_kept_in_part);
  g_test_add_func ("/range/random-additions-match-a-bitmap", test_random_additions_match_a_bitmap);
  g_test_add_func ("/range/random-text-is-read-exactly-or-not-at-all",
                   test_random_text_is_read_exactly_or_not_at_all);
  g_test_add_func ("/range/bytes-can-be-taken-out", test_bytes_can_be_taken_out);
  g_test_add_func ("/range/bytes-before-an-offset-are-counted",
                   test_bytes_before_an_offset_are_counted);

  return g_test_run ();
}
