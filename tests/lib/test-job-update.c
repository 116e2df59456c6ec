/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From answers of the service to the properties of a job. */
#include "config.h"

#include "bg-job-private.h"
#include "bg-manager-private.h"
#include "fake-answer.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
test_properties_are_what_the_service_says (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  BgJob *job;
  Answer answer;

  answer_init (&answer);
  answer_add (&answer, "x", BG_JOB_STATE_TRANSIENT_ERROR, 7,
              "{'name': <'n'>, 'description': <'d'>, 'priority': <uint32 0>, 'owner': <'org.x.Y'>,"
              " 'auto-complete': <true>, 'minimum-retry-delay': <uint32 20>,"
              " 'no-progress-timeout': <uint32 30>, 'maximum-download-time': <uint32 31>, "
              "'maximum-download-size': <uint64 5000000001>, 'dynamic-content': <true>,"
              " 'http-method': <'POST'>,"
              " 'connections': <uint32 4>, 'speed-limit': "
              "<uint64 5000000000>, 'type': <uint32 1>, 'notify-flags': <uint32 18>,"
              " 'notify-action': <('org.example.App', 'do')>,"
              " 'created': <int64 1500000>, 'modified': <int64 2000000>, 'finished': <int64 0>,"
              " 'error-count': <uint32 3>, 'retry-at': <int64 4000001>,"
              " 'waits-for': <uint32 10>, 'waits-until': <int64 4000002>,"
              " 'address': <'https://h/f'>, 'directory': <b'/t\\374r'>, 'a key of tomorrow': <1>,"
              " 'error': <(uint32 23, uint32 6, uint32 4294967295, '', uint32 0, uint32 0, 'm')>}");
  answer_give (&answer, manager, 0, 1, TRUE);
  job = bg_manager_get_job (manager, "x");

  g_assert_cmpstr (bg_job_get_name (job), ==, "n");
  g_assert_cmpstr (bg_job_get_description (job), ==, "d");
  g_assert_cmpstr (bg_job_get_owner (job), ==, "org.x.Y");
  g_assert_cmpint (bg_job_get_priority (job), ==, BG_JOB_PRIORITY_FOREGROUND);
  g_assert_true (bg_job_get_auto_complete (job));
  g_assert_cmpuint (bg_job_get_minimum_retry_delay (job), ==, 20);
  g_assert_cmpuint (bg_job_get_no_progress_timeout (job), ==, 30);
  g_assert_cmpuint (bg_job_get_maximum_download_time (job), ==, 31);
  g_assert_cmpuint (bg_job_get_maximum_download_size (job), ==, 5000000001);
  g_assert_cmpstr (bg_job_get_http_method (job), ==, "POST");
  g_assert_true (bg_job_get_dynamic_content (job));
  g_assert_cmpuint (bg_job_get_connections (job), ==, 4);
  g_assert_cmpuint (bg_job_get_speed_limit (job), ==, 5000000000);
  g_assert_cmpint (bg_job_get_job_type (job), ==, BG_JOB_TYPE_UPLOAD);
  g_assert_cmpint (bg_job_get_notify_flags (job), ==,
                   BG_NOTIFY_JOB_ERROR | BG_NOTIFY_FILE_TRANSFERRED);
  g_assert_cmpstr (bg_job_get_notify_application (job), ==, "org.example.App");
  g_assert_cmpstr (bg_job_get_notify_action (job), ==, "do");
  g_assert_cmpint (g_date_time_to_unix (bg_job_get_created (job)), ==, 1);
  g_assert_cmpint (g_date_time_get_microsecond (bg_job_get_created (job)), ==, 500000);
  g_assert_cmpint (g_date_time_to_unix (bg_job_get_modified (job)), ==, 2);
  g_assert_null (bg_job_get_finished (job));
  g_assert_cmpint (g_date_time_get_microsecond (bg_job_get_retry_at (job)), ==, 1);
  g_assert_cmpint (bg_job_get_wait_reason (job), ==, BG_WAIT_POLICY);
  g_assert_cmpint (g_date_time_get_microsecond (bg_job_get_wait_until (job)), ==, 2);
  g_assert_cmpuint (bg_job_get_error_count (job), ==, 3);
  g_assert_cmpstr (bg_job_get_address (job), ==, "https://h/f");
  g_assert_cmpstr (bg_job_get_directory (job), ==, "/t\374r");
  g_assert_cmpint (bg_job_get_error (job)->code, ==, BG_ERROR_TIMED_OUT);
  g_assert_cmpint (bg_job_get_state (job), ==, BG_JOB_STATE_TRANSIENT_ERROR);
}

