/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-range.c: parts of a file on the command line, and back. */
#include "config.h"

#include "bgt-range.h"

static void
test_ranges_are_as_in_http (void)
{
  const char *const texts[] = { "0-499", "9500-,500-500", "7-9223372036854775806", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) ranges = g_variant_ref_sink (bgt_range_parse (texts, &error));
  g_autofree char *text = g_variant_print (ranges, FALSE);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "[(0, 500), (9500, 18446744073709551615), (500, 1), "
                   "(7, 9223372036854775800)]");
}

static void
test_what_is_none_is_told (void)
{
  static const char *const bad[] = {
    "",
    "-",
    "-500",
    "5",
    "a-b",
    "5-4",
    "0-9,",
    ",0-9",
    "0-9 ",
    "0x1-2",
    "+1-2",
    "0-9-10",
    "9223372036854775808-",
    "0-9223372036854775807",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const texts[] = { "0-1", bad[i], NULL };
      g_autoptr (GError) error = NULL;

      g_assert_null (bgt_range_parse (texts, &error));
      g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
      g_assert_nonnull (strstr (error->message, bad[i]));
    }
}

static void
test_what_is_shown_can_be_typed (void)
{
  g_autofree char *one = bgt_range_format (500, 1);
  g_autofree char *open = bgt_range_format (9500, G_MAXUINT64);

  g_assert_cmpstr (one, ==, "500-500");
  g_assert_cmpstr (open, ==, "9500-");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/range/ranges-are-as-in-http", test_ranges_are_as_in_http);
  g_test_add_func ("/range/what-is-none-is-told", test_what_is_none_is_told);
  g_test_add_func ("/range/what-is-shown-can-be-typed", test_what_is_shown_can_be_typed);

  return g_test_run ();
}
