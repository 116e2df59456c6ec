/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the store with a queue that somebody or something has spoilt. */
#include "config.h"

#include "bgd-store.h"

#include <glib/gstdio.h>
#include <string.h>

#include "fail-vfs.h"
#include "store-fixture.h"

#define PAGE 4096

static void
expect_warning (const char *pattern)
{
  g_test_expect_message ("bgd", G_LOG_LEVEL_WARNING, pattern);
}

static void
expect_rescue (void)
{
  expect_warning ("*");
  g_test_expect_message ("bgd", G_LOG_LEVEL_MESSAGE, "* were read from the damaged queue");
}

static char *
read_queue (gsize *length)
{
  g_autofree char *path = fixture_get_file ("queue.db");
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, length, NULL));
  return content;
}

static void
write_queue (const char *content, gsize length)
{
  g_autofree char *directory = fixture_get_directory ();
  g_autofree char *path = fixture_get_file ("queue.db");

  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  g_unlink (path); /* what is not consistent is not truncated either, says GLib 2.74 */
  g_assert_true (g_file_set_contents_full (path, content, (gssize) length, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
}

/* Where a text lies in the queue. */
static goffset
find_in_queue (const char *text)
{
  gsize length = 0;
  g_autofree char *content = read_queue (&length);
  const char *found = memmem (content, length, text, strlen (text));

  g_assert_nonnull (found);
  return found - content;
}

/* Opens the spoilt queue; the file that was put aside must be what it was. */
static BgdStore *
open_rescued (void)
{
  gsize before_length = 0;
  gsize after_length = 0;
  g_autofree char *before = read_queue (&before_length);
  g_autofree char *after = NULL;
  g_autoptr (BgdStore) store = fixture_open ();
  const char *aside = bgd_store_get_rescued (store);
  g_autofree char *name = NULL;

  g_assert_nonnull (aside);
  name = g_path_get_basename (aside);
  g_assert_true (g_regex_match_simple ("^queue\\.db\\.damaged-\\d{8}T\\d{6}(-\\d+)?$", name, 0, 0));
  g_assert_true (g_file_get_contents (aside, &after, &after_length, NULL));
  g_assert_cmpmem (after, after_length, before, before_length);

  return g_steal_pointer (&store);
}

static void
test_newer_queue_is_refused_and_left_alone (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 1);
  g_autofree char *directory = fixture_get_directory ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize before_length = 0;
  gsize after_length = 0;

  fixture_make_queue (jobs);
  fixture_run_sql ("ALTER TABLE jobs ADD COLUMN future TEXT; PRAGMA user_version = 1000");
  before = read_queue (&before_length);

  g_assert_null (bgd_store_open (directory, &error));
  g_assert_error (error, BG_ERROR, BG_ERROR_STORE);
  g_assert_true (g_str_has_prefix (error->message, "The queue on disk is from a newer Ferry"));

  after = read_queue (&after_length);
  g_assert_cmpmem (after, after_length, before, before_length);
}

static void
test_empty_file_becomes_a_queue (void)
{
  g_autoptr (BgdStore) store = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  write_queue ("", 0);
  store = fixture_open ();
  g_assert_null (bgd_store_get_rescued (store));
  fixture_assert_stored (store, none);
}

static void
test_garbage_is_put_aside (void)
{
  g_autoptr (BgdStore) store = NULL;
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 1);

  write_queue ("This is no database. It is a letter that somebody saved under this name.", 72);
  expect_warning ("The queue on disk failed: file is not a database*");
  store = open_rescued ();
  g_test_assert_expected_messages ();

  fixture_insert (store, g_ptr_array_index (jobs, 0));
  fixture_assert_stored (store, jobs);
}

