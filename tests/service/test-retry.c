/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the wait after a failure. */
#include "config.h"

#include "bgd-retry.h"

#define SECONDS(n) ((gint64) (n) *G_USEC_PER_SEC)
#define LAST 0.9999999999 /* the highest random number */

static void
test_wait_doubles_with_each_failure (void)
{
  g_assert_cmpint (bgd_retry_delay (1, 10, 0, 0), ==, SECONDS (10));
  g_assert_cmpint (bgd_retry_delay (2, 10, 0, 0), ==, SECONDS (20));
  g_assert_cmpint (bgd_retry_delay (3, 10, 0, 0), ==, SECONDS (40));
  g_assert_cmpint (bgd_retry_delay (9, 10, 0, 0), ==, SECONDS (2560));
}

static void
test_doubling_ends_at_the_maximum (void)
{
  g_assert_cmpint (bgd_retry_delay (10, 10, 0, 0), ==, SECONDS (BGD_RETRY_MAXIMUM));
  g_assert_cmpint (bgd_retry_delay (12, 1, 0, 0), ==, SECONDS (2048));
  g_assert_cmpint (bgd_retry_delay (13, 1, 0, 0), ==, SECONDS (BGD_RETRY_MAXIMUM));
  g_assert_cmpint (bgd_retry_delay (G_MAXUINT, 1, 0, 0), ==, SECONDS (BGD_RETRY_MAXIMUM));
}

static void
test_long_base_is_kept (void)
{
  g_assert_cmpint (bgd_retry_delay (1, 7200, 0, 0), ==, SECONDS (7200));
  g_assert_cmpint (bgd_retry_delay (5, 7200, 0, 0), ==, SECONDS (7200));
  g_assert_cmpint (bgd_retry_delay (G_MAXUINT, G_MAXUINT, 0, 0), ==, SECONDS (G_MAXUINT));
  g_assert_cmpint (bgd_retry_delay (1, G_MAXUINT, G_MAXUINT, LAST), >, SECONDS (G_MAXUINT));
}

static void
test_server_may_ask_for_more (void)
{
  g_assert_cmpint (bgd_retry_delay (1, 10, 120, 0), ==, SECONDS (120));
  g_assert_cmpint (bgd_retry_delay (3, 10, 39, 0), ==, SECONDS (40));
  g_assert_cmpint (bgd_retry_delay (1, 10, 7200, 0), ==, SECONDS (7200));
}

static void
test_server_gets_a_day_at_most (void)
{
  g_assert_cmpint (bgd_retry_delay (1, 10, G_MAXUINT, 0), ==, SECONDS (BGD_RETRY_AFTER_MAXIMUM));
}

static void
test_jitter_adds_up_to_a_quarter (void)
{
  g_assert_cmpint (bgd_retry_delay (1, 8, 0, 0.5), ==, SECONDS (9));
  g_assert_cmpint (bgd_retry_delay (1, 8, 0, LAST), <=, SECONDS (10));
  g_assert_cmpint (bgd_retry_delay (1, 1, 0, 0.5), ==, 1125000);
  g_assert_cmpint (bgd_retry_delay (1, 8, 100, 0.5), ==, SECONDS (101));
}

static void
test_wait_is_never_below_what_was_asked_for (void)
{
  for (guint round = 0; round < 5000; round++)
    {
      guint failures = 1 + (guint) g_test_rand_int () % 40;
      guint base = 1 + ((guint) g_test_rand_int () >> g_test_rand_int_range (0, 31)) / 2;
      guint retry_after = (guint) g_test_rand_int () >> g_test_rand_int_range (0, 31);
      double random = g_test_rand_double ();
      GTimeSpan wait = bgd_retry_delay (failures, base, retry_after, random);
      GTimeSpan later = bgd_retry_delay (failures + 1, base, retry_after, random);

      g_assert_cmpint (wait, >=, SECONDS (base));
      g_assert_cmpint (wait, >=, SECONDS (MIN (retry_after, BGD_RETRY_AFTER_MAXIMUM)));
      g_assert_cmpint (wait, <=,
                       SECONDS (MAX (MAX (base, BGD_RETRY_MAXIMUM),
                                     MIN (retry_after, BGD_RETRY_AFTER_MAXIMUM))) *
                           5 / 4);
      g_assert_cmpint (later, >=, wait);
      g_assert_cmpint (wait, ==, bgd_retry_delay (failures, base, retry_after, random));
    }
}

