/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the queue in a world that speaks against transfers. */
#include "config.h"

#include "bgd-preferences.h"
#include "queue-fixture.h"

static const BgdConditions good = { .is_in_hours = TRUE };
static const BgdConditions metered = { .is_metered = TRUE, .is_in_hours = TRUE };
static const BgdConditions saving = { .is_power_saver = TRUE, .is_in_hours = TRUE };

static void
set_up (QueueFixture *fixture, gconstpointer data)
{
  queue_fixture_set_up (fixture, data);
}

static void
tear_down (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (BGD_PREFERENCES_SCHEMA);

  g_settings_reset (settings, "hours");
  g_settings_reset (settings, "metered-downloads");
  g_settings_reset (settings, "power-saver-downloads");
  queue_fixture_tear_down (fixture, data);
}

static const char *
start (QueueFixture *fixture, BgJobPriority priority)
{
  const char *id = queue_fixture_make_job (fixture, fixture->silent_url, priority);

  queue_fixture_apply (fixture, id, BGD_EVENT_RESUME);

  return id;
}

static void
assert_state (QueueFixture *fixture, const char *id, BgJobState state)
{
  queue_fixture_settle ();
  g_assert_cmpint (queue_fixture_get_job (fixture, id)->state, ==, state);
}

static void
assert_waits (QueueFixture *fixture, const char *id, BgWaitReason reason, gint64 until)
{
  const BgdJob *job = queue_fixture_get_job (fixture, id);

  g_assert_cmpint (job->waits_for, ==, reason);
  g_assert_cmpint (job->held_until, ==, until);
}

static void
test_a_metered_network_holds_the_background (QueueFixture *fixture, gconstpointer data)
{
  const char *background = start (fixture, BG_JOB_PRIORITY_NORMAL);
  const char *foreground = start (fixture, BG_JOB_PRIORITY_FOREGROUND);

  queue_fixture_wait (fixture, background, BG_JOB_STATE_CONNECTING);
  queue_fixture_wait (fixture, foreground, BG_JOB_STATE_CONNECTING);

  fake_host_set_conditions (fixture->host, &metered);
  queue_fixture_wait (fixture, background, BG_JOB_STATE_QUEUED);
  assert_state (fixture, foreground, BG_JOB_STATE_CONNECTING);
  assert_waits (fixture, background, BG_WAIT_METERED, 0);
  assert_waits (fixture, foreground, BG_WAIT_NONE, 0);

  fake_host_set_conditions (fixture->host, &good);
  queue_fixture_wait (fixture, background, BG_JOB_STATE_CONNECTING);
}

static void
test_settings_say_whom (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (BGD_PREFERENCES_SCHEMA);
  const char *background = start (fixture, BG_JOB_PRIORITY_NORMAL);
  const char *foreground = start (fixture, BG_JOB_PRIORITY_FOREGROUND);

  fake_host_set_conditions (fixture->host, &metered);
  queue_fixture_wait (fixture, foreground, BG_JOB_STATE_CONNECTING);
  assert_state (fixture, background, BG_JOB_STATE_QUEUED);

  g_settings_set_string (settings, "metered-downloads", "all");
  queue_fixture_wait (fixture, background, BG_JOB_STATE_CONNECTING);

  g_settings_set_string (settings, "metered-downloads", "nobody");
  queue_fixture_wait (fixture, background, BG_JOB_STATE_QUEUED);
  queue_fixture_wait (fixture, foreground, BG_JOB_STATE_QUEUED);
}

static void
test_saving_power_holds_only_if_asked (QueueFixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (BGD_PREFERENCES_SCHEMA);
  const char *background = start (fixture, BG_JOB_PRIORITY_HIGH);

  fake_host_set_conditions (fixture->host, &saving);
  queue_fixture_wait (fixture, background, BG_JOB_STATE_CONNECTING);

  g_settings_set_string (settings, "power-saver-downloads", "foreground");
  queue_fixture_wait (fixture, background, BG_JOB_STATE_QUEUED);
}

/* The world of the fixture begins on a Tuesday at 16:53:20 UTC. */
static void
test_hours_come_and_go (QueueFixture *fixture, gconstpointer data)
{
  static const char *const evening[] = { "mon-fri 22:00-6:00", NULL };
  g_autoptr (GSettings) settings = g_settings_new (BGD_PREFERENCES_SCHEMA);
  const char *background, *foreground;

  g_settings_set_strv (settings, "hours", evening);
  background = start (fixture, BG_JOB_PRIORITY_NORMAL);
  foreground = start (fixture, BG_JOB_PRIORITY_FOREGROUND);
  queue_fixture_wait (fixture, foreground, BG_JOB_STATE_CONNECTING);
  assert_state (fixture, background, BG_JOB_STATE_QUEUED);

  fake_host_advance (fixture->host, (gint64) (5 * 3600 + 6 * 60 + 39) * SECOND);
  assert_state (fixture, background, BG_JOB_STATE_QUEUED);
  assert_waits (fixture, background, BG_WAIT_SCHEDULE,
                bgd_host_get_real (BGD_HOST (fixture->host)) + SECOND);
  fake_host_advance (fixture->host, SECOND);
  queue_fixture_wait (fixture, background, BG_JOB_STATE_CONNECTING);

  fake_host_advance (fixture->host, (gint64) 8 * 3600 * SECOND);
  queue_fixture_wait (fixture, background, BG_JOB_STATE_QUEUED);
}

static void
test_nonsense_holds_nobody (QueueFixture *fixture, gconstpointer data)
{
  static const char *const nonsense[] = { "at night", NULL };
  g_autoptr (GSettings) settings = g_settings_new (BGD_PREFERENCES_SCHEMA);
  const char *background = NULL;

  g_test_expect_message ("bgd", G_LOG_LEVEL_WARNING, "*hours*at night*");
  g_settings_set_strv (settings, "hours", nonsense);
  g_test_assert_expected_messages ();

  background = start (fixture, BG_JOB_PRIORITY_NORMAL);
  queue_fixture_wait (fixture, background, BG_JOB_STATE_CONNECTING);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/queue-policy/" path, QueueFixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  ADD ("metered", test_a_metered_network_holds_the_background);
  ADD ("settings", test_settings_say_whom);
  ADD ("power", test_saving_power_holds_only_if_asked);
  ADD ("hours", test_hours_come_and_go);
  ADD ("nonsense", test_nonsense_holds_nobody);

  return g_test_run ();
}
