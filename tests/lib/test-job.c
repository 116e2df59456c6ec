/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BgJob and the real service: verbs, settings, files. */
#include "config.h"

#include "manager-fixture.h"

static void
test_refusal_is_an_error_of_ours (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "empty");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (bg_job_resume_sync (job, NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_EMPTY);
  g_assert_null (strstr (error->message, "GDBus"));
  g_clear_error (&error);

  bg_job_resume_async (job, NULL, keep_result, &result);
  wait_for (&result);
  g_assert_false (bg_job_resume_finish (job, result, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_EMPTY);
}

static void
test_settings_are_there_when_the_call_ends (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "old");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (bg_job_set_properties_sync (
      job,
      g_variant_new_parsed (
          "{'name': <'new'>, 'connections': <uint32 3>, 'speed-limit': <uint64 2048>}"),
      NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (bg_job_get_name (job), ==, "new");
  g_assert_cmpuint (bg_job_get_connections (job), ==, 3);
  g_assert_cmpuint (bg_job_get_speed_limit (job), ==, 2048);

  bg_job_set_properties_async (job, g_variant_new_parsed ("{'description': <'text'>}"), NULL,
                               keep_result, &result);
  wait_for (&result);
  g_assert_true (bg_job_set_properties_finish (job, result, &error));
  g_assert_cmpstr (bg_job_get_description (job), ==, "text");
}

static void
test_state_is_the_new_one_when_a_verb_ends (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "job");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  manager_fixture_add_file (self, job, NOWHERE);
  g_assert_true (bg_job_resume_sync (job, NULL, &error));
  g_assert_cmpint (bg_job_get_state (job), !=, BG_JOB_STATE_SUSPENDED);
  g_assert_true (bg_manager_get_can_change (self->manager));

  g_assert_true (bg_job_suspend_sync (job, NULL, &error));
  g_assert_cmpint (bg_job_get_state (job), ==, BG_JOB_STATE_SUSPENDED);
  g_assert_false (bg_manager_get_can_change (self->manager));

  bg_job_cancel_async (job, NULL, keep_result, &result);
  wait_for (&result);
  g_assert_true (bg_job_cancel_finish (job, result, &error));
  g_assert_cmpint (bg_job_get_state (job), ==, BG_JOB_STATE_CANCELLED);

  g_assert_true (bg_job_remove_sync (job, NULL, &error));
  g_assert_cmpuint (manager_fixture_count_jobs (self), ==, 0);
  g_assert_no_error (error);
}

static void
test_complete_says_whether_files_are_missing (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "job");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean partial = FALSE;

  manager_fixture_add_file (self, job, NOWHERE);
  bg_job_complete_async (job, NULL, keep_result, &result);
  wait_for (&result);
  g_assert_true (bg_job_complete_finish (job, result, &partial, &error));
  g_assert_no_error (error);
  g_assert_true (partial);
  g_assert_cmpint (bg_job_get_state (job), ==, BG_JOB_STATE_ACKNOWLEDGED);

  g_assert_false (bg_job_complete_sync (job, &partial, NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_STATE);
}

static void
test_file_needs_an_absolute_path (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "job");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (bg_job_add_file_sync (job, NOWHERE, "here", NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);

  bg_job_add_file_async (job, NOWHERE, "here", NULL, keep_result, &result);
  wait_for (&result);
  g_assert_false (bg_job_add_file_finish (job, result, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
}

static void
test_path_is_a_folder_and_a_name (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "job");
  g_autofree char *folder = bus_fixture_make_folder (&self->bus, "downloads");
  g_autofree char *with_slash = g_strconcat (folder, "/", NULL);
  g_autofree char *path = g_build_filename (folder, "name.bin", NULL);
  g_autofree char *suggested = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (bg_job_add_file_sync (job, NOWHERE, path, NULL, &error));
  g_assert_true (bg_job_add_file_sync (job, NOWHERE, folder, NULL, &error));
  g_assert_true (bg_job_add_file_sync (job, NOWHERE, with_slash, NULL, &error));
  g_assert_true (bg_job_refresh_files_sync (job, NULL, &error));
  g_assert_no_error (error);

  g_assert_cmpstr (bg_job_get_address (job), ==, NOWHERE);
  g_assert_cmpstr (bg_job_get_directory (job), ==, folder);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (job)), ==, 3);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (job), i);
      g_autofree char *wanted_start =
          i == 0 ? g_strdup (path) : g_strdup (suggested); /* may have got a number */

      g_assert_cmpuint (bg_file_get_index (file), ==, i);
      g_assert_cmpstr (bg_file_get_url (file), ==, NOWHERE);
      g_assert_true (g_str_has_prefix (bg_file_get_path (file), wanted_start));
      g_assert_cmpuint (bg_file_get_bytes_total (file), ==, BG_SIZE_UNKNOWN);
      g_assert_false (bg_file_get_completed (file));
      g_assert_null (bg_file_get_temporary_path (file));
    }
}

