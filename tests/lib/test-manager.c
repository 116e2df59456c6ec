/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BgManager and the real service: coming and going, the poll, signals, errors. */
#include "config.h"

#include <signal.h>

#include "manager-fixture.h"

static void
test_only_a_call_starts_the_service (ManagerFixture *self, gconstpointer data)
{
  g_assert_cmpint (bus_fixture_get_service_pid (&self->bus), ==, 0);
  manager_fixture_refresh (self);
  g_assert_cmpint (bus_fixture_get_service_pid (&self->bus), !=, 0);
  g_assert_cmpuint (manager_fixture_count_jobs (self), ==, 0);
}

static void
test_new_job_is_in_the_list (ManagerFixture *self, gconstpointer data)
{
  GVariantDict settings = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (BgJob) job = NULL;
  g_autoptr (BgJob) listed = NULL;
  g_autoptr (GError) error = NULL;

  g_variant_dict_insert (&settings, "auto-complete", "b", TRUE);
  g_variant_dict_insert (&settings, "priority", "u", BG_JOB_PRIORITY_LOW);
  job = bg_manager_create_job_sync (self->manager, "a name", BG_JOB_TYPE_DOWNLOAD,
                                    g_variant_dict_end (&settings), NULL, &error);
  listed = g_list_model_get_item (G_LIST_MODEL (self->manager), 0);

  g_assert_no_error (error);
  g_assert_true (job == listed);
  g_assert_true (bg_manager_get_job (self->manager, bg_job_get_id (job)) == job);
  g_assert_cmpstr (bg_job_get_name (job), ==, "a name");
  g_assert_cmpint (bg_job_get_state (job), ==, BG_JOB_STATE_SUSPENDED);
  g_assert_cmpint (bg_job_get_priority (job), ==, BG_JOB_PRIORITY_LOW);
  g_assert_true (bg_job_get_auto_complete (job));
  g_assert_nonnull (bg_job_get_created (job));
}

