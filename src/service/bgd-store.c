/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue on disk. What is answered is on the disk; what is on the disk is not believed blindly.
 */
#include "config.h"

#include "bgd-store.h"

#include "bg-error.h"
#include "bgd-store-column.h"
#include "bgd-store-database.h"
#include "bgd-store-folder.h"
#include "bgd-store-rescue.h"
#include "bgd-store-row.h"
#include "bgd-store-source.h"
#include "bgd-store-upload.h"

#define QUEUE "queue.db"

struct _BgdStore
{
  GObject parent_instance;

  BgdStoreFolder *folder; /* (owned) */
  sqlite3 *database;      /* (owned) */
  char *rescued;          /* (owned) (nullable) (type filename) */
  gboolean in_transaction;
  sqlite3_stmt *statements[BGD_STORE_N_VERBS]; /* (owned) */
};

G_DEFINE_FINAL_TYPE (BgdStore, bgd_store, G_TYPE_OBJECT)

static void
close_database (BgdStore *self)
{
  for (guint i = 0; i < BGD_STORE_N_VERBS; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  g_clear_pointer (&self->database, bgd_store_database_close);
}

/* All statements at once: a table or column that is not there shows now, not in the middle. */
static gboolean
open_database (BgdStore *self, const char *path, gboolean *damaged, GError **error)
{
  self->database = bgd_store_database_open (path, damaged, error);
  if (self->database == NULL)
    return FALSE;

  for (guint i = 0; i < BGD_STORE_N_VERBS; i++)
    {
      g_autofree char *sql = bgd_store_column_get_sql ((BgdStoreVerb) i);
      int result = sqlite3_prepare_v3 (self->database, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                       &self->statements[i], NULL);

      if (result != SQLITE_OK)
        {
          *damaged = result == SQLITE_ERROR || bgd_store_sql_is_damage (result);
          bgd_store_sql_set_error (error, self->database, result);
          close_database (self);
          return FALSE;
        }
    }

  return TRUE;
}

static void
bgd_store_finalize (GObject *object)
{
  BgdStore *self = BGD_STORE (object);

  bgd_store_rollback (self);
  close_database (self);
  g_clear_pointer (&self->folder, bgd_store_folder_close);
  g_free (self->rescued);

  G_OBJECT_CLASS (bgd_store_parent_class)->finalize (object);
}

static void
bgd_store_class_init (BgdStoreClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bgd_store_finalize;
}

static void
bgd_store_init (BgdStore *self)
{
}

/**
 * bgd_store_open:
 * @directory: the folder of the queue; made if it does not exist, and made private
 * @error: (out) (optional): BG_ERROR_STORE: another process holds the queue, it is from a newer
 *   version, or the folder cannot be used; BG_ERROR_DISK_FULL
 *
 * A damaged queue is put aside, never deleted; see bgd_store_get_rescued().
 */
BgdStore *
bgd_store_open (const char *directory, GError **error)
{
  g_autoptr (BgdStore) self = g_object_new (BGD_TYPE_STORE, NULL);
  g_autoptr (GError) open_error = NULL;
  g_autofree char *path = NULL;
  gboolean damaged = FALSE;

  self->folder = bgd_store_folder_open (directory, error);
  if (self->folder == NULL || !bgd_store_rescue_finish (self->folder, QUEUE, error) ||
      !bgd_store_folder_make_file (self->folder, QUEUE, error))
    return NULL;

  path = bgd_store_folder_get_file (self->folder, QUEUE);
  if (open_database (self, path, &damaged, &open_error))
    return g_steal_pointer (&self);

  if (!damaged)
    {
      g_propagate_error (error, g_steal_pointer (&open_error));
      return NULL;
    }

  g_warning ("%s", open_error->message);
  self->rescued = bgd_store_rescue (self->folder, QUEUE, error);
  if (self->rescued == NULL || !open_database (self, path, &damaged, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bgd_store_get_rescued:
 *
 * Returns: (transfer none) (nullable) (type filename): where the damaged queue was put, if the one
 *   in use now is what could be read of it
 */
const char *
bgd_store_get_rescued (BgdStore *self)
{
  return self->rescued;
}

/* Key → job, in the order of creation in jobs. */
static gboolean
load_jobs (BgdStore *self, GPtrArray *jobs, GHashTable *by_key, GError **error)
{
  g_autoptr (BgdStoreStatement) statement = self->statements[BGD_STORE_LOAD_JOBS];
  int result;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *flaw = NULL;
      gint64 key = 0;
      g_autoptr (BgdJob) job = bgd_store_row_read_job (statement, &key, &flaw);

      if (job == NULL)
        {
          g_warning ("A job in the queue has an impossible %s; it is left out", flaw);
          continue;
        }

      g_hash_table_insert (by_key, g_memdup2 (&key, sizeof key), job);
      g_ptr_array_add (jobs, g_steal_pointer (&job));
    }

  if (result != SQLITE_DONE)
    bgd_store_sql_set_error (error, self->database, result);
  return result == SQLITE_DONE;
}

/* Gives each job its files; those with an impossible one become bad. */
static gboolean
load_files (BgdStore *self, GHashTable *by_key, GHashTable *bad, GError **error)
{
  g_autoptr (BgdStoreStatement) statement = self->statements[BGD_STORE_LOAD_FILES];
  int result;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *flaw = NULL;
      gint64 key = 0;
      g_autoptr (BgdFile) file = bgd_store_row_read_file (statement, &key, &flaw);
      BgdJob *job = g_hash_table_lookup (by_key, &key);

      if (job == NULL)
        continue;

      if (file != NULL)
        g_ptr_array_add (job->files, g_steal_pointer (&file));
      else if (g_hash_table_add (bad, job))
        g_warning ("A file of job “%s” in the queue has an impossible %s; the job is left out",
                   job->name, flaw);
    }

  if (result != SQLITE_DONE)
    bgd_store_sql_set_error (error, self->database, result);
  return result == SQLITE_DONE;
}

/* Gives each file what is known of it beyond its address. The files are in order. */
static gboolean
load_sources (BgdStore *self, GHashTable *by_key, GError **error)
{
  g_autoptr (BgdStoreStatement) statement = self->statements[BGD_STORE_LOAD_SOURCES];
  int result;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 key = bgd_store_source_get_job (statement);
      guint index = bgd_store_source_get_file (statement);
      BgdJob *job = g_hash_table_lookup (by_key, &key);

      /* A job that lacks files was left out. */
      if (job != NULL && index < job->files->len && bgd_job_get_file (job, index)->index == index)
        bgd_store_source_read (statement, bgd_job_get_file (job, index));
    }

  if (result != SQLITE_DONE)
    bgd_store_sql_set_error (error, self->database, result);
  return result == SQLITE_DONE;
}

/* Gives each upload what makes it one. */
static gboolean
load_uploads (BgdStore *self, GHashTable *by_key, GError **error)
{
  g_autoptr (BgdStoreStatement) statement = self->statements[BGD_STORE_LOAD_UPLOADS];
  int result;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 key = bgd_store_upload_get_job (statement);
      BgdJob *job = g_hash_table_lookup (by_key, &key);

      if (job != NULL && job->type != BG_JOB_TYPE_DOWNLOAD && job->files->len > 0 &&
          bgd_store_upload_get_file (statement) == bgd_job_get_file (job, 0)->index)
        bgd_store_upload_read (statement, bgd_job_get_file (job, 0));
    }

  if (result != SQLITE_DONE)
    bgd_store_sql_set_error (error, self->database, result);
  return result == SQLITE_DONE;
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const BgdFile *const *first = a;
  const BgdFile *const *second = b;

  return ((*first)->index > (*second)->index) - ((*first)->index < (*second)->index);
}