static void
count_notify (BgJob *job, GParamSpec *property, guint *count)
{
  (*count)++;
}

static void
give_connection (BgManager *manager, guint64 serial, const char *properties)
{
  Answer answer;

  answer_init (&answer);
  answer_add (&answer, "x", BG_JOB_STATE_SUSPENDED, 0, properties);
  answer_give (&answer, manager, serial, serial + 1, serial == 0);
}

static void
test_how_to_get_to_servers_is_told_and_notified (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  guint count = 0;
  BgJob *job;

  give_connection (manager, 0, "{'name': <'n'>}");
  job = bg_manager_get_job (manager, "x");
  g_assert_cmpstr (bg_job_get_proxy (job), ==, "system");
  g_assert_null (bg_job_get_proxy_bypass (job)[0]);

  g_signal_connect (job, "notify", G_CALLBACK (count_notify), &count);
  for (guint i = 1; i < 3; i++)
    give_connection (manager, i,
                     "{'name': <'n'>, 'proxy': <'http://a:1'>, 'proxy-bypass': <['b', '*.c']>,"
                     " 'ca-file': <b'/\\374.pem'>, 'client-certificate': <b'pkcs11:a'>,"
                     " 'security-flags': <uint32 6>}");
  g_assert_cmpstr (bg_job_get_ca_file (job), ==, "/\374.pem");
  g_assert_cmpstr (bg_job_get_client_certificate (job), ==, "pkcs11:a");
  g_assert_cmpuint (bg_job_get_security_flags (job), ==,
                    BG_SECURITY_IGNORE_HOST | BG_SECURITY_IGNORE_DATE);
  g_assert_cmpstr (bg_job_get_proxy (job), ==, "http://a:1");
  g_assert_cmpstr (bg_job_get_proxy_bypass (job)[1], ==, "*.c");
  g_assert_cmpuint (count, ==, 5);

  give_connection (manager, 3, "{'name': <'n'>}");
  g_assert_cmpstr (bg_job_get_proxy (job), ==, "system");
  g_assert_null (bg_job_get_proxy_bypass (job)[0]);
  g_assert_cmpuint (count, ==, 10);
  g_assert_null (bg_job_get_ca_file (job));
  g_assert_null (bg_job_get_client_certificate (job));
  g_assert_cmpuint (bg_job_get_security_flags (job), ==, BG_SECURITY_DEFAULT);
}

static void
test_missing_keys_have_their_defaults (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  BgJob *job;
  Answer answer;

  answer_init (&answer);
  answer_add (&answer, "x", BG_JOB_STATE_SUSPENDED, 0,
              "{'name': <'n'>, 'description': <'d'>, 'priority': <uint32 0>,"
              " 'auto-complete': <true>, 'minimum-retry-delay': <uint32 20>,"
              " 'error': <(uint32 23, uint32 6, uint32 4294967295, '', uint32 0, uint32 0, 'm')>}");
  answer_give (&answer, manager, 0, 1, TRUE);
  answer_init (&answer);
  answer_add (&answer, "x", BG_JOB_STATE_SUSPENDED, 0, "{'name': <'n'>}");
  answer_give (&answer, manager, 1, 2, FALSE);
  job = bg_manager_get_job (manager, "x");

  g_assert_cmpstr (bg_job_get_description (job), ==, "");
  g_assert_cmpstr (bg_job_get_owner (job), ==, "");
  g_assert_cmpint (bg_job_get_priority (job), ==, BG_JOB_PRIORITY_NORMAL);
  g_assert_false (bg_job_get_auto_complete (job));
  g_assert_cmpuint (bg_job_get_minimum_retry_delay (job), ==, 10);
  g_assert_cmpuint (bg_job_get_no_progress_timeout (job), ==, 1209600);
  g_assert_cmpuint (bg_job_get_maximum_download_time (job), ==, 7776000);
  g_assert_cmpuint (bg_job_get_maximum_download_size (job), ==, 0);
  g_assert_null (bg_job_get_http_method (job));
  g_assert_false (bg_job_get_dynamic_content (job));
  g_assert_null (bg_job_get_address (job));
  g_assert_null (bg_job_get_directory (job));
  g_assert_null (bg_job_get_error (job));
  g_assert_cmpint (bg_job_get_wait_reason (job), ==, BG_WAIT_NONE);
  g_assert_null (bg_job_get_wait_until (job));
}

