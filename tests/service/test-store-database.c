/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the schema of the store, and of the steps that lead to it. */
#include "config.h"

#include "bgd-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "store-fixture.h"

/* Everything that SQLite knows of its own, as text. */
static char *
dump_schema (void)
{
  g_autofree char *path = fixture_get_file ("queue.db");
  GString *text = g_string_new ("-- SPDX-License-Identifier: GPL-3.0-or-later\n");
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database,
                                       "SELECT 'PRAGMA application_id = ' || application_id "
                                       "FROM pragma_application_id UNION ALL "
                                       "SELECT 'PRAGMA user_version = ' || user_version "
                                       "FROM pragma_user_version UNION ALL "
                                       "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL",
                                       -1, &statement, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (text, "%s;\n", (const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);

  return g_string_free (text, FALSE);
}

static void
test_schema_is_the_golden_one (void)
{
  g_autoptr (BgdStore) store = fixture_open ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "schema.sql", NULL);
  g_autofree char *schema = NULL;
  g_autofree char *golden = NULL;

  g_clear_object (&store);
  schema = dump_schema ();
  if (g_getenv ("BG_TEST_UPDATE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (path, schema, -1, NULL));

  g_assert_true (g_file_get_contents (path, &golden, NULL, NULL));
  g_assert_cmpstr (schema, ==, golden);
}

/* What the first version wrote: its step, and one job with one file. */
static void
make_queue_of_version_1 (void)
{
  g_autofree char *step = g_test_build_filename (G_TEST_DIST, "..", "..", "src", "service",
                                                 "bgd-store", "001-jobs.sql", NULL);
  g_autofree char *directory = fixture_get_directory ();
  g_autofree char *sql = NULL;

  g_assert_true (g_file_get_contents (step, &sql, NULL, NULL));
  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  fixture_run_sql (sql);
  fixture_run_sql ("PRAGMA application_id = 0x46657279; PRAGMA user_version = 1;"
                   "INSERT INTO jobs VALUES (1, '6b6e3a0e-7f5e-4a63-9f0c-0d1a3f0e4c11', 'Old', '',"
                   " 0, 3, 2, 1, 10, 1209600, 4, NULL, 0, 5, 6, 0, 0, 0, 0, NULL, 0, NULL);"
                   "INSERT INTO files VALUES (1, 1, 0, 0, 'https://example.org/a', "
                   " CAST ('/tmp' AS BLOB), NULL, CAST ('a' AS BLOB), CAST ('.a.part' AS BLOB),"
                   " NULL, NULL, 0, 0, NULL, 0, NULL, 100, 50, '0-50', CAST ('\"x\"' AS BLOB),"
                   " NULL)");
}

static void
test_queue_of_version_1_is_taken_over (void)
{
  g_autoptr (BgdStore) store = NULL;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_job_unref);
  BgdJob *job = bgd_job_new ("6b6e3a0e-7f5e-4a63-9f0c-0d1a3f0e4c11", "Old", BG_JOB_TYPE_DOWNLOAD);
  BgdFile *file = bgd_file_new ("https://example.org/a", "/tmp");

  job->auto_complete = TRUE;
  job->connections = 4;
  job->created = 5;
  job->modified = 6;
  file->name = g_strdup ("a");
  file->part_name = g_strdup (".a.part");
  file->bytes_total = 100;
  file->bytes_transferred = 50;
  bgd_ranges_add (file->done, 0, 50);
  bgd_validators_set (&file->validators, "\"x\"", NULL);
  g_ptr_array_add (job->files, file);
  g_ptr_array_add (jobs, job);

  make_queue_of_version_1 ();
  store = fixture_open ();
  g_assert_null (bgd_store_get_rescued (store));
  fixture_assert_stored (store, jobs);

  /* And it can be written as any other. */
  job->speed_limit = 5000;
  fixture_update (store, job);
  fixture_assert_stored (store, jobs);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/store/database/schema-is-the-golden-one", test_schema_is_the_golden_one);
  g_test_add_func ("/store/database/queue-of-version-1-is-taken-over",
                   test_queue_of_version_1_is_taken_over);

  return g_test_run ();
}