/* Whether the job has all its files, in order, and as many as its state asks for. */
static gboolean
check_files (BgdJob *job)
{
  g_ptr_array_sort (job->files, compare_files);

  for (guint i = 0; i < job->files->len; i++)
    {
      if (bgd_job_get_file (job, i)->index != i)
        return FALSE;
    }

  if (job->failure.file >= job->files->len)
    job->failure.file = BGD_NO_FILE;

  /* An upload without what makes it one would be a download over the file of its owner. */
  if (job->type != BG_JOB_TYPE_DOWNLOAD && job->files->len > 0 &&
      (bgd_job_get_file (job, 0)->cargo == NULL ||
       job->files->len != (job->type == BG_JOB_TYPE_UPLOAD ? 1 : 2)))
    return FALSE;

  return job->files->len > 0 || job->state == BG_JOB_STATE_SUSPENDED ||
         bg_job_state_is_final (job->state);
}

/**
 * bgd_store_load:
 * @error: (out) (optional): BG_ERROR_STORE
 *
 * What cannot be (a person or a broken disk may have written it) is left out with a warning, one
 * job at a time; its rows stay. A file whose ranges cannot be starts again, so that a job can be
 * BG_JOB_STATE_TRANSFERRED with a file that waits.
 *
 * Returns: (transfer full) (element-type BgdJob): all jobs in the order of creation
 */