static void
test_only_what_changed_notifies (void)
{
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  BgJobProgress progress;
  BgJob *job;
  Answer answer;

  give_jobs (manager, 1, BG_JOB_STATE_QUEUED);
  job = bg_manager_get_job (manager, "000000");
  g_signal_connect (job, "notify", G_CALLBACK (log_notify), log);

  give_change (manager, "000000", BG_JOB_STATE_QUEUED, 0);
  assert_log (log, "");

  give_change (manager, "000000", BG_JOB_STATE_QUEUED, 10);
  assert_log (log, "progress ");
  bg_job_get_progress (job, &progress);
  g_assert_cmpuint (progress.bytes_transferred, ==, 10);
  g_assert_cmpstr (bg_job_get_name (job), ==, "job 1");

  give_change (manager, "000000", BG_JOB_STATE_CONNECTING, 10);
  assert_log (log, "state ");

  answer_init (&answer);
  answer_add (&answer, "000000", BG_JOB_STATE_CONNECTING, 10,
              "{'name': <'other'>, 'created': <int64 1000000>}");
  answer_give_next (&answer, manager);
  assert_log (log, "name ");
}

static BgJob *
new_transferring_job (guint64 bytes)
{
  const BgJobProgress progress = { 10000, bytes, 1, 0 };
  g_autoptr (GVariant) nothing = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  g_autoptr (BgManager) manager = g_object_new (BG_TYPE_MANAGER, NULL);
  BgJob *job = bg_job_new (manager->box, "x");

  bg_job_update (job, BG_JOB_STATE_TRANSFERRING, &progress, nothing);

  return job;
}

static void
change_job (BgJob *job, BgJobState state, guint64 bytes)
{
  const BgJobProgress progress = { 10000, bytes, 1, 0 };
  g_autoptr (GVariant) nothing = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));

  bg_job_update (job, state, &progress, nothing);
}

static void
test_speed_comes_from_successive_answers (void)
{
  g_autoptr (BgJob) job = new_transferring_job (5000);

  bg_job_measure (job, 0);
  g_assert_cmpuint (bg_job_get_speed (job), ==, 0);
  g_assert_cmpint (bg_job_get_seconds_left (job), ==, -1);

  change_job (job, BG_JOB_STATE_TRANSFERRING, 6000);
  bg_job_measure (job, 2 * SECOND);
  g_assert_cmpuint (bg_job_get_speed (job), ==, 500);
  g_assert_cmpint (bg_job_get_seconds_left (job), ==, 8);

  /* The service says nothing of a job for which no byte came. */
  bg_job_measure (job, 4 * SECOND);
  g_assert_cmpuint (bg_job_get_speed (job), ==, 250);
}

static void
test_speed_ends_with_the_transfer (void)
{
  g_autoptr (BgJob) job = new_transferring_job (5000);

  bg_job_measure (job, 0);
  change_job (job, BG_JOB_STATE_TRANSFERRING, 6000);
  bg_job_measure (job, 2 * SECOND);
  change_job (job, BG_JOB_STATE_SUSPENDED, 6000);
  g_assert_cmpuint (bg_job_get_speed (job), ==, 0);
  g_assert_cmpint (bg_job_get_seconds_left (job), ==, -1);

  /* What was before the pause is forgotten. */
  change_job (job, BG_JOB_STATE_TRANSFERRING, 6000);
  bg_job_measure (job, 100 * SECOND);
  g_assert_cmpuint (bg_job_get_speed (job), ==, 0);
}

static void
test_job_without_its_manager_says_so (void)
{
  BgManager *manager = g_object_new (BG_TYPE_MANAGER, NULL);
  g_autoptr (BgJob) job = NULL;
  g_autoptr (GError) error = NULL;

  give_jobs (manager, 1, BG_JOB_STATE_SUSPENDED);
  job = g_object_ref (bg_manager_get_job (manager, "000000"));
  g_assert_finalize_object (manager);

  g_assert_false (bg_job_resume_sync (job, NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_SERVICE_UNAVAILABLE);
}

#define ADD(name, function) g_test_add_func ("/job-update/" name, test_##function)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("properties-are-what-the-service-says", properties_are_what_the_service_says);
  ADD ("how-to-get-to-servers-is-told-and-notified", how_to_get_to_servers_is_told_and_notified);
  ADD ("missing-keys-have-their-defaults", missing_keys_have_their_defaults);
  ADD ("only-what-changed-notifies", only_what_changed_notifies);
  ADD ("speed-comes-from-successive-answers", speed_comes_from_successive_answers);
  ADD ("speed-ends-with-the-transfer", speed_ends_with_the_transfer);
  ADD ("job-without-its-manager-says-so", job_without_its_manager_says_so);

  return g_test_run ();
}
