/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the store: what goes in comes out, and only what was committed. */
#include "config.h"

#include "bgd-store.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "store-fixture.h"

static GPtrArray *
list_of (BgdJob *job)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_job_unref);

  g_ptr_array_add (jobs, job);
  return jobs;
}

static void
test_new_queue_is_empty (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  fixture_assert_stored (store, none);
  g_assert_null (bgd_store_get_rescued (store));
}

static void
test_every_field_comes_back (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (GPtrArray) jobs = list_of (fixture_new_job ("Every field", 3));

  fixture_insert (store, g_ptr_array_index (jobs, 0));
  fixture_assert_stored (store, jobs);

  g_clear_object (&store);
  store = fixture_open ();
  fixture_assert_stored (store, jobs);
}

static void
test_defaults_come_back (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (GPtrArray) jobs =
      list_of (bgd_job_new ("6b6e3a0e-7f5e-4a63-9f0c-0d1a3f0e4c11", "A", BG_JOB_TYPE_DOWNLOAD));
  BgdFile *file = bgd_file_new ("https://example.org/", "/tmp");

  file->name = g_strdup ("index.html");
  file->part_name = g_strdup (".index.html.part");
  g_ptr_array_add (((BgdJob *) g_ptr_array_index (jobs, 0))->files, file);

  fixture_insert (store, g_ptr_array_index (jobs, 0));
  fixture_assert_stored (store, jobs);
}

static BgdJob *
new_upload (void)
{
  g_autofree char *id = g_uuid_string_random ();
  BgdJob *job = bgd_job_new (id, "Up", BG_JOB_TYPE_UPLOAD);
  BgdFile *file = fixture_add_file (job);

  job->upload_protocol = BGD_PROTOCOL_BITS;
  file->cargo = bgd_cargo_new (G_MAXINT64, -1);
  file->bytes_total = G_MAXINT64;
  g_clear_pointer (&file->mirrors, g_strfreev);
  g_clear_pointer (&file->pieces, bgd_pieces_free);
  file->wanted_size = BG_SIZE_UNKNOWN;
  file->bytes_transferred = bgd_ranges_get_bytes (file->done);

  return job;
}

static void
test_uploads_come_back (void)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_job_unref);
  g_autoptr (BgdStore) store = fixture_open ();
  BgdJob *job = new_upload ();
  const BgdPlace place = { BGD_PROTOCOL_BITS, (char *) "{A session}", (char *) "other.example:8080",
                           (char *) "https://example.org/ä", TRUE };

  g_ptr_array_add (jobs, job);
  bgd_place_copy (&bgd_job_get_file (job, 0)->cargo->place, &place);
  fixture_insert (store, job);
  fixture_assert_stored (store, jobs);

  bgd_job_get_file (job, 0)->cargo->place.closing = FALSE;
  bgd_job_get_file (job, 0)->cargo->withdraw_until = 5;
  g_clear_pointer (&bgd_job_get_file (job, 0)->cargo->place.host, g_free);
  fixture_update (store, job);
  fixture_assert_stored (store, jobs);
}

/* It would be a download over the file of its owner. */
static void
test_upload_without_its_file_is_left_out (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (BgdJob) job = new_upload ();

  fixture_insert (store, job);
  fixture_run_sql ("DELETE FROM uploads");
  fixture_allow_warnings ();
  fixture_assert_stored (store, none);
}

static void
test_secrets_are_not_kept_but_remembered (void)
{
  static const char *const secret[] = { "Authorization: Bearer 0123456789abcdef", NULL };
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (BgdJob) job = fixture_new_job ("Secret", 1);
  g_autoptr (GPtrArray) loaded = NULL;
  g_autofree char *path = fixture_get_file ("queue.db");
  g_autofree char *content = NULL;
  gsize length = 0;

  job->had_secrets = FALSE;
  job->secret_headers = g_strdupv ((char **) secret);
  bgd_job_get_file (job, 0)->authorization = g_strdup (secret[0]);
  fixture_insert (store, job);

  loaded = bgd_store_load (store, NULL);
  g_assert_true (((BgdJob *) g_ptr_array_index (loaded, 0))->had_secrets);
  g_assert_null (((BgdJob *) g_ptr_array_index (loaded, 0))->secret_headers);

  g_clear_object (&store);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_null (g_strstr_len (content, (gssize) length, "0123456789abcdef"));
}

