/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the store with a queue that holds values which cannot be. */
#include "config.h"

#include "bgd-store.h"

#include "store-fixture.h"

static void
expect_warning (const char *pattern)
{
  g_test_expect_message ("bgd", G_LOG_LEVEL_WARNING, pattern);
}

typedef struct
{
  const char *name;
  const char *sql;
  const char *warning;
} Flaw;

#define JOB_FLAW "A job in the queue has an impossible "
#define FILE_FLAW "A file of job “Job number 1” in the queue has an impossible "

/* What a person can do to one job with another program. */
static const Flaw flaws[] = {
  { "unknown-state", "UPDATE jobs SET state = 9 WHERE key = 2", JOB_FLAW "state*" },
  { "negative-state", "UPDATE jobs SET state = -1 WHERE key = 2", JOB_FLAW "state*" },
  { "unknown-priority", "UPDATE jobs SET priority = 4 WHERE key = 2", JOB_FLAW "priority*" },
  { "unknown-type", "UPDATE jobs SET type = 3 WHERE key = 2", JOB_FLAW "type*" },
  { "unknown-error", "UPDATE jobs SET error_code = 9999 WHERE key = 2", JOB_FLAW "error_code*" },
  { "negative-time", "UPDATE jobs SET created = -1 WHERE key = 2", JOB_FLAW "created*" },
  { "huge-number", "UPDATE jobs SET connections = 1 << 40 WHERE key = 2", JOB_FLAW "connections*" },
  { "negative-speed", "UPDATE jobs SET speed_limit = -1 WHERE key = 2", JOB_FLAW "speed_limit*" },
  { "unknown-flags", "UPDATE jobs SET notify_flags = 32 WHERE key = 2", JOB_FLAW "notify_flags*" },
  { "application-that-is-none", "UPDATE jobs SET notify_application = ':1.1' WHERE key = 2",
    JOB_FLAW "notify_application*" },
  { "action-that-is-none", "UPDATE jobs SET notify_action = 'rm -r' WHERE key = 2",
    JOB_FLAW "notify_action*" },
  { "half-an-action", "UPDATE jobs SET notify_action = NULL WHERE key = 2",
    JOB_FLAW "notify_action*" },
  { "proxy-that-is-none", "UPDATE jobs SET proxy = 'ftp://a' WHERE key = 2", JOB_FLAW "proxy*" },
  { "bypass-that-is-none", "UPDATE jobs SET proxy_bypass = 'a b' WHERE key = 2",
    JOB_FLAW "proxy_bypass*" },
  { "flags-that-are-none", "UPDATE jobs SET security_flags = -1 WHERE key = 2",
    JOB_FLAW "security_flags*" },
  { "id-that-is-none", "UPDATE jobs SET id = 'x' WHERE key = 2", JOB_FLAW "id*" },
  { "name-not-utf-8", "UPDATE jobs SET name = CAST (x'ff' AS TEXT) WHERE key = 2",
    JOB_FLAW "name*" },
  { "name-with-nul", "UPDATE jobs SET name = 'a' || char (0) || 'b' WHERE key = 2",
    JOB_FLAW "name*" },
  { "unknown-file-state", "UPDATE files SET state = 5 WHERE job = 2", FILE_FLAW "state*" },
  { "relative-folder", "UPDATE files SET directory = CAST ('a/b' AS BLOB) WHERE job = 2",
    FILE_FLAW "directory*" },
  { "name-with-slash", "UPDATE files SET name = CAST ('../../.profile' AS BLOB) WHERE job = 2",
    FILE_FLAW "name*" },
  { "part-name-with-slash",
    "UPDATE files SET part_name = CAST ('/etc/passwd' AS BLOB) "
    "WHERE job = 2",
    FILE_FLAW "part_name*" },
  { "final-name-is-the-parent", "UPDATE files SET final_name = CAST ('..' AS BLOB) WHERE job = 2",
    FILE_FLAW "final_name*" },
  { "wanted-name-is-the-folder", "UPDATE files SET wanted_name = CAST ('.' AS BLOB) WHERE job = 2",
    FILE_FLAW "wanted_name*" },
  { "empty-name", "UPDATE files SET name = x'' WHERE job = 2", FILE_FLAW "name*" },
  { "negative-size", "UPDATE files SET bytes_total = -1 WHERE job = 2", FILE_FLAW "bytes_total*" },
  { "unknown-use", "UPDATE files SET metalink = 3 WHERE job = 2", FILE_FLAW "metalink*" },
  { "half-moved", "UPDATE files SET moved = 2 WHERE job = 2", FILE_FLAW "moved*" },
  { "unknown-headers", "UPDATE files SET without_headers = 2 WHERE job = 2",
    FILE_FLAW "without_headers*" },
  { "first-file-missing", "DELETE FROM files WHERE job = 2 AND number = 0",
    "Job “Job number 1” in the queue lacks files*" },
  { "no-file-left", "DELETE FROM files WHERE job = 2",
    "Job “Job number 1” in the queue lacks files*" },
};

