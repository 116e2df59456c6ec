/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the queue of a service that was killed says, read with no code of the service. */
#include "config.h"

#include "matrix-store.h"

#include <gio/gio.h>
#include <sqlite3.h>
#include <string.h>

#define QUEUE "queue.db"
#define LOG "queue.db-wal"

/* SQLite finishes what was cut off as soon as somebody looks. That must be left to the service, so
 * that only a copy is looked at. */
static char *
copy_file (const char *from, const char *to, const char *name)
{
  char *copy = g_build_filename (to, name, NULL);
  g_autofree char *path = g_build_filename (from, name, NULL);
  g_autoptr (GFile) source = g_file_new_for_path (path);
  g_autoptr (GFile) target = g_file_new_for_path (copy);

  g_file_delete (target, NULL, NULL);
  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL);

  return copy;
}

static MatrixJob *
find_job (GPtrArray *jobs, const char *id)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      MatrixJob *job = g_ptr_array_index (jobs, i);

      if (g_strcmp0 (job->id, id) == 0)
        return job;
    }

  return NULL;
}

static void
check_rows (sqlite3 *database, GPtrArray *jobs)
{
  sqlite3_stmt *query = NULL;
  guint found = 0;

  g_assert_cmpint (
      sqlite3_prepare_v2 (database,
                          "SELECT id, files.state, part_name, final_name, done, jobs.state "
                          "FROM files JOIN jobs ON files.job = jobs.key",
                          -1, &query, NULL),
      ==, SQLITE_OK);
  while (sqlite3_step (query) == SQLITE_ROW)
    {
      MatrixJob *job = find_job (jobs, (const char *) sqlite3_column_text (query, 0));
      const MatrixClaim claim = {
        .state = (BgdFileState) sqlite3_column_int (query, 1),
        .part_name = (const char *) sqlite3_column_text (query, 2),
        .final_name = (const char *) sqlite3_column_text (query, 3),
        .done = (const char *) sqlite3_column_text (query, 4),
        .job_state = (BgJobState) sqlite3_column_int (query, 5),
      };

      if (job == NULL)
        continue;

      matrix_job_check_claim (job, &claim);
      found++;
    }
  sqlite3_finalize (query);

  g_assert_cmpuint (found, ==, jobs->len);
}

/**
 * matrix_store_check:
 * @state_folder: where the queue is; no service runs
 * @scratch_folder: for a copy
 * @jobs: (element-type MatrixJob): those that must be in it
 *
 * Each claim is compared with the disk; jobs that are contradicted complain.
 */
void
matrix_store_check (const char *state_folder, const char *scratch_folder, GPtrArray *jobs)
{
  g_autofree char *copy = copy_file (state_folder, scratch_folder, QUEUE);
  g_autofree char *log = copy_file (state_folder, scratch_folder, LOG);
  sqlite3 *database = NULL;
  sqlite3_stmt *check = NULL;

  g_assert_cmpint (sqlite3_open_v2 (copy, &database, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "PRAGMA integrity_check", -1, &check, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (check), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (check, 0), ==, "ok");
  sqlite3_finalize (check);

  check_rows (database, jobs);
  sqlite3_close (database);
}