static void
test_jobs_come_in_the_order_of_creation (void)
{
  static const gint64 created[] = { 30, 10, 20, 10 };
  static const char *const order[] = { "1", "3", "2", "0" };
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (GPtrArray) loaded = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (created); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autoptr (BgdJob) job = fixture_new_job (name, 0);

      job->state = BG_JOB_STATE_SUSPENDED;
      job->created = created[i];
      fixture_insert (store, job);
    }

  loaded = bgd_store_load (store, NULL);
  g_assert_cmpuint (loaded->len, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < loaded->len; i++)
    g_assert_cmpstr (((BgdJob *) g_ptr_array_index (loaded, i))->name, ==, order[i]);
}

static void
test_progress_changes_only_what_a_transfer_moves (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (GPtrArray) jobs = list_of (fixture_new_job ("Checkpoint", 2));
  g_autoptr (GError) error = NULL;
  BgdJob *job = g_ptr_array_index (jobs, 0);
  BgdFile *file = bgd_job_get_file (job, 1);

  fixture_insert (store, job);

  bgd_ranges_add (file->done, 1000, 10000);
  file->bytes_transferred = 10000;
  file->bytes_total = 20000;
  bgd_validators_set (&file->validators, "\"new\"", NULL);
  file->state = BGD_FILE_DROPPED;
  g_assert_true (bgd_store_begin (store, &error));
  g_assert_true (bgd_store_update_progress (store, job, file, &error));
  g_assert_true (bgd_store_commit (store, &error));

  file->state = BGD_FILE_FAILED; /* as it was */
  fixture_assert_stored (store, jobs);
}

static void
test_deleting_a_job_deletes_its_files (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (BgdJob) gone = fixture_new_job ("Gone", 3);
  g_autoptr (GPtrArray) left = list_of (fixture_new_job ("Left", 1));
  g_autoptr (GError) error = NULL;

  fixture_insert (store, gone);
  fixture_insert (store, g_ptr_array_index (left, 0));

  g_assert_true (bgd_store_begin (store, &error));
  g_assert_true (bgd_store_delete_job (store, gone->id, &error));
  g_assert_true (bgd_store_commit (store, &error));
  fixture_assert_stored (store, left);

  /* The next job gets the key of the one that is gone: no file of it may be there still. */
  g_ptr_array_add (left, fixture_new_job ("New", 1));
  fixture_insert (store, g_ptr_array_index (left, 1));
  fixture_assert_stored (store, left);
}

static void
test_rollback_takes_all_back (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (GPtrArray) jobs = list_of (fixture_new_job ("Old", 2));
  g_autoptr (BgdJob) more = fixture_new_job ("New", 2);
  g_autoptr (GError) error = NULL;
  BgdJob *job = g_ptr_array_index (jobs, 0);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  fixture_insert (store, job);
  before = fixture_describe_stored (store);

  job->state = BG_JOB_STATE_CANCELLED;
  g_assert_true (bgd_store_begin (store, &error));
  g_assert_true (bgd_store_update_job (store, job, &error));
  g_assert_true (bgd_store_insert_job (store, more, &error));
  g_assert_true (bgd_store_insert_file (store, more, bgd_job_get_file (more, 0), &error));
  bgd_store_rollback (store);

  after = fixture_describe_stored (store);
  g_assert_cmpstr (after, ==, before);

  bgd_store_rollback (store); /* a second time is nothing */
  fixture_insert (store, more);
}