GPtrArray *
bgd_store_load (BgdStore *self, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_job_unref);
  g_autoptr (GPtrArray) good = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_job_unref);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) bad = g_hash_table_new (NULL, NULL);

  if (!load_jobs (self, all, by_key, error) || !load_files (self, by_key, bad, error) ||
      !load_uploads (self, by_key, error))
    return NULL;

  for (guint i = 0; i < all->len; i++)
    {
      BgdJob *job = g_ptr_array_index (all, i);

      if (g_hash_table_contains (bad, job))
        continue;

      if (check_files (job))
        g_ptr_array_add (good, bgd_job_ref (job));
      else
        g_warning ("Job “%s” in the queue lacks files; it is left out", job->name);
    }

  if (!load_sources (self, by_key, error))
    return NULL;

  return g_steal_pointer (&good);
}

gboolean
bgd_store_begin (BgdStore *self, GError **error)
{
  g_assert (!self->in_transaction);

  self->in_transaction = bgd_store_sql_run (self->database, "BEGIN IMMEDIATE", error);
  return self->in_transaction;
}

gboolean
bgd_store_commit (BgdStore *self, GError **error)
{
  g_assert (self->in_transaction);

  if (!bgd_store_sql_run (self->database, "COMMIT", error))
    {
      bgd_store_rollback (self);
      return FALSE;
    }

  self->in_transaction = FALSE;
  return TRUE;
}

/* Nothing, if no transaction is open: a failure has ended it already. */
void
bgd_store_rollback (BgdStore *self)
{
  /* SQLite ends the transaction by itself after some failures. */
  if (self->in_transaction && !sqlite3_get_autocommit (self->database))
    bgd_store_sql_run (self->database, "ROLLBACK", NULL);
  self->in_transaction = FALSE;
}

/* The end of each change: it has changed something, or all is rolled back. */
static gboolean
finish (BgdStore *self, int result, const char *id, GError **error)
{
  if (result == SQLITE_DONE && sqlite3_changes (self->database) > 0)
    return TRUE;

  if (result == SQLITE_DONE)
    g_set_error (error, BG_ERROR, BG_ERROR_STORE, "Job %s is not in the queue on disk", id);
  else
    bgd_store_sql_set_error (error, self->database, result);

  bgd_store_rollback (self);
  return FALSE;
}

gboolean
bgd_store_insert_job (BgdStore *self, const BgdJob *job, GError **error)
{
  g_assert (self->in_transaction);

  return finish (self, bgd_store_row_write_job (self->statements[BGD_STORE_INSERT_JOB], job),
                 job->id, error);
}

gboolean
bgd_store_update_job (BgdStore *self, const BgdJob *job, GError **error)
{
  g_assert (self->in_transaction);

  return finish (self, bgd_store_row_write_job (self->statements[BGD_STORE_UPDATE_JOB], job),
                 job->id, error);
}

/* Its files go with it. */
gboolean
bgd_store_delete_job (BgdStore *self, const char *id, GError **error)
{
  g_assert (self->in_transaction);

  return finish (self, bgd_store_row_write_id (self->statements[BGD_STORE_DELETE_JOB], id), id,
                 error);
}

gboolean
bgd_store_insert_file (BgdStore *self, const BgdJob *job, const BgdFile *file, GError **error)
{
  BgdStoreStatement *insert_source = self->statements[BGD_STORE_INSERT_SOURCE];

  g_assert (self->in_transaction);

  if (!finish (self, bgd_store_row_write_file (self->statements[BGD_STORE_INSERT_FILE], job, file),
               job->id, error))
    return FALSE;

  if (file->cargo != NULL)
    return finish (self,
                   bgd_store_upload_write (self->statements[BGD_STORE_INSERT_UPLOAD], job, file),
                   job->id, error);

  return !bgd_store_source_is_needed (file) ||
         finish (self, bgd_store_source_write (insert_source, file), job->id, error);
}

gboolean
bgd_store_update_file (BgdStore *self, const BgdJob *job, const BgdFile *file, GError **error)
{
  g_assert (self->in_transaction);

  if (!finish (self, bgd_store_row_write_file (self->statements[BGD_STORE_UPDATE_FILE], job, file),
               job->id, error))
    return FALSE;

  return file->cargo == NULL ||
         finish (self,
                 bgd_store_upload_write (self->statements[BGD_STORE_UPDATE_UPLOAD], job, file),
                 job->id, error);
}

/* Size, bytes, ranges and validators. */
gboolean
bgd_store_update_progress (BgdStore *self, const BgdJob *job, const BgdFile *file, GError **error)
{
  BgdStoreStatement *statement = self->statements[BGD_STORE_UPDATE_PROGRESS];

  g_assert (self->in_transaction);

  return finish (self, bgd_store_row_write_progress (statement, job, file), job->id, error);
}
