/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database of the queue: opened, found whole, brought to this version. */
#include "config.h"

#include "bgd-store-database.h"

#include <gio/gio.h>

#include "bg-error.h"
#include "bgd-store-resources.h"

#define RESOURCE_PATH "/io/github/ferrydm/Ferry/store/"

/* In the header of the file; file(1) shows it. */
#define APPLICATION_ID 0x46657279 /* "Fery" */

/* For a person who looks into the queue with another program, not for another service. */
#define BUSY_TIMEOUT 500 /* milliseconds */

/* Step n takes version n - 1 to n. A step that was released never changes. */
static const char *const steps[] = {
  "001-jobs.sql",   "002-sources.sql",    "003-address.sql", "004-uploads.sql",  "005-notify.sql",
  "006-owners.sql", "007-connection.sql", "008-removed.sql", "009-requests.sql", "010-ranges.sql",
};

#define VERSION ((gint64) G_N_ELEMENTS (steps))

/* How changes reach the disk. */
typedef enum
{
  LOG_SHARED, /* a write-ahead log: one sync for each change; others may read meanwhile */
  NO_LOG,     /* for file systems without shared memory, as over a network */
} Journal;

/* Leaves the file as it is, until check() has said that it is ours. */
static gboolean
configure (sqlite3 *self, Journal journal, GError **error)
{
  sqlite3_extended_result_codes (self, 1);
  sqlite3_busy_timeout (self, BUSY_TIMEOUT);
  sqlite3_db_config (self, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);

  /* Who has it alone needs no shared memory, not even to read a log that is there. */
  if (journal == NO_LOG && !bgd_store_sql_run (self, "PRAGMA locking_mode = EXCLUSIVE", error))
    return FALSE;

  return bgd_store_sql_run (self, "PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL", error);
}

/* Whether this is a queue that we know: ours, and not from the future, whose schema may be more
 * than this SQLite can read. */
static gboolean
check_version (sqlite3 *self, gint64 *version, gboolean *damaged, GError **error)
{
  gint64 application_id = 0;
  gint64 objects = 0;

  if (!bgd_store_sql_get_int64 (self, "PRAGMA application_id", &application_id, error) ||
      !bgd_store_sql_get_int64 (self, "PRAGMA user_version", version, error))
    return FALSE;

  if (application_id == APPLICATION_ID && *version > VERSION)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_STORE,
                   "The queue on disk is from a newer Ferry (version %" G_GINT64_FORMAT
                   ", this one knows %" G_GINT64_FORMAT "); nothing was changed",
                   *version, VERSION);
      return FALSE;
    }

  if (!bgd_store_sql_get_int64 (self, "SELECT count(*) FROM sqlite_schema", &objects, error))
    return FALSE;

  if ((application_id == APPLICATION_ID && *version > 0) ||
      (application_id == 0 && *version == 0 && objects == 0))
    return TRUE;

  *damaged = TRUE;
  g_set_error_literal (error, BG_ERROR, BG_ERROR_STORE, "The queue on disk is something else");
  return FALSE;
}

/* A value that breaks a rule of ours costs one job, when it is read; it is no damage. The indices
 * are looked at, too (quick_check does not): a job that they do not find could be read, but no
 * change of it, and of all others in its transaction, could ever be written. */
static gboolean
check_whole (sqlite3 *self, gboolean *damaged, GError **error)
{
  g_autofree char *verdict = NULL;

  if (!bgd_store_sql_run (self, "PRAGMA ignore_check_constraints = ON", error))
    return FALSE;
  verdict = bgd_store_sql_get_text (self, "PRAGMA integrity_check (1)", error);
  if (verdict == NULL || !bgd_store_sql_run (self, "PRAGMA ignore_check_constraints = OFF", error))
    return FALSE;

  /* The file may be written, or it would not have been opened: then it is its header that tells
   * SQLite not to. */
  if (g_str_equal (verdict, "ok") && !sqlite3_db_readonly (self, "main"))
    return TRUE;

  *damaged = TRUE;
  g_set_error (error, BG_ERROR, BG_ERROR_STORE, "The queue on disk is damaged: %s", verdict);
  return FALSE;
}

/* All that is done before anything is written. Our statements are right, so that even an error of
 * theirs says that it is the schema, or the header, that is not. */