static void
test_service_that_left_is_started_again (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "kept");
  g_autoptr (BgManager) manager = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* This one has seen the service, and no main loop runs in which it could see it leave. */
  manager = bg_manager_new_sync (NULL, &error);
  g_assert_no_error (error);
  bus_fixture_end_service (&self->bus, SIGTERM);
  g_assert_true (bg_manager_refresh_sync (manager, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (bg_manager_get_job (manager, bg_job_get_id (job)));

  bus_fixture_end_service (&self->bus, SIGKILL);
  bg_manager_refresh_async (manager, NULL, keep_result, &result);
  wait_for (&result);
  g_assert_true (bg_manager_refresh_finish (manager, result, &error));
  g_assert_no_error (error);
}

static void
test_good_policy_is_no_problem (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (bg_manager_find_policy_problem_sync (self->manager, NULL, &error));
  g_assert_no_error (error);
  bg_manager_find_policy_problem_async (self->manager, NULL, keep_result, &result);
  wait_for (&result);
  g_assert_null (bg_manager_find_policy_problem_finish (self->manager, result, &error));
  g_assert_no_error (error);
}

static void
test_failed_call_is_an_error_of_ours (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "job");
  g_autoptr (BgJob) upload = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (bg_job_set_properties_sync (job, g_variant_new_parsed ("{'no such key': <1>}"),
                                              NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
  g_assert_null (strstr (error->message, "GDBus"));
  g_clear_error (&error);

  upload = bg_manager_create_job_sync (self->manager, "up", (BgJobType) 3, NULL, NULL, &error);
  g_assert_error (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED);
  g_assert_null (upload);
}

static void
test_many_jobs_take_one_call (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) empty = manager_fixture_create_job (self, "empty");
  g_autoptr (BgJob) full = manager_fixture_create_job (self, "full");
  const char *ids[] = { bg_job_get_id (empty), bg_job_get_id (full), "no such job", NULL };
  g_autoptr (GHashTable) refused = NULL;
  g_autoptr (GVariant) described = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *message;
  guint32 code;

  manager_fixture_add_file (self, full, NOWHERE);
  bg_manager_apply_async (self->manager, BG_VERB_RESUME, ids, NULL, keep_result, &result);
  wait_for (&result);
  g_assert_true (bg_manager_apply_finish (self->manager, result, &refused, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (refused), ==, 2);
  g_assert_error ((GError *) g_hash_table_lookup (refused, ids[0]), BG_ERROR, BG_ERROR_EMPTY);
  g_assert_error ((GError *) g_hash_table_lookup (refused, ids[2]), BG_ERROR, BG_ERROR_NOT_FOUND);
  g_assert_cmpint (bg_job_get_state (full), !=, BG_JOB_STATE_SUSPENDED);

  g_assert_true (
      bg_manager_apply_variant_sync (self->manager, BG_VERB_REMOVE, ids, &described, NULL, &error));
  g_assert_cmpuint (g_variant_n_children (described), ==, 3);
  g_assert_true (g_variant_lookup (described, ids[1], "(u&s)", &code, &message));
  g_assert_cmpuint (code, ==, BG_ERROR_INVALID_STATE);
}

static GDBusMessage *
count_refreshes (GDBusConnection *connection,
                 GDBusMessage *message,
                 gboolean incoming,
                 gpointer user_data)
{
  if (!incoming && g_strcmp0 (g_dbus_message_get_member (message), "Poll") == 0)
    g_atomic_int_inc ((int *) user_data);

  return message;
}

static void
test_refreshes_at_the_same_time_share_one_call (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GAsyncResult) one = NULL;
  g_autoptr (GAsyncResult) other = NULL;
  g_autoptr (GAsyncResult) later = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  int n_calls = 0;
  guint filter = g_dbus_connection_add_filter (connection, count_refreshes, &n_calls, NULL);

  bg_manager_refresh_async (self->manager, cancellable, keep_result, &one);
  bg_manager_refresh_async (self->manager, NULL, keep_result, &other);
  g_cancellable_cancel (cancellable);
  wait_for (&one);
  wait_for (&other);
  g_assert_cmpint (n_calls, ==, 1);

  /* Who gives up does so alone. */
  g_assert_false (bg_manager_refresh_finish (self->manager, one, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (bg_manager_refresh_finish (self->manager, other, &error));
  g_assert_no_error (error);

  bg_manager_refresh_async (self->manager, NULL, keep_result, &later);
  wait_for (&later);
  g_assert_cmpint (n_calls, ==, 2);
  g_dbus_connection_remove_filter (connection, filter);
}

static void
count_signal (BgManager *manager, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_change_by_somebody_else_is_signalled (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgManager) other = NULL;
  g_autoptr (BgJob) job = NULL;
  g_autoptr (GError) error = NULL;
  guint n_signals = 0;

  g_signal_connect (self->manager, "job-modified", G_CALLBACK (count_signal), &n_signals);
  other = bg_manager_new_sync (NULL, &error);
  job = bg_manager_create_job_sync (other, "job", BG_JOB_TYPE_DOWNLOAD, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (job);

  while (n_signals == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (manager_fixture_count_jobs (self), ==, 0);
  manager_fixture_refresh (self);
  g_assert_cmpuint (manager_fixture_count_jobs (self), ==, 1);
}

static void
keep_job (BgManager *manager, BgJob *job, gpointer user_data)
{
  g_set_object ((BgJob **) user_data, job);
}

static void
test_error_of_an_unknown_job_is_signalled (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgManager) other = NULL;
  g_autoptr (BgJob) job = NULL;
  g_autoptr (BgJob) failed = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (self->manager, "job-error", G_CALLBACK (keep_job), &failed);
  other = bg_manager_new_sync (NULL, &error);

  /* Without patience the first error is final. */
  job = bg_manager_create_job_sync (other, "job", BG_JOB_TYPE_DOWNLOAD,
                                    g_variant_new_parsed ("{'no-progress-timeout': <uint32 0>}"),
                                    NULL, &error);
  manager_fixture_add_file (self, job, NOWHERE);
  g_assert_true (bg_job_resume_sync (job, NULL, &error));
  g_assert_no_error (error);

  while (failed == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (bg_job_get_id (failed), ==, bg_job_get_id (job));
  g_assert_true (failed == bg_manager_get_job (self->manager, bg_job_get_id (job)));
  g_assert_cmpint (bg_job_get_state (failed), ==, BG_JOB_STATE_ERROR);
  g_assert_cmpint (bg_job_get_error (failed)->code, ==, BG_ERROR_CONNECT_FAILURE);
  g_assert_cmpstr (bg_job_get_error (failed)->url, ==, NOWHERE);
}

static void
test_missing_service_is_unavailable (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (bg_manager_refresh_sync (self->manager, NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_SERVICE_UNAVAILABLE);
  g_assert_null (strstr (error->message, "GDBus"));
  g_clear_error (&error);

  bg_manager_create_job_async (self->manager, "job", BG_JOB_TYPE_DOWNLOAD, NULL, NULL, keep_result,
                               &result);
  wait_for (&result);
  g_assert_null (bg_manager_create_job_finish (self->manager, result, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_SERVICE_UNAVAILABLE);
}

static void
test_closed_bus_is_unavailable (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_dbus_connection_set_exit_on_close (connection, FALSE);
  g_dbus_connection_close_sync (connection, NULL, &error);
  g_assert_no_error (error);

  g_assert_false (bg_manager_refresh_sync (self->manager, NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_SERVICE_UNAVAILABLE);
}

static void
test_no_bus_is_unavailable (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/such/bus", TRUE);
  g_assert_null (bg_manager_new_sync (NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_SERVICE_UNAVAILABLE);
  g_clear_error (&error);

  bg_manager_new_async (NULL, keep_result, &result);
  wait_for (&result);
  g_assert_null (bg_manager_new_finish (result, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_SERVICE_UNAVAILABLE);
}

#define ADD(name, program, function)                                                               \
  g_test_add ("/manager/" name, ManagerFixture, program, manager_fixture_set_up, test_##function,  \
              manager_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("only-a-call-starts-the-service", NULL, only_a_call_starts_the_service);
  ADD ("new-job-is-in-the-list", NULL, new_job_is_in_the_list);
  ADD ("good-policy-is-no-problem", NULL, good_policy_is_no_problem);
  ADD ("service-that-left-is-started-again", NULL, service_that_left_is_started_again);
  ADD ("failed-call-is-an-error-of-ours", NULL, failed_call_is_an_error_of_ours);
  ADD ("many-jobs-take-one-call", NULL, many_jobs_take_one_call);
  ADD ("refreshes-at-the-same-time-share-one-call", NULL,
       refreshes_at_the_same_time_share_one_call);
  ADD ("change-by-somebody-else-is-signalled", NULL, change_by_somebody_else_is_signalled);
  ADD ("error-of-an-unknown-job-is-signalled", NULL, error_of_an_unknown_job_is_signalled);
  ADD ("missing-service-is-unavailable", BUS_FIXTURE_NO_SERVICE, missing_service_is_unavailable);
  ADD ("closed-bus-is-unavailable", NULL, closed_bus_is_unavailable);
  ADD ("service-that-does-not-exist-is-unavailable", "/no/such/program",
       missing_service_is_unavailable);
  ADD ("service-that-fails-to-start-is-unavailable", "/bin/false", missing_service_is_unavailable);
  g_test_add_func ("/manager/no-bus-is-unavailable", test_no_bus_is_unavailable);

  return g_test_run ();
}
