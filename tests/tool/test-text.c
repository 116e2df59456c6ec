/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-text.c: what reaches a terminal. */
#include "config.h"

#include "bgt-text.h"

static void
assert_escaped (const char *text, const char *wanted)
{
  g_autofree char *got = bgt_text_escape (text);

  g_assert_cmpstr (got, ==, wanted);
}

static void
test_plain_text_stays (void)
{
  assert_escaped ("debian.iso", "debian.iso");
  assert_escaped ("Übung “1” 日本 🙂", "Übung “1” 日本 🙂");
  assert_escaped ("", "");
}

static void
test_control_characters_are_shown (void)
{
  assert_escaped ("a\033[31mb", "a\\x1b[31mb");
  assert_escaped ("a\nb\tc\rd", "a\\nb\\tc\\x0dd");
  assert_escaped ("\x7f", "\\x7f");
  assert_escaped ("\xc2\x9b"
                  "31m",
                  "\\x9b31m"); /* CSI in one character */
}

static void
test_direction_marks_are_shown (void)
{
  assert_escaped ("gpj\u202eexe.", "gpj\\u202eexe.");
  assert_escaped ("\u2066a\u2069", "\\u2066a\\u2069");
  assert_escaped ("a\u2028b", "a\\u2028b");
}

static void
test_joiners_stay (void)
{
  assert_escaped ("می\u200cخواهم", "می\u200cخواهم");
  assert_escaped ("👩\u200d🚀", "👩\u200d🚀");
}

static void
test_bytes_that_are_no_text_are_shown (void)
{
  assert_escaped ("a\xff"
                  "b\xc3",
                  "a\\xffb\\xc3");
}

static void
test_width_counts_columns (void)
{
  g_assert_cmpuint (bgt_text_get_width (""), ==, 0);
  g_assert_cmpuint (bgt_text_get_width ("abc"), ==, 3);
  g_assert_cmpuint (bgt_text_get_width ("日本"), ==, 4);
  g_assert_cmpuint (bgt_text_get_width ("e\u0301"), ==, 1);
}

static void
assert_fits (const char *text, guint width, const char *wanted)
{
  g_autofree char *got = bgt_text_fit (text, width);

  g_assert_cmpstr (got, ==, wanted);
  g_assert_cmpuint (bgt_text_get_width (got), <=, width);
}

static void
test_short_text_is_not_cut (void)
{
  assert_fits ("abc", 3, "abc");
  assert_fits ("日本", 4, "日本");
}

static void
test_long_text_keeps_both_ends (void)
{
  assert_fits ("abcdefghij.iso", 10, "abcdef…iso");
  assert_fits ("abc", 1, "…");
  assert_fits ("日本日本日本", 8, "日本…本");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/text/plain-text-stays", test_plain_text_stays);
  g_test_add_func ("/text/control-characters-are-shown", test_control_characters_are_shown);
  g_test_add_func ("/text/direction-marks-are-shown", test_direction_marks_are_shown);
  g_test_add_func ("/text/joiners-stay", test_joiners_stay);
  g_test_add_func ("/text/bytes-that-are-no-text-are-shown", test_bytes_that_are_no_text_are_shown);
  g_test_add_func ("/text/width-counts-columns", test_width_counts_columns);
  g_test_add_func ("/text/short-text-is-not-cut", test_short_text_is_not_cut);
  g_test_add_func ("/text/long-text-keeps-both-ends", test_long_text_keeps_both_ends);

  return g_test_run ();
}
