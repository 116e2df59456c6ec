/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line that stands for many addresses. */
#include "config.h"

#include "bgw-patterns.h"

#include <string.h>

static void
assert_expands (const char *text, const char *expected)
{
  g_auto (GStrv) expanded = bgw_pattern_expand (text);
  g_autofree char *joined = NULL;

  g_assert_nonnull (expanded);
  joined = g_strjoinv (" ", expanded);
  g_assert_cmpstr (joined, ==, expected);
  g_assert_cmpuint (bgw_pattern_count (text), ==, g_strv_length (expanded));
}

static void
ranges_of_numbers_keep_their_zeros (void)
{
  assert_expands ("http://a/[1-3]", "http://a/1 http://a/2 http://a/3");
  assert_expands ("http://a/[8-11].z", "http://a/8.z http://a/9.z http://a/10.z http://a/11.z");
  assert_expands ("http://a/[098-101]", "http://a/098 http://a/099 http://a/100 http://a/101");
  assert_expands ("http://a/[0-100:50]", "http://a/0 http://a/50 http://a/100");
  assert_expands ("http://a/[1-4:2]", "http://a/1 http://a/3");
  assert_expands ("http://a/[7-7]", "http://a/7");
}

static void
ranges_of_letters_are_of_one_case (void)
{
  assert_expands ("http://a/[a-c]", "http://a/a http://a/b http://a/c");
  assert_expands ("http://a/[X-Z:2]", "http://a/X http://a/Z");
  assert_expands ("http://a/[a-Z]", "http://a/[a-Z]");
}

static void
choices_are_words (void)
{
  assert_expands ("http://{a,b}/{x,}", "http://a/x http://a/ http://b/x http://b/");
  assert_expands ("http://a/{one}", "http://a/{one}");
  assert_expands ("http://a/{}", "http://a/{}");
}

static void
patterns_combine_and_nest (void)
{
  assert_expands ("http://a/[1-2][a-b]", "http://a/1a http://a/1b http://a/2a http://a/2b");
  assert_expands ("http://a/{p[1-2],q{r,s}}", "http://a/p1 http://a/p2 http://a/qr http://a/qs");
  assert_expands ("http://a/{[1,2]}", "http://a/[1 http://a/2]");
}

static void
a_host_in_brackets_is_no_pattern (void)
{
  assert_expands ("http://[::1]/a", "http://[::1]/a");
  assert_expands ("http://[1-2]/a", "http://[1-2]/a");
  assert_expands ("http://u:[1-2]@[::1]:80/[1-2]",
                  "http://u:[1-2]@[::1]:80/1 http://u:[1-2]@[::1]:80/2");
  assert_expands ("http://h[1-2].example/", "http://h1.example/ http://h2.example/");
}

static void
other_brackets_are_themselves (void)
{
  static const char *const texts[] = {
    "http://a/?filter[name]=x",
    "http://a/x[1]",
    "http://a/[3-1]",
    "http://a/[-2]",
    "http://a/[1-]",
    "http://a/[1-2",
    "http://a/[1-2:0]",
    "http://a/{\"a\":1,\"b\":2}",
    "http://a/{a,b",
    "http://a/}{",
    "http://a/[1-2:x]",
    "http://a/[1234567890123456789-1234567890123456790]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_expands (texts[i], texts[i]);
}

static void
too_many_are_counted_and_not_made (void)
{
  g_auto (GStrv) most = bgw_pattern_expand ("http://a/[1-10000]");

  g_assert_cmpuint (g_strv_length (most), ==, BGW_PATTERNS_MAX);
  g_assert_null (bgw_pattern_expand ("http://a/[1-10001]"));
  g_assert_cmpuint (bgw_pattern_count ("http://a/[0-999999]"), ==, 1000000);
  g_assert_null (bgw_pattern_expand ("[0-99999999][0-99999999][0-99999999]"));
  g_assert_cmpuint (bgw_pattern_count ("[0-99999999][0-99999999][0-99999999]"), ==, G_MAXUINT64);
}

/* Time that grows with the square of this would be felt. */
static void
long_nonsense_is_read_in_no_time (void)
{
  g_autofree char *braces = g_strnfill (8000, '{');
  g_autofree char *brackets = g_strnfill (8000, '[');

  g_assert_cmpuint (bgw_pattern_count (braces), ==, 1);
  g_assert_cmpuint (bgw_pattern_count (brackets), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/patterns/ranges-of-numbers-keep-their-zeros",
                   ranges_of_numbers_keep_their_zeros);
  g_test_add_func ("/patterns/ranges-of-letters-are-of-one-case",
                   ranges_of_letters_are_of_one_case);
  g_test_add_func ("/patterns/choices-are-words", choices_are_words);
  g_test_add_func ("/patterns/patterns-combine-and-nest", patterns_combine_and_nest);
  g_test_add_func ("/patterns/a-host-in-brackets-is-no-pattern", a_host_in_brackets_is_no_pattern);
  g_test_add_func ("/patterns/other-brackets-are-themselves", other_brackets_are_themselves);
  g_test_add_func ("/patterns/too-many-are-counted-and-not-made",
                   too_many_are_counted_and_not_made);
  g_test_add_func ("/patterns/long-nonsense-is-read-in-no-time", long_nonsense_is_read_in_no_time);

  return g_test_run ();
}
