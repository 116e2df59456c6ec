/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue in motion: who runs, who waits, who gives up, and what comes back after a restart. */
#include "config.h"

#include "queue-fixture.h"

static void
test_retries_with_growing_waits (QueueFixture *fixture, gconstpointer data)
{
  const char *id = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL);
  BgdJob *job = queue_fixture_get_job (fixture, id);
  gint64 start = bgd_host_get_monotonic (BGD_HOST (fixture->host));

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSIENT_ERROR);
  g_assert_cmpint (job->failure.code, ==, BG_ERROR_CONNECT_FAILURE);
  g_assert_cmpint (job->failure.context, ==, BG_ERROR_CONTEXT_GENERAL_TRANSPORT);
  g_assert_cmpuint (job->error_count, ==, 1);
  g_assert_cmpint (job->retry_at - start, >=, 10 * SECOND);
  g_assert_cmpint (job->retry_at - start, <, 13 * SECOND);
  queue_fixture_settle ();
  g_assert_cmpint (fake_host_get_alarm (fixture->host), ==, job->retry_at);

  fake_host_advance (fixture->host, job->retry_at - start - 1);
  queue_fixture_settle ();
  g_assert_cmpint (job->state, ==, BG_JOB_STATE_TRANSIENT_ERROR);
  fake_host_advance (fixture->host, 1);
  start = bgd_host_get_monotonic (BGD_HOST (fixture->host));
  while (job->error_count < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (job->retry_at - start, >=, 20 * SECOND);
}

static void
test_resume_does_not_wait (QueueFixture *fixture, gconstpointer data)
{
  const char *id = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSIENT_ERROR);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_QUEUED);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->failure.code, ==, BG_ERROR_CONNECT_FAILURE);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSIENT_ERROR);
  g_assert_cmpuint (queue_fixture_get_job (fixture, id)->error_count, ==, 2);
}

static void
test_gives_up_without_progress (QueueFixture *fixture, gconstpointer data)
{
  const char *id = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL);
  BgdJob *job = queue_fixture_get_job (fixture, id);
  gint64 start = bgd_host_get_monotonic (BGD_HOST (fixture->host));

  queue_fixture_set_timeouts (fixture, id, 10, 11);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSIENT_ERROR);
  queue_fixture_settle ();
  g_assert_cmpint (fake_host_get_alarm (fixture->host), ==,
                   MIN (job->retry_at, start + 11 * SECOND));

  fake_host_advance (fixture->host, 11 * SECOND);
  queue_fixture_settle ();
  queue_fixture_wait (fixture, id, BG_JOB_STATE_ERROR);
  g_assert_cmpint (job->failure.code, ==, BG_ERROR_CONNECT_FAILURE);
  g_assert_cmpstr (g_ptr_array_index (fixture->log, 0), ==, "error");
  g_assert_cmpuint (fixture->log->len, ==, 1);
}

static void
test_a_delay_above_the_timeout_is_final (QueueFixture *fixture, gconstpointer data)
{
  const char *id = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL);

  queue_fixture_set_timeouts (fixture, id, 10, 9);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_ERROR);
}

static void
test_the_network_wakes_all (QueueFixture *fixture, gconstpointer data)
{
  const char *id = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSIENT_ERROR);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->waits_for, ==, BG_WAIT_RETRY);
  fake_host_set_online (fixture->host, FALSE);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_TRANSIENT_ERROR);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->waits_for, ==, BG_WAIT_NETWORK);
  fake_host_set_online (fixture->host, TRUE);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_QUEUED);
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->waits_for, ==, BG_WAIT_TURN);
}

static void
test_a_higher_priority_takes_the_place (QueueFixture *fixture, gconstpointer data)
{
  const char *low[4];
  const char *high, *foreground;
  guint queued = 0;

  for (guint i = 0; i < G_N_ELEMENTS (low); i++)
    {
      low[i] = queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_LOW);
      queue_fixture_apply (fixture, low[i], BGD_EVENT_RESUME);
    }
  for (guint i = 0; i < G_N_ELEMENTS (low); i++)
    queue_fixture_wait (fixture, low[i], BG_JOB_STATE_CONNECTING);

  foreground = queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_FOREGROUND);
  queue_fixture_apply (fixture, foreground, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, foreground, BG_JOB_STATE_CONNECTING);
  for (guint i = 0; i < G_N_ELEMENTS (low); i++)
    g_assert_cmpint (queue_fixture_get_job (fixture, low[i])->state, ==, BG_JOB_STATE_CONNECTING);

  high = queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_HIGH);
  queue_fixture_apply (fixture, high, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, high, BG_JOB_STATE_CONNECTING);
  for (guint i = 0; i < G_N_ELEMENTS (low); i++)
    queued += queue_fixture_get_job (fixture, low[i])->state == BG_JOB_STATE_QUEUED ? 1 : 0;
  g_assert_cmpuint (queued, ==, 1);

  queue_fixture_apply (fixture, high, BGD_EVENT_CANCEL);
  for (guint i = 0; i < G_N_ELEMENTS (low); i++)
    queue_fixture_wait (fixture, low[i], BG_JOB_STATE_CONNECTING);
}

