/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what people set for the service as a whole, with settings that are kept in memory. */
#include "config.h"

#include "bgd-preferences.h"

static void
on_changed (BgdPreferences *preferences, guint *count)
{
  (*count)++;
}

static GSettings *
open_settings (void)
{
  return g_settings_new (BGD_PREFERENCES_SCHEMA);
}

static void
reset (GSettings *settings)
{
  g_auto (GStrv) keys = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
}

static void
assert_defaults (BgdPreferences *preferences)
{
  g_assert_cmpuint (bgd_preferences_get_download_limit (preferences), ==, 0);
  g_assert_cmpuint (bgd_preferences_get_upload_limit (preferences), ==, 0);
  g_assert_true (bgd_preferences_get_system_proxy (preferences));
  g_assert_cmpuint (bgd_preferences_get_jobs_at_once (preferences), ==, 4);
  g_assert_cmpuint (bgd_preferences_get_connections_per_host (preferences), ==, 16);
  g_assert_true (bgd_preferences_get_save_origin (preferences));
  g_assert_true (bgd_preferences_get_notify_finished (preferences));
  g_assert_true (bgd_preferences_get_notify_failed (preferences));
  g_assert_true (bgd_preferences_get_polite (preferences));
  g_assert_cmpint (bgd_preferences_get_keep (preferences), ==, 0);
}

static void
test_defaults_are_those_of_the_schema (void)
{
  g_autoptr (BgdPreferences) preferences = bgd_preferences_new ();
  g_autoptr (GSettings) settings = open_settings ();

  reset (settings);
  assert_defaults (preferences);
  g_assert_cmpuint (g_settings_get_uint64 (settings, "download-limit"), ==, 0);
  g_assert_cmpuint (g_settings_get_uint (settings, "jobs-at-once"), ==, 4);
  g_assert_cmpuint (g_settings_get_uint (settings, "connections-per-host"), ==, 16);
  g_assert_true (g_settings_get_boolean (settings, "save-origin"));
}

static void
test_a_change_is_told_and_counts (void)
{
  g_autoptr (BgdPreferences) preferences = bgd_preferences_new ();
  g_autoptr (GSettings) settings = open_settings ();
  guint count = 0;

  reset (settings);
  assert_defaults (preferences);
  g_signal_connect (preferences, "changed", G_CALLBACK (on_changed), &count);

  g_assert_true (g_settings_set_uint64 (settings, "download-limit", G_MAXUINT64));
  g_assert_cmpuint (count, ==, 1);
  g_assert_true (g_settings_set_uint (settings, "jobs-at-once", 100));
  g_assert_true (g_settings_set_uint (settings, "connections-per-host", 1));
  g_assert_true (g_settings_set_boolean (settings, "save-origin", FALSE));
  g_assert_true (g_settings_set_boolean (settings, "polite", FALSE));
  g_assert_true (g_settings_set_uint64 (settings, "upload-limit", 1));
  g_assert_true (g_settings_set_boolean (settings, "system-proxy", FALSE));
  g_assert_cmpuint (count, ==, 7);

  g_assert_cmpuint (bgd_preferences_get_download_limit (preferences), ==, G_MAXUINT64);
  g_assert_cmpuint (bgd_preferences_get_jobs_at_once (preferences), ==, 100);
  g_assert_cmpuint (bgd_preferences_get_connections_per_host (preferences), ==, 1);
  g_assert_false (bgd_preferences_get_save_origin (preferences));
  g_assert_false (bgd_preferences_get_polite (preferences));
  g_assert_cmpuint (bgd_preferences_get_upload_limit (preferences), ==, 1);
  g_assert_false (bgd_preferences_get_system_proxy (preferences));

  reset (settings);
  assert_defaults (preferences);
}