static void
test_database_of_another_program_is_put_aside (void)
{
  g_autoptr (BgdStore) store = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  write_queue ("", 0);
  fixture_run_sql ("CREATE TABLE letters (sender, text); INSERT INTO letters VALUES ('a', 'b')");
  expect_warning ("The queue on disk is something else");
  g_test_expect_message ("bgd", G_LOG_LEVEL_MESSAGE, "0 jobs and 0 files were read*");
  store = open_rescued ();
  g_test_assert_expected_messages ();
  fixture_assert_stored (store, none);
}

static void
test_queue_without_a_column_is_put_aside (void)
{
  g_autoptr (BgdStore) store = NULL;
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (2, 1);

  for (guint i = 0; i < jobs->len; i++)
    g_clear_pointer (&bgd_job_get_file (g_ptr_array_index (jobs, i), 0)->checksum, g_free);
  fixture_make_queue (jobs);
  fixture_run_sql ("ALTER TABLE files DROP COLUMN checksum");

  expect_rescue ();
  store = open_rescued ();
  g_test_assert_expected_messages ();
  fixture_assert_stored (store, jobs);
}

static void
test_damaged_page_costs_only_its_jobs (void)
{
  g_autoptr (BgdStore) store = NULL;
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (60, 2);
  g_autoptr (GPtrArray) loaded = NULL;
  g_autofree char *all = NULL;
  goffset where;

  fixture_make_queue (jobs);
  where = find_in_queue ("Job number 30");
  fixture_damage (where / PAGE * PAGE, PAGE);

  expect_rescue ();
  store = open_rescued ();
  g_test_assert_expected_messages ();

  loaded = bgd_store_load (store, NULL);
  g_assert_cmpuint (loaded->len, >, 30);
  g_assert_cmpuint (loaded->len, <, 60);
  all = fixture_describe (loaded);
  g_assert_nonnull (strstr (all, "\"Job number 0\""));
  g_assert_null (strstr (all, "\"Job number 30\""));
  g_assert_nonnull (strstr (all, "\"Job number 59\""));
}

static void
test_job_goes_on_without_its_lost_files (void)
{
  g_autoptr (BgdStore) store = NULL;
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 60);
  g_autoptr (GPtrArray) loaded = NULL;
  BgdJob *job;
  goffset where;

  fixture_make_queue (jobs);
  where = find_in_queue ("https://example.org/file-30");
  fixture_damage (where / PAGE * PAGE, PAGE);

  expect_rescue ();
  store = open_rescued ();
  loaded = bgd_store_load (store, NULL);
  g_test_assert_expected_messages ();

  g_assert_cmpuint (loaded->len, ==, 1);
  job = g_ptr_array_index (loaded, 0);
  g_assert_cmpuint (job->files->len, >, 30);
  g_assert_cmpuint (job->files->len, <, 60);
  g_assert_cmpstr (bgd_job_get_file (job, job->files->len - 1)->url, ==,
                   "https://example.org/file-59?a=%C3%A4");

  /* They can be written to again under their new numbers. */
  fixture_update (store, job);
}

/* One file each: a job that lost its first and kept its second would be left out, with a warning.
 */
static void
test_truncated_queue_keeps_its_beginning (void)
{
  g_autoptr (BgdStore) store = NULL;
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (60, 1);
  g_autoptr (GPtrArray) loaded = NULL;
  g_autofree char *content = NULL;
  gsize length = 0;

  fixture_make_queue (jobs);
  content = read_queue (&length);
  write_queue (content, length * 3 / 4 / PAGE * PAGE);

  expect_rescue ();
  store = open_rescued ();
  g_test_assert_expected_messages ();

  fixture_allow_warnings (); /* of a job that the cut went through */
  loaded = bgd_store_load (store, NULL);
  g_assert_cmpuint (loaded->len, >, 10);
  g_assert_cmpuint (loaded->len, <, 60);
}

static void
test_header_that_forbids_writing_is_damage (void)
{
  g_autoptr (BgdStore) store = NULL;
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (3, 1);

  fixture_make_queue (jobs);
  fixture_damage (18, 1);

  expect_rescue ();
  store = open_rescued ();
  g_test_assert_expected_messages ();
  fixture_assert_stored (store, jobs);
}

