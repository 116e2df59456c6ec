/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the timetable. */
#include "config.h"

#include "bg-hours.h"

#include "bg-error.h"

enum
{
  MON,
  TUE,
  WED,
  THU,
  FRI,
  SAT,
  SUN,
};

#define AT(day, hour, minute)                                                                      \
  ((guint) (day) *BG_HOURS_MINUTES_OF_DAY + (guint) (hour) *60 + (guint) (minute))

static BgHours *
hours_of (const char *line, const char *other)
{
  const char *const lines[] = { line, other, NULL };
  g_autoptr (GError) error = NULL;
  BgHours *hours = bg_hours_new (lines, &error);

  g_assert_no_error (error);
  g_assert_nonnull (hours);

  return hours;
}

static void
test_no_lines_are_always (void)
{
  g_autoptr (BgHours) hours = hours_of (NULL, NULL);

  g_assert_true (bg_hours_is_always (hours));
  g_assert_true (bg_hours_includes (hours, AT (WED, 3, 0)));
  g_assert_cmpuint (bg_hours_until_change (hours, AT (WED, 3, 0)), ==, 0);
}

static void
test_night_belongs_to_the_day_it_begins (void)
{
  g_autoptr (BgHours) hours = hours_of ("mon-fri 22:00-6:00", NULL);

  g_assert_false (bg_hours_is_always (hours));
  g_assert_false (bg_hours_includes (hours, AT (MON, 5, 59)));
  g_assert_false (bg_hours_includes (hours, AT (MON, 21, 59)));
  g_assert_true (bg_hours_includes (hours, AT (MON, 22, 0)));
  g_assert_true (bg_hours_includes (hours, AT (TUE, 5, 59)));
  g_assert_true (bg_hours_includes (hours, AT (SAT, 5, 59)));
  g_assert_false (bg_hours_includes (hours, AT (SAT, 22, 0)));

  g_assert_cmpuint (bg_hours_until_change (hours, AT (MON, 21, 0)), ==, 60);
  g_assert_cmpuint (bg_hours_until_change (hours, AT (MON, 22, 0)), ==, 8 * 60);
  g_assert_cmpuint (bg_hours_until_change (hours, AT (SAT, 6, 0)), ==, 2 * 24 * 60 + 16 * 60);
}

static void
test_sunday_night_goes_into_monday (void)
{
  g_autoptr (BgHours) hours = hours_of ("Sun 23-1", NULL);

  g_assert_true (bg_hours_includes (hours, AT (SUN, 23, 30)));
  g_assert_true (bg_hours_includes (hours, AT (MON, 0, 59)));
  g_assert_false (bg_hours_includes (hours, AT (MON, 1, 0)));
  g_assert_cmpuint (bg_hours_until_change (hours, AT (SUN, 23, 30)), ==, 90);
}

static void
test_lines_add_up (void)
{
  g_autoptr (BgHours) hours = hours_of ("sat,sun", " tue 12:15-13:45 ");

  g_assert_true (bg_hours_includes (hours, AT (SAT, 0, 0)));
  g_assert_true (bg_hours_includes (hours, AT (SUN, 23, 59)));
  g_assert_true (bg_hours_includes (hours, AT (TUE, 12, 15)));
  g_assert_false (bg_hours_includes (hours, AT (TUE, 13, 45)));
  g_assert_false (bg_hours_includes (hours, AT (MON, 0, 0)));
}

static void
test_days_go_over_the_weekend (void)
{
  g_autoptr (BgHours) hours = hours_of ("fri-mon", NULL);

  g_assert_true (bg_hours_includes (hours, AT (FRI, 12, 0)));
  g_assert_true (bg_hours_includes (hours, AT (MON, 12, 0)));
  g_assert_false (bg_hours_includes (hours, AT (TUE, 0, 0)));
  g_assert_false (bg_hours_includes (hours, AT (THU, 23, 59)));
}

static void
test_every_minute_never_changes (void)
{
  g_autoptr (BgHours) hours = hours_of ("0:00-24:00", NULL);
  g_autoptr (BgHours) same = hours_of ("8:00-8:00", NULL);

  g_assert_true (bg_hours_includes (hours, AT (THU, 0, 0)));
  g_assert_cmpuint (bg_hours_until_change (hours, AT (THU, 0, 0)), ==, 0);
  g_assert_cmpuint (bg_hours_until_change (same, AT (THU, 0, 0)), ==, 0);
}

static void
test_nonsense_is_refused (void)
{
  static const char *const lines[] = {
    "",          " ",         "mon-",        "mon,",        "monday 1-2", "day 1-2",
    "1",         "1-",        "-2",          "25:00-1:00",  "24:01-1:00", "1:60-2:00",
    "1:-2",      "1-2 3-4",   "mon 1-2 tue", "mon1-2x",     "111-2",      "1:000-2",
    "mon tue 1", "mon\t1-2x", "1–2 o'clock", "mon;tue 1-2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const char *const one[] = { lines[i], NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (BgHours) hours = bg_hours_new (one, &error);

      g_test_message ("“%s”", lines[i]);
      g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
      g_assert_null (hours);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hours/always", test_no_lines_are_always);
  g_test_add_func ("/hours/night", test_night_belongs_to_the_day_it_begins);
  g_test_add_func ("/hours/end-of-week", test_sunday_night_goes_into_monday);
  g_test_add_func ("/hours/add-up", test_lines_add_up);
  g_test_add_func ("/hours/weekend", test_days_go_over_the_weekend);
  g_test_add_func ("/hours/every-minute", test_every_minute_never_changes);
  g_test_add_func ("/hours/nonsense", test_nonsense_is_refused);

  return g_test_run ();
}
