/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-report.c: names that were taken. */
#include "config.h"

#include "bgt-report.h"

static void
assert_unnumbered (const char *path, const char *wanted)
{
  g_autofree char *got = bgt_report_get_unnumbered (path);

  g_assert_cmpstr (got, ==, wanted);
}

static void
test_the_number_is_taken_away (void)
{
  assert_unnumbered ("/a/debian (1).iso", "/a/debian.iso");
  assert_unnumbered ("/a/debian (12).tar.gz", "/a/debian.tar.gz");
  assert_unnumbered ("/a/README (3)", "/a/README");
  assert_unnumbered ("/a/\xff (1).x", "/a/\xff.x");
}

static void
test_other_names_have_none (void)
{
  assert_unnumbered ("/a/debian.iso", NULL);
  assert_unnumbered ("/a/debian(1).iso", NULL);
  assert_unnumbered ("/a/debian (x).iso", NULL);
  assert_unnumbered ("/a (1)/debian", NULL);
  assert_unnumbered ("/a (1).d/debian", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/report/the-number-is-taken-away", test_the_number_is_taken_away);
  g_test_add_func ("/report/other-names-have-none", test_other_names_have_none);

  return g_test_run ();
}
