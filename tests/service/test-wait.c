/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a job does not move. */
#include "config.h"

#include "bgd-wait.h"

static const BgdWaitView failed = {
  .state = BG_JOB_STATE_TRANSIENT_ERROR,
  .is_online = TRUE,
  .failure = BG_ERROR_TIMED_OUT,
};

static void
test_the_queue_is_for_a_turn_or_what_holds (void)
{
  BgdWaitView view = { .state = BG_JOB_STATE_QUEUED, .is_online = TRUE };

  g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_TURN);
  view.held = BG_WAIT_METERED;
  g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_METERED);
}

static void
test_who_runs_waits_for_connections_alone (void)
{
  BgdWaitView view = failed;

  for (BgJobState state = BG_JOB_STATE_CONNECTING; state <= BG_JOB_STATE_TRANSFERRING; state++)
    {
      view.state = state;
      view.lacks_connection = FALSE;
      g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_NONE);
      view.lacks_connection = TRUE;
      g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_SERVER_PLACES);
    }
}

static void
test_a_retry_is_what_it_is_for (void)
{
  BgdWaitView view = failed;

  g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_RETRY);
  view.was_put_off = TRUE;
  g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_RETRY_AFTER);
  view.failure = BG_ERROR_DISK_FULL;
  g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_DISK);
  view.failure = BG_ERROR_FOLDER_NOT_FOUND;
  g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_DISK);
}

static void
test_without_a_network_it_waits_for_one (void)
{
  BgdWaitView view = failed;

  view.is_online = FALSE;
  g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_NETWORK);
  /* A server answered: it is near, and no network is missing. */
  view.failure = BG_ERROR_HTTP_SERVER;
  g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_RETRY);
}

static void
test_who_rests_waits_for_nothing (void)
{
  const BgJobState states[] = { BG_JOB_STATE_SUSPENDED, BG_JOB_STATE_ERROR,
                                BG_JOB_STATE_TRANSFERRED, BG_JOB_STATE_ACKNOWLEDGED,
                                BG_JOB_STATE_CANCELLED };
  BgdWaitView view = failed;

  view.is_online = FALSE;
  view.held = BG_WAIT_POWER;
  view.lacks_connection = TRUE;
  view.was_put_off = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      view.state = states[i];
      g_assert_cmpint (bgd_wait_find_reason (&view), ==, BG_WAIT_NONE);
    }
}

static void
test_only_a_retry_has_its_time (void)
{
  g_assert_true (bgd_wait_is_for_retry (BG_WAIT_RETRY));
  g_assert_true (bgd_wait_is_for_retry (BG_WAIT_RETRY_AFTER));
  g_assert_true (bgd_wait_is_for_retry (BG_WAIT_DISK));
  g_assert_false (bgd_wait_is_for_retry (BG_WAIT_NETWORK));
  g_assert_false (bgd_wait_is_for_retry (BG_WAIT_TURN));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/wait/the-queue-is-for-a-turn-or-what-holds",
                   test_the_queue_is_for_a_turn_or_what_holds);
  g_test_add_func ("/wait/who-runs-waits-for-connections-alone",
                   test_who_runs_waits_for_connections_alone);
  g_test_add_func ("/wait/a-retry-is-what-it-is-for", test_a_retry_is_what_it_is_for);
  g_test_add_func ("/wait/without-a-network-it-waits-for-one",
                   test_without_a_network_it_waits_for_one);
  g_test_add_func ("/wait/who-rests-waits-for-nothing", test_who_rests_waits_for_nothing);
  g_test_add_func ("/wait/only-a-retry-has-its-time", test_only_a_retry_has_its_time);

  return g_test_run ();
}