static void
test_suspend_and_resume_while_it_stops (QueueFixture *fixture, gconstpointer data)
{
  const char *id = queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_NORMAL);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_CONNECTING);
  for (guint i = 0; i < 10; i++)
    {
      queue_fixture_apply (fixture, id, BGD_EVENT_SUSPEND);
      g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_SUSPENDED);
      queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
      g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, BG_JOB_STATE_QUEUED);
      queue_fixture_settle ();
    }
  queue_fixture_wait (fixture, id, BG_JOB_STATE_CONNECTING);
}

static void
test_a_job_can_be_forgotten_while_it_stops (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *id = queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_NORMAL);
  g_autofree char *copy = g_strdup (id);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_CONNECTING);
  queue_fixture_apply (fixture, id, BGD_EVENT_CANCEL);
  bgd_queue_remove (fixture->queue, copy, &error);
  g_assert_no_error (error);
  g_assert_null (bgd_queue_get_job (fixture->queue, copy, NULL));

  while (bgd_queue_is_busy (fixture->queue))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_comes_back_from_its_store (QueueFixture *fixture, gconstpointer data)
{
  const char *running = queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_HIGH);
  const char *suspended = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_LOW);
  const char *failed = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL);
  g_autofree char *running_id = g_strdup (running);
  g_autofree char *suspended_id = g_strdup (suspended);
  g_autofree char *failed_id = g_strdup (failed);

  queue_fixture_set_timeouts (fixture, failed, 5, 0);
  queue_fixture_apply (fixture, failed, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, failed, BG_JOB_STATE_ERROR);
  queue_fixture_apply (fixture, running, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, running, BG_JOB_STATE_CONNECTING);

  queue_fixture_close (fixture);
  queue_fixture_open (fixture);

  g_assert_cmpuint (bgd_queue_get_jobs (fixture->queue)->length, ==, 3);
  g_assert_cmpint (queue_fixture_get_job (fixture, suspended_id)->state, ==,
                   BG_JOB_STATE_SUSPENDED);
  g_assert_cmpint (queue_fixture_get_job (fixture, suspended_id)->priority, ==,
                   BG_JOB_PRIORITY_LOW);
  g_assert_cmpint (queue_fixture_get_job (fixture, failed_id)->state, ==, BG_JOB_STATE_ERROR);
  g_assert_cmpint (queue_fixture_get_job (fixture, failed_id)->failure.code, ==,
                   BG_ERROR_CONNECT_FAILURE);
  g_assert_cmpuint (queue_fixture_get_job (fixture, failed_id)->minimum_retry_delay, ==, 5);
  queue_fixture_wait (fixture, running_id, BG_JOB_STATE_CONNECTING);
}

static void
test_is_idle_with_nothing_to_do (QueueFixture *fixture, gconstpointer data)
{
  const char *id = queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_NORMAL);

  queue_fixture_settle ();
  g_assert_false (bgd_queue_is_busy (fixture->queue));
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  g_assert_true (bgd_queue_is_busy (fixture->queue));
  queue_fixture_wait (fixture, id, BG_JOB_STATE_CONNECTING);
  queue_fixture_apply (fixture, id, BGD_EVENT_SUSPEND);
  while (bgd_queue_is_busy (fixture->queue))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (fake_host_get_alarm (fixture->host), ==, 0);
}

static void
test_lost_secrets_are_named (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *const headers[] = { "Authorization: Bearer x", NULL };
  const BgdSettings settings = { .headers = headers };
  const char *id = queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_NORMAL);
  g_autofree char *copy = g_strdup (id);

  bgd_queue_set_properties (fixture->queue, id, &settings, &error);
  g_assert_no_error (error);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_CONNECTING);

  queue_fixture_close (fixture);
  queue_fixture_open (fixture);

  queue_fixture_wait (fixture, copy, BG_JOB_STATE_ERROR);
  g_assert_cmpint (queue_fixture_get_job (fixture, copy)->failure.code, ==,
                   BG_ERROR_CREDENTIALS_LOST);

  bgd_queue_set_properties (fixture->queue, copy, &settings, &error);
  g_assert_no_error (error);
  queue_fixture_apply (fixture, copy, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, copy, BG_JOB_STATE_CONNECTING);
}

/* Whoever hears of the failure finds the time of the next try. */
static void
on_modified (BgdQueue *queue, const char *id, gint64 *retry_at)
{
  const BgdJob *job = bgd_queue_get_job (queue, id, NULL);

  if (job != NULL && job->state == BG_JOB_STATE_TRANSIENT_ERROR)
    *retry_at = job->retry_at_real;
}

