/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines that people type into the dialog. */
#include "config.h"

#include "bgw-lines.h"

static BgwLines *
read_lines (const char *text, int typing, gboolean expand)
{
  g_autoptr (GHashTable) secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return bgw_lines_read (text, typing, expand, secrets);
}

static void
assert_addresses (const BgwLines *lines, const char *expected)
{
  g_auto (GStrv) addresses = bgw_lines_get_addresses (lines);
  g_autofree char *joined = g_strjoinv (" ", addresses);

  g_assert_cmpstr (joined, ==, expected);
}

static void
good_lines_are_taken_and_bad_ones_named (void)
{
  g_autoptr (BgwLines) lines =
      read_lines ("http://a/\n\n  http://b/  \nwords\ngopher://x/\nhttp://a/\nhttp://", 6, TRUE);

  g_assert_cmpuint (lines->count, ==, 2);
  g_assert_cmpstr (lines->first, ==, "http://a/");
  g_assert_cmpstr (lines->last, ==, "http://b/");
  g_assert_cmpstr (lines->problems, ==,
                   "Line 4 is not an address\nLine 5: cannot download from “gopher:” addresses");
  assert_addresses (lines, "http://a/ http://b/");
}

static void
many_problems_are_counted (void)
{
  g_autoptr (BgwLines) lines = read_lines ("a\nb\nc\nx\ny", -1, TRUE);

  g_assert_cmpstr (lines->problems, ==,
                   "Line 1 is not an address\nLine 2 is not an address\n"
                   "Line 3 is not an address\n2 more lines are not good");
}

static void
patterns_are_expanded_if_asked_for (void)
{
  g_autoptr (BgwLines) lines = read_lines ("http://a/[1-3]\nhttp://b/", -1, TRUE);
  g_autoptr (BgwLines) literal = read_lines ("http://a/[1-3]\nhttp://b/", -1, FALSE);
  g_autoptr (BgwLines) none = read_lines ("http://[::1]/\nhttp://a/x[1]", -1, TRUE);

  g_assert_true (lines->has_pattern);
  g_assert_true (lines->is_expanded);
  g_assert_cmpuint (lines->count, ==, 4);
  assert_addresses (lines, "http://a/1 http://a/2 http://a/3 http://b/");
  g_assert_true (literal->has_pattern);
  g_assert_false (literal->is_expanded);
  g_assert_cmpuint (literal->count, ==, 2);
  assert_addresses (literal, "http://a/[1-3] http://b/");
  g_assert_false (none->has_pattern);
}

static void
patterns_have_a_limit (void)
{
  g_autoptr (BgwLines) lines = read_lines ("http://a/[1-10001]\nhttp://b/[1-10000]", -1, TRUE);

  g_assert_cmpuint (lines->count, ==, 10000);
  g_assert_cmpstr (lines->problems, ==, "Line 1 stands for more than 10000 addresses");
}

static void
passwords_are_shown_as_dots (void)
{
  g_autoptr (GHashTable) secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *shown = bgw_lines_hide_secrets (
      " http://me:secret@a/x \nhttp://a/y:z@b\nhttp://me@a/\nhttp://u:p%40ss@[::1]/", secrets);
  g_autofree char *again = bgw_lines_hide_secrets (shown, secrets);
  g_autoptr (BgwLines) lines = bgw_lines_read (shown, -1, TRUE, secrets);
  g_autoptr (BgwLines) changed = bgw_lines_read ("http://you:••••@a/x", -1, TRUE, secrets);

  g_assert_cmpstr (shown, ==,
                   " http://me:••••@a/x \nhttp://a/y:z@b\nhttp://me@a/\nhttp://u:••••@[::1]/");
  g_assert_cmpstr (again, ==, shown);
  g_assert_cmpuint (lines->count, ==, 4);
  g_assert_cmpstr (lines->first, ==, "http://me:secret@a/x");
  g_assert_cmpuint (changed->count, ==, 0);
  g_assert_cmpstr (changed->problems, ==, "Line 1: type the password again");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lines/good-lines-are-taken-and-bad-ones-named",
                   good_lines_are_taken_and_bad_ones_named);
  g_test_add_func ("/lines/many-problems-are-counted", many_problems_are_counted);
  g_test_add_func ("/lines/patterns-are-expanded-if-asked-for", patterns_are_expanded_if_asked_for);
  g_test_add_func ("/lines/patterns-have-a-limit", patterns_have_a_limit);
  g_test_add_func ("/lines/passwords-are-shown-as-dots", passwords_are_shown_as_dots);

  return g_test_run ();
}