static void
test_sources_of_a_file_can_be_read (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "job");
  g_autofree char *folder = bus_fixture_make_folder (&self->bus, "downloads");
  g_autofree char *text =
      g_strdup_printf ("[('" NOWHERE "', {'directory': <b'%s'>, 'mirrors': "
                       "<['http://one.example/a', 'https://two.example/']>, "
                       "'size': <uint64 5000>}), ('" NOWHERE "', {'directory': <b'%s'>})]",
                       folder, folder);
  g_autofree char *mirrors = NULL;
  g_autoptr (BgFile) first = NULL;
  g_autoptr (BgFile) second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (bg_job_add_files_sync (job, g_variant_new_parsed (text), NULL, &error));
  g_assert_true (bg_job_refresh_files_sync (job, NULL, &error));
  g_assert_no_error (error);

  first = g_list_model_get_item (G_LIST_MODEL (job), 0);
  mirrors = g_strjoinv (" ", (char **) bg_file_get_mirrors (first));
  g_assert_cmpstr (mirrors, ==, "http://one.example/a https://two.example/");
  g_assert_cmpuint (bg_file_get_size (first), ==, 5000);
  g_assert_cmpuint (bg_file_get_bytes_total (first), ==, 5000);
  g_assert_false (bg_file_get_replaced (first));
  g_assert_null (bg_file_get_last_modified (first));

  second = g_list_model_get_item (G_LIST_MODEL (job), 1);
  g_assert_cmpuint (g_strv_length ((GStrv) bg_file_get_mirrors (second)), ==, 0);
  g_assert_cmpuint (bg_file_get_size (second), ==, BG_SIZE_UNKNOWN);
}

#define METALINK                                                                                   \
  "<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='a'><size>5</size>"                \
  "<url>" NOWHERE "</url></file><file name='b'><url>" NOWHERE "</url></file></metalink>"

static void
test_metalink_document_is_files (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "job");
  g_autofree char *folder = bus_fixture_make_folder (&self->bus, "downloads");
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autoptr (GBytes) document = g_bytes_new_static (METALINK, strlen (METALINK));
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("nonsense", 8);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgFile) file = NULL;
  guint n_files = 0;

  g_assert_true (bg_job_add_metalink_sync (job, document, folder, &n_files, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_files, ==, 2);

  bg_job_add_metalink_async (job, document, folder, NULL, keep_result, &result);
  wait_for (&result);
  g_assert_true (bg_job_add_metalink_finish (job, result, NULL, &error));
  g_assert_no_error (error);
  g_clear_object (&result);

  bg_job_add_metalink_async (job, nonsense, folder, NULL, keep_result, &result);
  wait_for (&result);
  g_assert_false (bg_job_add_metalink_finish (job, result, &n_files, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT);
  g_assert_null (strstr (error->message, "GDBus"));

  g_assert_true (bg_job_refresh_files_sync (job, NULL, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (job)), ==, 4);
  file = g_list_model_get_item (G_LIST_MODEL (job), 0);
  g_assert_cmpstr (bg_file_get_path (file), ==, path);
  g_assert_cmpuint (bg_file_get_size (file), ==, 5);
}

static void
test_file_that_cannot_be_is_refused (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "job");
  g_autoptr (GError) error = NULL;
  BgJobProgress progress;

  g_assert_false (bg_job_add_file_sync (job, "gopher://a/b", "/tmp/", NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_UNSUPPORTED_SCHEME);
  g_clear_error (&error);

  g_assert_false (bg_job_add_file_sync (job, NOWHERE, "/no/such/folder/file", NULL, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_FOLDER_NOT_FOUND);

  bg_job_get_progress (job, &progress);
  g_assert_cmpuint (progress.files_total, ==, 0);
}

static void
count_items (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  g_assert_cmpuint (removed, ==, 0);
  *(guint *) user_data += added;
}

static void
test_files_stay_the_same_objects (ManagerFixture *self, gconstpointer data)
{
  g_autoptr (BgJob) job = manager_fixture_create_job (self, "job");
  g_autoptr (BgFile) first = NULL;
  g_autoptr (BgFile) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_added = 0;

  g_signal_connect (job, "items-changed", G_CALLBACK (count_items), &n_added);
  manager_fixture_add_file (self, job, NOWHERE "1");
  manager_fixture_add_file (self, job, NOWHERE "2");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (job)), ==, 0);

  g_assert_true (bg_job_refresh_files_sync (job, NULL, &error));
  g_assert_cmpuint (n_added, ==, 2);
  first = g_list_model_get_item (G_LIST_MODEL (job), 0);

  manager_fixture_add_file (self, job, NOWHERE "3");
  bg_job_refresh_files_async (job, NULL, keep_result, &result);
  wait_for (&result);
  g_assert_true (bg_job_refresh_files_finish (job, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_added, ==, 3);
  again = g_list_model_get_item (G_LIST_MODEL (job), 0);
  g_assert_true (first == again);
  g_assert_cmpstr (bg_file_get_url (first), ==, NOWHERE "1");
}

#define ADD(name, program, function)                                                               \
  g_test_add ("/job/" name, ManagerFixture, program, manager_fixture_set_up, test_##function,      \
              manager_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("refusal-is-an-error-of-ours", NULL, refusal_is_an_error_of_ours);
  ADD ("settings-are-there-when-the-call-ends", NULL, settings_are_there_when_the_call_ends);
  ADD ("state-is-the-new-one-when-a-verb-ends", NULL, state_is_the_new_one_when_a_verb_ends);
  ADD ("complete-says-whether-files-are-missing", NULL, complete_says_whether_files_are_missing);
  ADD ("file-needs-an-absolute-path", NULL, file_needs_an_absolute_path);
  ADD ("path-is-a-folder-and-a-name", NULL, path_is_a_folder_and_a_name);
  ADD ("sources-of-a-file-can-be-read", NULL, sources_of_a_file_can_be_read);
  ADD ("metalink-document-is-files", NULL, metalink_document_is_files);
  ADD ("file-that-cannot-be-is-refused", NULL, file_that_cannot_be_is_refused);
  ADD ("files-stay-the-same-objects", NULL, files_stay_the_same_objects);

  return g_test_run ();
}