static void
test_impossible_value_costs_one_job (gconstpointer user_data)
{
  const Flaw *flaw = user_data;
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (3, 2);
  g_autofree char *sql = g_strconcat ("PRAGMA ignore_check_constraints = ON; ", flaw->sql, NULL);
  g_autoptr (BgdStore) store = NULL;

  fixture_make_queue (jobs);
  fixture_run_sql (sql);
  store = fixture_open ();
  g_assert_null (bgd_store_get_rescued (store));

  g_ptr_array_remove_index (jobs, 1);
  expect_warning (flaw->warning);
  fixture_assert_stored (store, jobs);
  g_test_assert_expected_messages ();
}

static void
test_error_of_a_file_that_is_not_there_is_no_file_s (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 2);
  g_autoptr (BgdStore) store = NULL;
  BgdJob *job = g_ptr_array_index (jobs, 0);

  fixture_make_queue (jobs);
  fixture_run_sql ("UPDATE jobs SET error_file = 2");

  job->failure.file = BGD_NO_FILE;
  store = fixture_open ();
  fixture_assert_stored (store, jobs);
}

/* Of the second file, which has mirrors, a size and pieces; what is left of them then. */
typedef struct
{
  const char *name;
  const char *sql;
  gboolean has_mirrors;
  gboolean has_size; /* without it there are no pieces */
  gboolean has_pieces;
} FlawedSource;

static const FlawedSource flawed_sources[] = {
  { "mirrors-that-are-none", "UPDATE sources SET mirrors = 'x' WHERE key = 2", FALSE, TRUE, TRUE },
  { "no-mirror-at-all", "UPDATE sources SET mirrors = '' WHERE key = 2", FALSE, TRUE, TRUE },
  { "mirror-of-another-kind", "UPDATE sources SET mirrors = 'file:///etc/passwd' WHERE key = 2",
    FALSE, TRUE, TRUE },
  { "mirror-with-a-password", "UPDATE sources SET mirrors = 'http://a:b@h/' WHERE key = 2", FALSE,
    TRUE, TRUE },
  { "mirrors-with-nul", "UPDATE sources SET mirrors = 'http://h/' || char (0) || 'b' WHERE key = 2",
    FALSE, TRUE, TRUE },
  { "negative-size", "UPDATE sources SET size = -1 WHERE key = 2", TRUE, FALSE, FALSE },
  { "pieces-without-size", "UPDATE sources SET size = NULL WHERE key = 2", TRUE, FALSE, FALSE },
  { "too-few-pieces", "UPDATE sources SET size = 1000000 WHERE key = 2", TRUE, TRUE, FALSE },
  { "unknown-algorithm", "UPDATE sources SET algorithm = 'crc' WHERE key = 2", TRUE, TRUE, FALSE },
  { "no-algorithm", "UPDATE sources SET algorithm = NULL WHERE key = 2", TRUE, TRUE, FALSE },
  { "negative-length", "UPDATE sources SET piece_length = -1 WHERE key = 2", TRUE, TRUE, FALSE },
  { "half-a-hash", "UPDATE sources SET hashes = x'00' WHERE key = 2", TRUE, TRUE, FALSE },
  { "no-hash", "UPDATE sources SET hashes = x'' WHERE key = 2", TRUE, TRUE, FALSE },
};

static void
test_impossible_source_costs_only_itself (gconstpointer user_data)
{
  const FlawedSource *flaw = user_data;
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 3);
  g_autofree char *sql = g_strconcat ("PRAGMA ignore_check_constraints = ON; ", flaw->sql, NULL);
  g_autoptr (BgdStore) store = NULL;
  BgdFile *file = bgd_job_get_file (g_ptr_array_index (jobs, 0), 1);

  fixture_make_queue (jobs);
  fixture_run_sql (sql);
  store = fixture_open ();
  g_assert_null (bgd_store_get_rescued (store));

  if (!flaw->has_mirrors)
    g_clear_pointer (&file->mirrors, g_strfreev);
  if (!flaw->has_pieces)
    g_clear_pointer (&file->pieces, bgd_pieces_free);
  if (!flaw->has_size)
    file->wanted_size = BG_SIZE_UNKNOWN;
  if (g_str_equal (flaw->name, "too-few-pieces"))
    file->wanted_size = 1000000;
  expect_warning ("The queue has impossible sources for “https://example.org/file-1*");
  fixture_assert_stored (store, jobs);
  g_test_assert_expected_messages ();
}

static void
test_good_mirrors_are_kept_beside_a_bad_one (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 1);
  g_autoptr (BgdStore) store = NULL;

  fixture_make_queue (jobs);
  fixture_run_sql ("UPDATE sources SET mirrors = 'nonsense' || char (10) || mirrors");
  store = fixture_open ();

  expect_warning ("The queue has impossible sources*");
  fixture_assert_stored (store, jobs);
  g_test_assert_expected_messages ();
}