static void
test_failed_change_takes_all_back (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (GPtrArray) jobs = list_of (fixture_new_job ("First", 1));
  g_autoptr (BgdJob) second = fixture_new_job ("Second", 1);
  g_autoptr (GError) error = NULL;

  fixture_insert (store, g_ptr_array_index (jobs, 0));

  g_assert_true (bgd_store_begin (store, &error));
  g_assert_true (bgd_store_insert_job (store, second, &error));
  g_assert_false (bgd_store_insert_job (store, second, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_STORE);
  fixture_assert_stored (store, jobs);

  fixture_insert (store, second);
}

static void
test_change_of_what_is_not_there_fails (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (BgdJob) job = fixture_new_job ("Stranger", 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (bgd_store_begin (store, NULL));
  g_assert_false (bgd_store_update_job (store, job, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_STORE);
  g_clear_error (&error);

  g_assert_true (bgd_store_begin (store, NULL));
  g_assert_false (bgd_store_insert_file (store, job, bgd_job_get_file (job, 0), &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_STORE);
  g_clear_error (&error);

  g_assert_true (bgd_store_begin (store, NULL));
  g_assert_false (bgd_store_update_progress (store, job, bgd_job_get_file (job, 0), &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_STORE);
  fixture_assert_stored (store, none);
}

static void
test_what_is_not_committed_is_gone_when_the_store_closes (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (BgdJob) job = fixture_new_job ("Half", 1);

  g_assert_true (bgd_store_begin (store, NULL));
  g_assert_true (bgd_store_insert_job (store, job, NULL));
  g_clear_object (&store);

  store = fixture_open ();
  fixture_assert_stored (store, none);
}

static void
assert_mode (const char *name, guint mode)
{
  g_autofree char *path = fixture_get_file (name);
  GStatBuf buffer;

  g_assert_cmpint (g_stat (path, &buffer), ==, 0);
  g_assert_cmphex (buffer.st_mode & 07777, ==, mode);
}

static void
test_only_the_owner_may_read (void)
{
  static const mode_t masks[] = { 0, 0777 };
  g_autofree char *directory = fixture_get_directory ();

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      g_autoptr (BgdStore) store = NULL;
      g_autoptr (BgdJob) job = fixture_new_job ("Private", 1);
      mode_t old;

      /* Also where it was open to all before. */
      g_assert_cmpint (g_mkdir_with_parents (directory, 0777), ==, 0);
      g_assert_cmpint (g_chmod (directory, 0777), ==, 0);

      old = umask (masks[i]);
      store = fixture_open ();
      fixture_insert (store, job);
      umask (old);

      assert_mode (".", 0700);
      assert_mode ("lock", 0600);
      assert_mode ("queue.db", 0600);
      assert_mode ("queue.db-wal", 0600);
      assert_mode ("queue.db-shm", 0600);
    }
}

static void
test_second_service_is_refused (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autofree char *directory = fixture_get_directory ();
  g_autoptr (GError) error = NULL;

  g_assert_null (bgd_store_open (directory, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, "Another Ferry service uses this queue");

  g_clear_object (&store);
  store = fixture_open ();
}

static void
test_closed_store_has_no_log (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (BgdJob) job = fixture_new_job ("Home", 1);
  g_autofree char *log = fixture_get_file ("queue.db-wal");

  fixture_insert (store, job);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));

  g_assert_finalize_object (g_steal_pointer (&store));
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
}

static void
test_unusable_folder_is_one_clear_sentence (void)
{
  g_autofree char *blocked = g_build_filename (g_get_user_state_dir (), "file", "ferry", NULL);
  g_autofree char *parent = g_path_get_dirname (blocked);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_state_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (parent, "", 0, NULL));

  g_assert_null (bgd_store_open (blocked, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_STORE);
  g_assert_true (g_str_has_prefix (error->message, "Cannot make the folder of the queue “"));
}

/* Does something at random to the store, and the same to jobs. */
static void
take_random_step (BgdStore *store, GPtrArray *jobs)
{
  gboolean keep = g_test_rand_int_range (0, 4) > 0;
  guint index = jobs->len > 0 ? (guint) g_test_rand_int_range (0, (gint32) jobs->len) : 0;
  g_autoptr (GError) error = NULL;

  if (jobs->len == 0 || g_test_rand_int_range (0, 3) == 0)
    {
      g_ptr_array_add (jobs, fixture_new_random_job ());
      fixture_insert (store, g_ptr_array_index (jobs, jobs->len - 1));
    }
  else if (keep)
    {
      fixture_change_at_random (g_ptr_array_index (jobs, index));
      fixture_update (store, g_ptr_array_index (jobs, index));
    }
  else
    {
      BgdJob *job = g_ptr_array_index (jobs, index);

      g_assert_true (bgd_store_begin (store, &error));
      g_assert_true (bgd_store_delete_job (store, job->id, &error));
      if (g_test_rand_int_range (0, 2) == 0)
        {
          bgd_store_rollback (store);
          return;
        }
      g_assert_true (bgd_store_commit (store, &error));
      g_ptr_array_remove_index (jobs, index);
    }
}

static int
compare_created (gconstpointer a, gconstpointer b)
{
  const BgdJob *const *first = a;
  const BgdJob *const *second = b;

  return ((*first)->created > (*second)->created) - ((*first)->created < (*second)->created);
}

static void
test_random_jobs_come_back (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_job_unref);

  for (guint i = 0; i < 300; i++)
    {
      take_random_step (store, jobs);
      if (i % 50 == 0)
        {
          g_clear_object (&store);
          store = fixture_open ();
        }
    }

  /* Stable, so that jobs of one time stay in the order of their insertion. */
  g_ptr_array_sort (jobs, compare_created);
  fixture_assert_stored (store, jobs);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/store/new-queue-is-empty", test_new_queue_is_empty);
  g_test_add_func ("/store/every-field-comes-back", test_every_field_comes_back);
  g_test_add_func ("/store/uploads-come-back", test_uploads_come_back);
  g_test_add_func ("/store/upload-without-its-file-is-left-out",
                   test_upload_without_its_file_is_left_out);
  g_test_add_func ("/store/defaults-come-back", test_defaults_come_back);
  g_test_add_func ("/store/secrets-are-not-kept-but-remembered",
                   test_secrets_are_not_kept_but_remembered);
  g_test_add_func ("/store/jobs-come-in-the-order-of-creation",
                   test_jobs_come_in_the_order_of_creation);
  g_test_add_func ("/store/progress-changes-only-what-a-transfer-moves",
                   test_progress_changes_only_what_a_transfer_moves);
  g_test_add_func ("/store/deleting-a-job-deletes-its-files",
                   test_deleting_a_job_deletes_its_files);
  g_test_add_func ("/store/rollback-takes-all-back", test_rollback_takes_all_back);
  g_test_add_func ("/store/failed-change-takes-all-back", test_failed_change_takes_all_back);
  g_test_add_func ("/store/change-of-what-is-not-there-fails",
                   test_change_of_what_is_not_there_fails);
  g_test_add_func ("/store/what-is-not-committed-is-gone-when-the-store-closes",
                   test_what_is_not_committed_is_gone_when_the_store_closes);
  g_test_add_func ("/store/only-the-owner-may-read", test_only_the_owner_may_read);
  g_test_add_func ("/store/second-service-is-refused", test_second_service_is_refused);
  g_test_add_func ("/store/closed-store-has-no-log", test_closed_store_has_no_log);
  g_test_add_func ("/store/unusable-folder-is-one-clear-sentence",
                   test_unusable_folder_is_one_clear_sentence);
  g_test_add_func ("/store/random-jobs-come-back", test_random_jobs_come_back);

  return g_test_run ();
}
