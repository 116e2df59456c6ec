/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of timers, many of which share one source. */
#include "config.h"

#include "bgd-timer.h"

#include <string.h>

typedef struct
{
  BgdTimer *timer;
  GString *log;
  char name;
  guint repeats;
  BgdTimer **other; /* (nullable) to free */
} Clerk;

static void
on_due (gpointer user_data)
{
  Clerk *self = user_data;

  g_string_append_c (self->log, self->name);
  if (self->repeats > 0)
    {
      self->repeats--;
      bgd_timer_set (self->timer, 0);
    }
  if (self->other != NULL)
    g_clear_pointer (self->other, bgd_timer_free);
}

static void
set_up (Clerk *clerks, guint n, GString *log)
{
  for (guint i = 0; i < n; i++)
    clerks[i] = (Clerk){ bgd_timer_new (on_due, &clerks[i]), log, (char) ('a' + i), 0, NULL };
}

static void
tear_down (Clerk *clerks, guint n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&clerks[i].timer, bgd_timer_free);
}

static void
test_earliest_goes_first (void)
{
  static const guint order[] = { 3, 0, 6, 1, 7, 2, 5, 4 };
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GString) log = g_string_new (NULL);
  Clerk clerks[8];

  set_up (clerks, 8, log);
  for (guint i = 0; i < 8; i++)
    bgd_timer_set (clerks[order[i]].timer, now + 1000 + order[i] * 100);
  /* Set again, and taken back. */
  bgd_timer_set (clerks[7].timer, now + 500);
  bgd_timer_set (clerks[3].timer, BGD_TIMER_NEVER);
  g_assert_cmpint (bgd_timer_get (clerks[3].timer), ==, BGD_TIMER_NEVER);

  while (log->len < 7)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (log->str, ==, "habcefg");
  g_assert_cmpint (bgd_timer_get (clerks[0].timer), ==, BGD_TIMER_NEVER);
  tear_down (clerks, 8);
}

/* One that is always due does not keep the others waiting, nor the main loop. */
static void
test_nobody_is_kept_waiting (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Clerk clerks[2];

  set_up (clerks, 2, log);
  clerks[0].repeats = 1000;
  bgd_timer_set (clerks[0].timer, 0);
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (log->str, ==, "a");
  bgd_timer_set (clerks[1].timer, 0);
  g_main_context_iteration (NULL, FALSE);
  g_main_context_iteration (NULL, FALSE);
  g_assert_nonnull (strchr (log->str, 'b'));
  tear_down (clerks, 2);
}

static void
test_timer_may_free_another_one (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  gint64 now = g_get_monotonic_time ();
  Clerk clerks[3];

  set_up (clerks, 3, log);
  clerks[0].other = &clerks[1].timer;
  clerks[2].other = &clerks[2].timer; /* itself */
  bgd_timer_set (clerks[0].timer, now);
  bgd_timer_set (clerks[1].timer, now + 1);
  bgd_timer_set (clerks[2].timer, now + 2);
  while (strchr (log->str, 'c') == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (log->str, ==, "ac");
  tear_down (clerks, 3);
}

/* Any order of any times comes out sorted. */
static void
test_many_come_in_order (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  gint64 now = g_get_monotonic_time ();
  Clerk clerks[26];

  for (guint round = 0; round < 50; round++)
    {
      gint64 last = 0;

      set_up (clerks, 26, log);
      for (guint i = 0; i < 200; i++)
        bgd_timer_set (clerks[g_test_rand_int_range (0, 26)].timer,
                       g_test_rand_bit () ? now - g_test_rand_int_range (0, 1000)
                                          : BGD_TIMER_NEVER);

      g_autofree gint64 *due = g_new (gint64, 26);
      for (guint i = 0; i < 26; i++)
        due[i] = bgd_timer_get (clerks[i].timer);

      g_string_truncate (log, 0);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      for (gsize i = 0; i < log->len; i++)
        {
          g_assert_cmpint (due[log->str[i] - 'a'], >=, last);
          last = due[log->str[i] - 'a'];
        }
      for (guint i = 0; i < 26; i++)
        g_assert_cmpint (strchr (log->str, (int) ('a' + i)) != NULL, ==, due[i] != BGD_TIMER_NEVER);
      tear_down (clerks, 26);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/timer/earliest-goes-first", test_earliest_goes_first);
  g_test_add_func ("/timer/nobody-is-kept-waiting", test_nobody_is_kept_waiting);
  g_test_add_func ("/timer/timer-may-free-another-one", test_timer_may_free_another_one);
  g_test_add_func ("/timer/many-come-in-order", test_many_come_in_order);

  return g_test_run ();
}