static void
test_each_damaged_queue_gets_a_name_of_its_own (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (BgdStore) store = NULL;

      write_queue ("garbage", 7);
      expect_warning ("*");
      store = open_rescued ();
      g_assert_true (g_hash_table_add (names, g_strdup (bgd_store_get_rescued (store))));
    }

  g_test_assert_expected_messages ();
}

static void
test_log_is_rescued_with_its_queue (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (40, 1);
  g_autoptr (BgdJob) last = fixture_new_job ("In the log", 1);
  g_autoptr (BgdStore) store = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  g_autofree char *log_path = fixture_get_file ("queue.db-wal");
  g_autofree char *aside_path = NULL;
  g_autofree char *queue = NULL;
  g_autofree char *log = NULL;
  g_autofree char *all = NULL;
  gsize queue_length = 0;
  gsize log_length = 0;
  goffset where;

  fixture_make_queue (jobs);
  where = find_in_queue ("Job number 10");

  /* What a crash leaves: the last change is in the log only. */
  store = fixture_open ();
  fixture_insert (store, last);
  queue = read_queue (&queue_length);
  g_assert_true (g_file_get_contents (log_path, &log, &log_length, NULL));
  g_clear_object (&store);
  write_queue (queue, queue_length);
  g_assert_true (g_file_set_contents (log_path, log, (gssize) log_length, NULL));
  fixture_damage (where / PAGE * PAGE, PAGE);

  expect_rescue ();
  store = open_rescued ();
  g_test_assert_expected_messages ();

  loaded = bgd_store_load (store, NULL);
  all = fixture_describe (loaded);
  g_assert_nonnull (strstr (all, "\"In the log\""));
  g_assert_null (strstr (all, "\"Job number 10\""));
  aside_path = g_strconcat (bgd_store_get_rescued (store), "-wal", NULL);
  g_assert_true (g_file_test (aside_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (log_path, G_FILE_TEST_EXISTS)); /* that of the new one */
}

static void
test_rescue_that_was_cut_off_is_finished (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (2, 1);
  g_autofree char *path = fixture_get_file ("queue.db");
  g_autofree char *rescued = fixture_get_file ("queue.db.rescued");
  g_autoptr (BgdStore) store = NULL;

  fixture_make_queue (jobs);
  g_assert_cmpint (g_rename (path, rescued), ==, 0);

  store = fixture_open ();
  fixture_assert_stored (store, jobs);
  g_assert_false (g_file_test (rescued, G_FILE_TEST_EXISTS));
}

static BgdStore *
open_without_log (void)
{
  BgdStore *store;

  g_test_expect_message ("bgd", G_LOG_LEVEL_MESSAGE, "*allows no write-ahead log*");
  store = fixture_open ();
  g_test_assert_expected_messages ();

  return store;
}

static void
test_disk_without_shared_memory_has_no_log (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (3, 1);
  g_autofree char *log = fixture_get_file ("queue.db-wal");
  g_autoptr (BgdStore) store = NULL;

  fail_vfs_set_shared_memory (FALSE);
  store = open_without_log ();
  fixture_insert (store, g_ptr_array_index (jobs, 0));
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_clear_object (&store);

  /* It may move to a disk that has it, and back. */
  fail_vfs_set_shared_memory (TRUE);
  store = fixture_open ();
  fixture_insert (store, g_ptr_array_index (jobs, 1));
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  g_clear_object (&store);

  fail_vfs_set_shared_memory (FALSE);
  store = open_without_log ();
  fixture_insert (store, g_ptr_array_index (jobs, 2));
  fixture_assert_stored (store, jobs);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_clear_object (&store);

  fail_vfs_set_shared_memory (TRUE);
}

static void
test_rescue_needs_no_shared_memory (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (3, 1);
  g_autoptr (BgdStore) store = NULL;

  fixture_allow_warnings ();
  fixture_make_queue (jobs);
  fixture_damage (18, 1);

  fail_vfs_set_shared_memory (FALSE);
  store = open_rescued ();
  fixture_assert_stored (store, jobs);
  g_clear_object (&store);
  fail_vfs_set_shared_memory (TRUE);
}

/* Whatever a disk does: the service starts, and each job that it shows can be changed. */
static void
test_noise_anywhere_never_stops_the_service (void)
{
  guint rounds = g_getenv ("BG_TEST_LONG") != NULL ? 1000 : 100;
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (20, 3);
  g_autofree char *directory = fixture_get_directory ();
  g_autofree char *content = NULL;
  gsize length = 0;

  fixture_allow_warnings ();
  fixture_make_queue (jobs);
  content = read_queue (&length);

  for (guint i = 0; i < rounds; i++)
    {
      g_autofree char *noisy = g_memdup2 (content, length);
      g_autoptr (BgdStore) store = NULL;
      g_autoptr (GPtrArray) loaded = NULL;
      g_autoptr (GError) error = NULL;
      gboolean header = g_test_rand_bit ();

      for (gint32 n = g_test_rand_int_range (1, 8); n > 0; n--)
        noisy[g_test_rand_int_range (0, header ? 200 : (gint32) length)] =
            (char) g_test_rand_int_range (0, 256);
      write_queue (noisy,
                   g_test_rand_bit () ? length : length - (gsize) g_test_rand_int_range (0, PAGE));

      store = bgd_store_open (directory, &error);
      if (store == NULL)
        {
          /* A newer version is refused; nothing else is. */
          if (!g_str_has_prefix (error->message, "The queue on disk is from a newer"))
            g_assert_no_error (error);
          continue;
        }

      loaded = bgd_store_load (store, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < loaded->len; j++)
        fixture_update (store, g_ptr_array_index (loaded, j));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fail_vfs_install ();

  g_test_add_func ("/store/newer-queue-is-refused-and-left-alone",
                   test_newer_queue_is_refused_and_left_alone);
  g_test_add_func ("/store/empty-file-becomes-a-queue", test_empty_file_becomes_a_queue);
  g_test_add_func ("/store/garbage-is-put-aside", test_garbage_is_put_aside);
  g_test_add_func ("/store/database-of-another-program-is-put-aside",
                   test_database_of_another_program_is_put_aside);
  g_test_add_func ("/store/queue-without-a-column-is-put-aside",
                   test_queue_without_a_column_is_put_aside);
  g_test_add_func ("/store/damaged-page-costs-only-its-jobs",
                   test_damaged_page_costs_only_its_jobs);
  g_test_add_func ("/store/job-goes-on-without-its-lost-files",
                   test_job_goes_on_without_its_lost_files);
  g_test_add_func ("/store/truncated-queue-keeps-its-beginning",
                   test_truncated_queue_keeps_its_beginning);
  g_test_add_func ("/store/header-that-forbids-writing-is-damage",
                   test_header_that_forbids_writing_is_damage);
  g_test_add_func ("/store/each-damaged-queue-gets-a-name-of-its-own",
                   test_each_damaged_queue_gets_a_name_of_its_own);
  g_test_add_func ("/store/log-is-rescued-with-its-queue", test_log_is_rescued_with_its_queue);
  g_test_add_func ("/store/rescue-that-was-cut-off-is-finished",
                   test_rescue_that_was_cut_off_is_finished);
  g_test_add_func ("/store/disk-without-shared-memory-has-no-log",
                   test_disk_without_shared_memory_has_no_log);
  g_test_add_func ("/store/rescue-needs-no-shared-memory", test_rescue_needs_no_shared_memory);
  g_test_add_func ("/store/noise-anywhere-never-stops-the-service",
                   test_noise_anywhere_never_stops_the_service);

  return g_test_run ();
}
