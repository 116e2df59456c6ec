/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of dates in headers. */
#include "config.h"

#include "bgd-date.h"

#define NOW G_GINT64_CONSTANT (1730000000) /* October 2024 */

static void
test_all_forms_are_read (void)
{
  static const struct
  {
    const char *value;
    gint64 seconds;
  } cases[] = {
    { "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
    { "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
    { "Sun Nov  6 08:49:37 1994", 784111777 },
    { "Sun, 6 nov 1994 8:49:37 GMT", 784111777 },
    { "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
    { "Wed, 31 Dec 1969 23:59:59 GMT", -1 },
    { "Thursday, 01-Jan-70 00:00:00 GMT", 3155760000 }, /* 2070, less than 50 years ahead */
    { "Tuesday, 01-Jan-80 00:00:00 GMT", 315532800 },
    { "Thu, 29 Feb 2024 12:00:00 GMT", 1709208000 },
    { "Fri, 31 Dec 9999 23:59:59 GMT", 253402300799 },
    { "Sat, 31 Dec 2016 23:59:60 GMT", 1483228799 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 seconds = 42;

      g_test_message ("%s", cases[i].value);
      g_assert_true (bgd_date_parse (cases[i].value, NOW, &seconds));
      g_assert_cmpint (seconds, ==, cases[i].seconds);
    }
}

static void
test_nonsense_is_no_date (void)
{
  static const char *const cases[] = {
    "",
    ",",
    "soon",
    "Sun,",
    "Sun, 06 Nov",
    "Sun, 06 Foo 1994 08:49:37 GMT",
    "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 0000 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:49:37 GMT",
    "Sun, 06 Nov 1994 08:60:37 GMT",
    "Sun, 06 Nov 1994 08:49:61 GMT",
    "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
    "Sun, -6 Nov 1994 08:49:37 GMT",
    "Sun Nov 6 08:49:37",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 seconds;

      g_test_message ("%s", cases[i]);
      g_assert_false (bgd_date_parse (cases[i], NOW, &seconds));
    }
}

static void
test_any_clock_will_do (void)
{
  static const gint64 clocks[] = { G_MININT64, 0, G_MAXINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      gint64 seconds;

      g_assert_true (bgd_date_parse ("Sunday, 06-Nov-94 08:49:37 GMT", clocks[i], &seconds));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/date/all-forms-are-read", test_all_forms_are_read);
  g_test_add_func ("/date/nonsense-is-no-date", test_nonsense_is_no_date);
  g_test_add_func ("/date/any-clock-will-do", test_any_clock_will_do);

  return g_test_run ();
}