static void
test_the_next_try_is_told_with_the_failure (QueueFixture *fixture, gconstpointer data)
{
  const char *id = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL);
  gint64 retry_at = 0;

  g_signal_connect (fixture->queue, "modified", G_CALLBACK (on_modified), &retry_at);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_TRANSIENT_ERROR);
  g_assert_cmpint (retry_at, >, bgd_host_get_real (BGD_HOST (fixture->host)));
  g_signal_handlers_disconnect_by_data (fixture->queue, &retry_at);
}

static void
test_jobs_of_one_priority_take_turns (QueueFixture *fixture, gconstpointer data)
{
  const char *ids[5];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ids[i] = queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_NORMAL);
      queue_fixture_apply (fixture, ids[i], BGD_EVENT_RESUME);
      queue_fixture_settle ();
      fake_host_advance (fixture->host, SECOND);
    }
  for (guint i = 0; i < 4; i++)
    queue_fixture_wait (fixture, ids[i], BG_JOB_STATE_CONNECTING);
  queue_fixture_settle ();
  g_assert_cmpint (queue_fixture_get_job (fixture, ids[4])->state, ==, BG_JOB_STATE_QUEUED);

  /* The slice of the first one is over, and of no other. */
  fake_host_advance (fixture->host, (300 - (gint64) G_N_ELEMENTS (ids)) * SECOND);
  queue_fixture_wait (fixture, ids[4], BG_JOB_STATE_CONNECTING);
  queue_fixture_settle ();
  g_assert_cmpint (queue_fixture_get_job (fixture, ids[0])->state, ==, BG_JOB_STATE_QUEUED);
}

static void
test_an_open_header_does_not_hide_lost_secrets (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *const headers[] = { "X-Colour: blue", NULL };
  const BgdSettings settings = { .headers = headers };
  const char *id = queue_fixture_make_job (fixture, "http://user:password@127.0.0.1:1/file",
                                           BG_JOB_PRIORITY_NORMAL);
  g_autofree char *copy = g_strdup (id);

  bgd_queue_set_properties (fixture->queue, id, &settings, &error);
  g_assert_no_error (error);
  queue_fixture_close (fixture);
  queue_fixture_open (fixture);
  queue_fixture_apply (fixture, copy, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, copy, BG_JOB_STATE_ERROR);
  g_assert_cmpint (queue_fixture_get_job (fixture, copy)->failure.code, ==,
                   BG_ERROR_CREDENTIALS_LOST);
}

static void
test_many_jobs_can_be_removed (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  const BgdSettings settings = { .name = "job" };

  for (guint i = 0; i < 100; i++)
    g_ptr_array_add (ids, g_strdup (bgd_queue_create_job (fixture->queue, BG_JOB_TYPE_DOWNLOAD,
                                                          &settings, &error)));

  for (guint i = 0; i < ids->len; i += 2)
    {
      queue_fixture_apply (fixture, g_ptr_array_index (ids, i), BGD_EVENT_CANCEL);
      bgd_queue_remove (fixture->queue, g_ptr_array_index (ids, i), &error);
      g_assert_no_error (error);
    }

  queue_fixture_close (fixture);
  queue_fixture_open (fixture);
  g_assert_cmpuint (bgd_queue_get_jobs (fixture->queue)->length, ==, 50);
  for (guint i = 0; i < 50; i++)
    {
      const BgdJob *job = g_queue_peek_nth ((GQueue *) bgd_queue_get_jobs (fixture->queue), i);

      g_assert_cmpstr (job->id, ==, g_ptr_array_index (ids, 2 * i + 1));
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*function) (QueueFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/queue/retries-with-growing-waits", test_retries_with_growing_waits },
    { "/queue/resume-does-not-wait", test_resume_does_not_wait },
    { "/queue/gives-up-without-progress", test_gives_up_without_progress },
    { "/queue/a-delay-above-the-timeout-is-final", test_a_delay_above_the_timeout_is_final },
    { "/queue/the-network-wakes-all", test_the_network_wakes_all },
    { "/queue/a-higher-priority-takes-the-place", test_a_higher_priority_takes_the_place },
    { "/queue/suspend-and-resume-while-it-stops", test_suspend_and_resume_while_it_stops },
    { "/queue/a-job-can-be-forgotten-while-it-stops", test_a_job_can_be_forgotten_while_it_stops },
    { "/queue/comes-back-from-its-store", test_comes_back_from_its_store },
    { "/queue/is-idle-with-nothing-to-do", test_is_idle_with_nothing_to_do },
    { "/queue/lost-secrets-are-named", test_lost_secrets_are_named },
    { "/queue/the-next-try-is-told-with-the-failure", test_the_next_try_is_told_with_the_failure },
    { "/queue/jobs-of-one-priority-take-turns", test_jobs_of_one_priority_take_turns },
    { "/queue/an-open-header-does-not-hide-lost-secrets",
      test_an_open_header_does_not_hide_lost_secrets },
    { "/queue/many-jobs-can-be-removed", test_many_jobs_can_be_removed },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, QueueFixture, NULL, queue_fixture_set_up, tests[i].function,
                queue_fixture_tear_down);

  return g_test_run ();
}
