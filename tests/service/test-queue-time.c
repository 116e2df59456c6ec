/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long jobs may be on the way, with a clock turned by hand. */
#include "config.h"

#include "queue-fixture.h"

/* On the way for as long as nobody stops it. */
static char *
make_job (QueueFixture *fixture, guint32 seconds)
{
  const BgdSettings settings = { .maximum_time = &seconds };
  char *id =
      g_strdup (queue_fixture_make_job (fixture, fixture->silent_url, BG_JOB_PRIORITY_NORMAL));

  g_assert_true (bgd_queue_set_properties (fixture->queue, id, &settings, NULL));
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_CONNECTING);

  return id;
}

static BgJobState
state_after (QueueFixture *fixture, const char *id, gint64 seconds)
{
  queue_fixture_settle ();
  fake_host_advance (fixture->host, seconds * SECOND);
  queue_fixture_settle ();

  return queue_fixture_get_job (fixture, id)->state;
}

static void
test_a_job_fails_when_its_time_is_used_up (QueueFixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_job (fixture, 100);
  const BgdJob *job = queue_fixture_get_job (fixture, id);

  g_assert_cmpint (state_after (fixture, id, 99), ==, BG_JOB_STATE_CONNECTING);
  g_assert_cmpint (state_after (fixture, id, 1), ==, BG_JOB_STATE_ERROR);
  g_assert_cmpint (job->failure.code, ==, BG_ERROR_MAXIMUM_TIME);
  g_assert_cmpuint (bg_error_to_bits (job->failure.code, 0), ==, 0x80200054);
  g_assert_cmpuint (job->error_count, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->log, 0), ==, "error");
}

static void
test_what_is_not_on_the_way_takes_no_time (QueueFixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_job (fixture, 100);
  BgdJob *job = queue_fixture_get_job (fixture, id);

  g_assert_cmpint (state_after (fixture, id, 60), ==, BG_JOB_STATE_CONNECTING);
  queue_fixture_apply (fixture, id, BGD_EVENT_SUSPEND);
  g_assert_cmpint (state_after (fixture, id, 1000), ==, BG_JOB_STATE_SUSPENDED);
  g_assert_cmpint (job->time_used, ==, 60 * SECOND);
}

static void
test_resume_begins_anew (QueueFixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_job (fixture, 100);

  g_assert_cmpint (state_after (fixture, id, 60), ==, BG_JOB_STATE_CONNECTING);
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  g_assert_cmpint (state_after (fixture, id, 60), ==, BG_JOB_STATE_CONNECTING);
  g_assert_cmpint (state_after (fixture, id, 40), ==, BG_JOB_STATE_ERROR);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_CONNECTING);
  g_assert_cmpint (state_after (fixture, id, 99), ==, BG_JOB_STATE_CONNECTING);
}

static void
test_time_is_counted_over_restarts (QueueFixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_job (fixture, 100);

  g_assert_cmpint (state_after (fixture, id, 60), ==, BG_JOB_STATE_CONNECTING);
  queue_fixture_close (fixture);
  fake_host_advance (fixture->host, 1000 * SECOND);
  queue_fixture_open (fixture);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_CONNECTING);
  g_assert_cmpint (state_after (fixture, id, 39), ==, BG_JOB_STATE_CONNECTING);
  g_assert_cmpint (state_after (fixture, id, 1), ==, BG_JOB_STATE_ERROR);
}

static void
test_a_new_limit_counts_at_once (QueueFixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_job (fixture, 0);
  guint32 seconds = 1000;
  const BgdSettings settings = { .maximum_time = &seconds };

  g_assert_cmpint (state_after (fixture, id, 999), ==, BG_JOB_STATE_CONNECTING);
  g_assert_true (bgd_queue_set_properties (fixture->queue, id, &settings, NULL));
  g_assert_cmpint (state_after (fixture, id, 0), ==, BG_JOB_STATE_CONNECTING);
  g_assert_cmpint (state_after (fixture, id, 1), ==, BG_JOB_STATE_ERROR);
}

static void
test_the_usual_limit_is_ninety_days (QueueFixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_job (fixture, BGD_DEFAULT_MAXIMUM_TIME);

  g_assert_cmpint (state_after (fixture, id, 90 * 24 * 60 * 60 - 1), ==, BG_JOB_STATE_CONNECTING);
  g_assert_cmpint (state_after (fixture, id, 1), ==, BG_JOB_STATE_ERROR);
}

static void
add_test (const char *name, void (*test) (QueueFixture *, gconstpointer))
{
  g_test_add (name, QueueFixture, NULL, queue_fixture_set_up, test, queue_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add_test ("/queue-time/a-job-fails-when-its-time-is-used-up",
            test_a_job_fails_when_its_time_is_used_up);
  add_test ("/queue-time/what-is-not-on-the-way-takes-no-time",
            test_what_is_not_on_the_way_takes_no_time);
  add_test ("/queue-time/resume-begins-anew", test_resume_begins_anew);
  add_test ("/queue-time/time-is-counted-over-restarts", test_time_is_counted_over_restarts);
  add_test ("/queue-time/a-new-limit-counts-at-once", test_a_new_limit_counts_at_once);
  add_test ("/queue-time/the-usual-limit-is-ninety-days", test_the_usual_limit_is_ninety_days);

  return g_test_run ();
}