static void
test_source_of_no_file_costs_nothing (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 1);
  g_autoptr (BgdStore) store = NULL;

  fixture_make_queue (jobs);
  fixture_run_sql ("INSERT INTO sources (key, size) VALUES (1000, 1)");
  store = fixture_open ();
  fixture_assert_stored (store, jobs);
}

static void
test_impossible_ranges_start_a_file_again (gconstpointer user_data)
{
  const char *ranges = user_data;
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 2);
  g_autofree char *sql = g_strdup_printf ("UPDATE files SET done = '%s', bytes_total = 3000 "
                                          "WHERE number = 1",
                                          ranges);
  g_autoptr (BgdStore) store = NULL;
  BgdJob *job = g_ptr_array_index (jobs, 0);

  fixture_make_queue (jobs);
  fixture_run_sql (sql);

  bgd_file_forget_bytes (bgd_job_get_file (job, 1));
  store = fixture_open ();
  expect_warning ("The queue does not know which bytes of “*” are there*");
  fixture_assert_stored (store, jobs);
  g_test_assert_expected_messages ();
}

static void
test_finished_file_with_impossible_ranges_waits (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 2);
  g_autoptr (BgdStore) store = NULL;
  BgdJob *job = g_ptr_array_index (jobs, 0);

  bgd_job_get_file (job, 0)->state = BGD_FILE_TRANSFERRED;
  bgd_job_get_file (job, 1)->state = BGD_FILE_COMPLETED;
  fixture_make_queue (jobs);
  fixture_run_sql ("UPDATE files SET done = 'x'");

  bgd_file_forget_bytes (bgd_job_get_file (job, 0));
  bgd_job_get_file (job, 0)->state = BGD_FILE_WAITING;
  bgd_ranges_clear (bgd_job_get_file (job, 1)->done);
  store = fixture_open ();
  expect_warning ("The queue does not know which bytes*");
  expect_warning ("The queue does not know which bytes*");
  fixture_assert_stored (store, jobs);
  g_test_assert_expected_messages ();
}

static void
test_words_of_a_server_cost_nothing (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 1);
  g_autoptr (BgdStore) store = NULL;
  BgdJob *job = g_ptr_array_index (jobs, 0);

  g_free (job->failure.message);
  job->failure.message = g_strdup ("503 m\xfcll");
  fixture_make_queue (jobs);

  g_free (job->failure.message);
  job->failure.message = g_utf8_make_valid ("503 m\xfcll", -1);
  store = fixture_open ();
  fixture_assert_stored (store, jobs);
}

static void
test_counter_is_never_less_than_what_is_there (void)
{
  g_autoptr (GPtrArray) jobs = fixture_new_jobs (1, 1);
  g_autoptr (BgdStore) store = NULL;
  BgdFile *file = bgd_job_get_file (g_ptr_array_index (jobs, 0), 0);

  fixture_make_queue (jobs);
  fixture_run_sql ("UPDATE files SET bytes_transferred = 0");

  file->bytes_transferred = bgd_ranges_get_bytes (file->done);
  store = fixture_open ();
  fixture_assert_stored (store, jobs);
}

int
main (int argc, char *argv[])
{
  static const char *const ranges[] = {
    "0-", "x", "5-5", "10-5", "0-10,5-20", "0-3001", "0-99999999999999999999", "-1-5", "0-10,"
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (flaws); i++)
    {
      g_autofree char *path =
          g_strconcat ("/store/impossible-value-costs-one-job/", flaws[i].name, NULL);

      g_test_add_data_func (path, &flaws[i], test_impossible_value_costs_one_job);
    }
  for (guint i = 0; i < G_N_ELEMENTS (flawed_sources); i++)
    {
      g_autofree char *path =
          g_strconcat ("/store/impossible-source-costs-only-itself/", flawed_sources[i].name, NULL);

      g_test_add_data_func (path, &flawed_sources[i], test_impossible_source_costs_only_itself);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/impossible-ranges-start-a-file-again/%u", i);

      g_test_add_data_func (path, ranges[i], test_impossible_ranges_start_a_file_again);
    }
  g_test_add_func ("/store/error-of-a-file-that-is-not-there-is-no-file-s",
                   test_error_of_a_file_that_is_not_there_is_no_file_s);
  g_test_add_func ("/store/finished-file-with-impossible-ranges-waits",
                   test_finished_file_with_impossible_ranges_waits);
  g_test_add_func ("/store/good-mirrors-are-kept-beside-a-bad-one",
                   test_good_mirrors_are_kept_beside_a_bad_one);
  g_test_add_func ("/store/source-of-no-file-costs-nothing", test_source_of_no_file_costs_nothing);
  g_test_add_func ("/store/words-of-a-server-cost-nothing", test_words_of_a_server_cost_nothing);
  g_test_add_func ("/store/counter-is-never-less-than-what-is-there",
                   test_counter_is_never_less_than_what_is_there);

  return g_test_run ();
}