static gboolean
check (sqlite3 *self, Journal journal, gint64 *version, gboolean *damaged, GError **error)
{
  if (configure (self, journal, error) && check_version (self, version, damaged, error) &&
      check_whole (self, damaged, error))
    return TRUE;

  *damaged = *damaged || (sqlite3_errcode (self) & 0xff) == SQLITE_ERROR;
  return FALSE;
}

static gboolean
choose_journal (sqlite3 *self, Journal journal, GError **error)
{
  const char *sql =
      journal == LOG_SHARED ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE";

  /* The memory is asked for when the log is used, not before. */
  return bgd_store_sql_run (self, sql, error) &&
         bgd_store_sql_run (self, "BEGIN IMMEDIATE; COMMIT", error);
}

/* One step, whole or not at all. */
static gboolean
take_step (sqlite3 *self, gint64 version, GError **error)
{
  g_autofree char *path = g_strconcat (RESOURCE_PATH, steps[version - 1], NULL);
  g_autoptr (GBytes) sql =
      g_resource_lookup_data (bgd_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (sql == NULL)
    return FALSE;

  g_autofree char *script =
      g_strdup_printf ("BEGIN IMMEDIATE;\n"
                       "%s\n"
                       "PRAGMA application_id = %d;\n"
                       "PRAGMA user_version = %" G_GINT64_FORMAT ";\n"
                       "COMMIT",
                       (const char *) g_bytes_get_data (sql, NULL), APPLICATION_ID, version);

  if (bgd_store_sql_run (self, script, error))
    return TRUE;

  if (!sqlite3_get_autocommit (self))
    bgd_store_sql_run (self, "ROLLBACK", NULL);
  return FALSE;
}

static gboolean
adopt (sqlite3 *self, Journal journal, gboolean *damaged, GError **error)
{
  gint64 version = 0;

  if (!check (self, journal, &version, damaged, error) || !choose_journal (self, journal, error))
    return FALSE;
  sqlite3_db_config (self, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);

  while (version < VERSION)
    {
      if (!take_step (self, ++version, error))
        return FALSE;
    }

  /* Only now: a step may have to rebuild a table that others refer to. */
  return bgd_store_sql_run (self, "PRAGMA foreign_keys = ON", error);
}

/* Returns what SQLite said last, where there is no database. */
static sqlite3 *
open_with (const char *path, Journal journal, int *result, gboolean *damaged, GError **error)
{
  g_autoptr (sqlite3) self = NULL;

  *damaged = FALSE;
  *result = sqlite3_open_v2 (path, &self, SQLITE_OPEN_READWRITE, NULL);
  if (*result != SQLITE_OK)
    {
      bgd_store_sql_set_error (error, self, *result);
      return NULL;
    }

  if (adopt (self, journal, damaged, error))
    return g_steal_pointer (&self);

  *result = sqlite3_extended_errcode (self);
  *damaged = *damaged || bgd_store_sql_is_damage (*result);
  return NULL;
}

/**
 * bgd_store_database_open:
 * @path: an existing file, empty if it is to be a new queue
 * @damaged: (out): whether it failed because this is no queue, or no longer a whole one
 * @error: (out) (optional): BG_ERROR_STORE or BG_ERROR_DISK_FULL
 *
 * A queue that this version does not understand is left as it is, to the byte.
 */
sqlite3 *
bgd_store_database_open (const char *path, gboolean *damaged, GError **error)
{
  g_autoptr (GError) log_error = NULL;
  int result = SQLITE_OK;
  sqlite3 *self = open_with (path, LOG_SHARED, &result, damaged, &log_error);

  if (self != NULL)
    return self;

  if (result != SQLITE_IOERR_SHMOPEN && result != SQLITE_IOERR_SHMSIZE &&
      result != SQLITE_IOERR_SHMLOCK && result != SQLITE_IOERR_SHMMAP)
    {
      g_propagate_error (error, g_steal_pointer (&log_error));
      return NULL;
    }

  g_message ("The file system of the queue allows no write-ahead log; each change costs more time");
  return open_with (path, NO_LOG, &result, damaged, error);
}

/* The last one brings the log home. All statements must be gone. */
void
bgd_store_database_close (sqlite3 *self)
{
  int result = sqlite3_close (self);

  g_assert (result == SQLITE_OK);
}