static void
test_the_disk_is_looked_at_every_minute (void)
{
  g_assert_cmpint (bgd_retry_delay_for_space (1, 10, 0), ==, SECONDS (10));
  g_assert_cmpint (bgd_retry_delay_for_space (2, 10, 0), ==, SECONDS (20));
  g_assert_cmpint (bgd_retry_delay_for_space (4, 10, LAST), ==, SECONDS (60));
  g_assert_cmpint (bgd_retry_delay_for_space (G_MAXUINT, 10, LAST), ==, SECONDS (60));
  g_assert_cmpint (bgd_retry_delay_for_space (3, 600, 0), ==, SECONDS (600));
  g_assert_cmpint (bgd_retry_delay_for_space (1, 600, LAST), ==, SECONDS (600));
}

static void
test_time_without_progress_runs_out (void)
{
  gint64 since = SECONDS (1000);

  g_assert_false (bgd_retry_is_over (since, 60, 10, since));
  g_assert_false (bgd_retry_is_over (since, 60, 10, since + SECONDS (60) - 1));
  g_assert_true (bgd_retry_is_over (since, 60, 10, since + SECONDS (60)));
  g_assert_false (bgd_retry_is_over (since, G_MAXUINT, 10, since + SECONDS (4294967294)));
}

static void
test_time_without_failure_does_not_run (void)
{
  g_assert_false (bgd_retry_is_over (0, 60, 10, SECONDS (1000)));
}

static void
test_no_timeout_makes_every_error_final (void)
{
  g_assert_true (bgd_retry_is_over (0, 0, 0, SECONDS (1000)));
  g_assert_true (bgd_retry_is_over (SECONDS (1000), 0, 1, SECONDS (1000)));
}

static void
test_delay_above_the_timeout_means_no_retry (void)
{
  g_assert_true (bgd_retry_is_over (SECONDS (1000), 60, 61, SECONDS (1000)));
  g_assert_false (bgd_retry_is_over (SECONDS (1000), 60, 60, SECONDS (1000)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/retry/wait-doubles-with-each-failure", test_wait_doubles_with_each_failure);
  g_test_add_func ("/retry/doubling-ends-at-the-maximum", test_doubling_ends_at_the_maximum);
  g_test_add_func ("/retry/long-base-is-kept", test_long_base_is_kept);
  g_test_add_func ("/retry/server-may-ask-for-more", test_server_may_ask_for_more);
  g_test_add_func ("/retry/server-gets-a-day-at-most", test_server_gets_a_day_at_most);
  g_test_add_func ("/retry/jitter-adds-up-to-a-quarter", test_jitter_adds_up_to_a_quarter);
  g_test_add_func ("/retry/wait-is-never-below-what-was-asked-for",
                   test_wait_is_never_below_what_was_asked_for);
  g_test_add_func ("/retry/the-disk-is-looked-at-every-minute",
                   test_the_disk_is_looked_at_every_minute);
  g_test_add_func ("/retry/time-without-progress-runs-out", test_time_without_progress_runs_out);
  g_test_add_func ("/retry/time-without-failure-does-not-run",
                   test_time_without_failure_does_not_run);
  g_test_add_func ("/retry/no-timeout-makes-every-error-final",
                   test_no_timeout_makes_every_error_final);
  g_test_add_func ("/retry/delay-above-the-timeout-means-no-retry",
                   test_delay_above_the_timeout_means_no_retry);

  return g_test_run ();
}
