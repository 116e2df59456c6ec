/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finished jobs leave the queue when people want that, with a clock turned by hand. */
#include "config.h"

#include "bgd-preferences.h"
#include "fake-server.h"
#include "queue-fixture.h"

static char *
make_finished_job (QueueFixture *fixture)
{
  const FakeAnswer answer = { .size = 10 };
  const gboolean yes = TRUE;
  const BgdSettings settings = { .auto_complete = &yes };
  g_autoptr (FakeServer) server = fake_server_new (&answer);
  g_autofree char *url = fake_server_get_url (server, "/a");
  char *id = g_strdup (queue_fixture_make_job (fixture, url, BG_JOB_PRIORITY_NORMAL));

  g_assert_true (bgd_queue_set_properties (fixture->queue, id, &settings, NULL));
  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);
  queue_fixture_wait (fixture, id, BG_JOB_STATE_ACKNOWLEDGED);
  queue_fixture_settle ();

  return id;
}

static gboolean
is_there (QueueFixture *fixture, const char *id)
{
  queue_fixture_settle ();
  return bgd_queue_get_job (fixture->queue, id, NULL) != NULL;
}

static void
keep (const char *how_long)
{
  g_autoptr (GSettings) settings = g_settings_new (BGD_PREFERENCES_SCHEMA);

  if (how_long != NULL)
    g_assert_true (g_settings_set_string (settings, "remove-finished", how_long));
  else
    g_settings_reset (settings, "remove-finished");
}

static void
test_a_finished_job_stays_until_its_day_is_over (QueueFixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_finished_job (fixture);
  gint64 finished = queue_fixture_get_job (fixture, id)->modified;

  fake_host_set_real (fixture->host, finished + G_TIME_SPAN_DAY - 1);
  keep ("day");
  g_assert_true (is_there (fixture, id));

  fake_host_set_real (fixture->host, finished + G_TIME_SPAN_DAY);
  keep ("week");
  g_assert_true (is_there (fixture, id));
  keep ("day");
  g_assert_false (is_there (fixture, id));
  keep (NULL);
}

static void
test_the_next_service_removes_what_is_over (QueueFixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_finished_job (fixture);
  gint64 finished = queue_fixture_get_job (fixture, id)->modified;

  keep ("week");
  g_assert_true (is_there (fixture, id));
  queue_fixture_close (fixture);
  fake_host_set_real (fixture->host, finished + 7 * G_TIME_SPAN_DAY);
  queue_fixture_open (fixture);
  g_assert_false (is_there (fixture, id));
  keep (NULL);
}

static void
test_it_waits_with_no_alarm (QueueFixture *fixture, gconstpointer data)
{
  g_autofree char *id = make_finished_job (fixture);

  keep ("day");
  g_assert_true (is_there (fixture, id));
  g_assert_cmpint (fake_host_get_alarm (fixture->host), ==, 0);
  keep (NULL);
}

/* Only what is in its place is finished: a job that waits for its owner is not. */
static void
test_nothing_else_leaves (QueueFixture *fixture, gconstpointer data)
{
  const char *id = queue_fixture_make_job (fixture, REFUSING, BG_JOB_PRIORITY_NORMAL);

  fake_host_set_real (fixture->host,
                      queue_fixture_get_job (fixture, id)->modified + 30 * G_TIME_SPAN_DAY);
  keep ("day");
  g_assert_true (is_there (fixture, id));
  keep (NULL);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*function) (QueueFixture *fixture, gconstpointer data);
  } tests[] = {
    { "a-finished-job-stays-until-its-day-is-over",
      test_a_finished_job_stays_until_its_day_is_over },
    { "the-next-service-removes-what-is-over", test_the_next_service_removes_what_is_over },
    { "it-waits-with-no-alarm", test_it_waits_with_no_alarm },
    { "nothing-else-leaves", test_nothing_else_leaves },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/queue-expiry/%s", tests[i].name);

      g_test_add (path, QueueFixture, NULL, queue_fixture_set_up, tests[i].function,
                  queue_fixture_tear_down);
    }

  return g_test_run ();
}