/* What a new job is given is what a job has that was never furnished, until somebody sets it. */
static void
test_new_jobs_get_what_is_set (void)
{
  g_autoptr (BgdPreferences) preferences = bgd_preferences_new ();
  g_autoptr (GSettings) settings = open_settings ();
  g_autoptr (BgdJob) plain = bgd_job_new ("1", "plain", BG_JOB_TYPE_DOWNLOAD);
  g_autoptr (BgdJob) job = bgd_job_new ("2", "job", BG_JOB_TYPE_DOWNLOAD);

  reset (settings);
  bgd_preferences_furnish_job (preferences, job);
  g_assert_cmpuint (job->connections, ==, plain->connections);
  g_assert_cmpuint (job->minimum_retry_delay, ==, plain->minimum_retry_delay);
  g_assert_cmpuint (job->no_progress_timeout, ==, plain->no_progress_timeout);

  g_assert_true (g_settings_set_uint (settings, "connections", 3));
  g_assert_true (g_settings_set_uint (settings, "retry-delay", 30));
  g_assert_true (g_settings_set_uint (settings, "give-up-after", 0));
  bgd_preferences_furnish_job (preferences, job);
  g_assert_cmpuint (job->connections, ==, 3);
  g_assert_cmpuint (job->minimum_retry_delay, ==, 30);
  g_assert_cmpuint (job->no_progress_timeout, ==, 0);
  reset (settings);
}

static void
test_finished_jobs_are_kept_as_long_as_is_set (void)
{
  g_autoptr (BgdPreferences) preferences = bgd_preferences_new ();
  g_autoptr (GSettings) settings = open_settings ();

  reset (settings);
  g_assert_true (g_settings_set_string (settings, "remove-finished", "day"));
  g_assert_cmpint (bgd_preferences_get_keep (preferences), ==, G_TIME_SPAN_DAY);
  g_assert_true (g_settings_set_string (settings, "remove-finished", "week"));
  g_assert_cmpint (bgd_preferences_get_keep (preferences), ==, 7 * G_TIME_SPAN_DAY);
  reset (settings);
}

static void
test_nobody_can_set_what_makes_no_sense (void)
{
  g_autoptr (GSettings) settings = open_settings ();
  g_autoptr (GSettingsSchema) schema = NULL;
  static const struct
  {
    const char *key;
    guint value;
    gboolean fits;
  } rows[] = {
    { "jobs-at-once", 0, FALSE },
    { "jobs-at-once", 1, TRUE },
    { "jobs-at-once", 100, TRUE },
    { "jobs-at-once", 101, FALSE },
    { "connections-per-host", 0, FALSE },
    { "connections-per-host", 1, TRUE },
    { "connections-per-host", 64, TRUE },
    { "connections-per-host", 65, FALSE },
    { "connections", 32, TRUE },
    { "connections", 33, FALSE },
    { "retry-delay", 0, FALSE },
    { "retry-delay", 1, TRUE },
    { "timeout", 4, FALSE },
    { "timeout", 5, TRUE },
  };

  g_object_get (settings, "settings-schema", &schema, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, rows[i].key);
      g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_uint32 (rows[i].value));

      g_assert_cmpint (g_settings_schema_key_range_check (key, value), ==, rows[i].fits);
    }
}

static void
test_without_the_schema_the_defaults_count (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (BgdPreferences) preferences = NULL;

      g_setenv ("GSETTINGS_SCHEMA_DIR", "/nonexistent", TRUE);
      preferences = bgd_preferences_new ();
      assert_defaults (preferences);
      g_print ("defaults");
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*defaults*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/preferences/defaults-are-those-of-the-schema",
                   test_defaults_are_those_of_the_schema);
  g_test_add_func ("/preferences/a-change-is-told-and-counts", test_a_change_is_told_and_counts);
  g_test_add_func ("/preferences/new-jobs-get-what-is-set", test_new_jobs_get_what_is_set);
  g_test_add_func ("/preferences/finished-jobs-are-kept-as-long-as-is-set",
                   test_finished_jobs_are_kept_as_long_as_is_set);
  g_test_add_func ("/preferences/nobody-can-set-what-makes-no-sense",
                   test_nobody_can_set_what_makes_no_sense);
  g_test_add_func ("/preferences/without-the-schema-the-defaults-count",
                   test_without_the_schema_the_defaults_count);

  return g_test_run ();
}
