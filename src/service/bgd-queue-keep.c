/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue and its store: what the store does not know yet, and what waits until it does. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-completion.h"

/* So many changes of a busy queue share one transaction. Whoever must not wait flushes. */
#define FLUSH_MILLISECONDS 200

/* When the store refuses, a full disk mostly, it is asked again after this. */
#define FLUSH_AGAIN_SECONDS 10

static gboolean
on_flush (gpointer user_data)
{
  BgdQueue *self = user_data;
  g_autoptr (GError) error = NULL;

  self->flush_id = 0;
  if (!bgd_queue_flush (self, &error))
    g_warning ("The queue could not be written: %s", error->message);

  return G_SOURCE_REMOVE;
}

static void
flush_soon (BgdQueue *self)
{
  if (self->flush_id == 0)
    self->flush_id = g_timeout_add (FLUSH_MILLISECONDS, on_flush, self);
}

/* Something changed that the store keeps, and that is nobody's business but ours: polls see
 * nothing. */
void
bgd_queue_keep_job (BgdQueue *self, BgdJob *job)
{
  g_hash_table_add (self->unsaved_jobs, job);
  flush_soon (self);
}

/**
 * bgd_queue_touch_job:
 * @self: the queue
 * @job: a job that changed in something that the store keeps
 *
 * The store gets it with the next flush; polls see it from now on.
 */
void
bgd_queue_touch_job (BgdQueue *self, BgdJob *job)
{
  bgd_queue_keep_job (self, job);
  bgd_queue_notice (self, job);
}

/* The same for a file that changed in anything. */
void
bgd_queue_touch_file (BgdQueue *self, BgdJob *job, BgdFile *file)
{
  file->serial = file->progress_serial = job->progress_serial = ++self->serial;
  g_hash_table_insert (self->unsaved_files, file, job);
  flush_soon (self);
}

/* The same for a file of which more bytes are on the disk, and nothing else is new. */
void
bgd_queue_touch_progress (BgdQueue *self, BgdJob *job, BgdFile *file)
{
  file->progress_serial = job->progress_serial = ++self->serial;
  g_hash_table_insert (self->unsaved_progress, file, job);
  flush_soon (self);
}

/* The store forgets the job with the next flush. */
void
bgd_queue_touch_gone (BgdQueue *self, BgdJob *job)
{
  for (guint i = 0; i < job->files->len; i++)
    {
      g_hash_table_remove (self->unsaved_files, bgd_job_get_file (job, i));
      g_hash_table_remove (self->unsaved_progress, bgd_job_get_file (job, i));
    }

  g_hash_table_remove (self->unsaved_jobs, job);
  g_ptr_array_add (self->unsaved_gone, g_strdup (job->id));
  flush_soon (self);
}

/**
 * bgd_queue_discard_files:
 * @self: the queue
 * @job: a job that has ended, and of which the store knows that
 *
 * Deletes what was fetched and not moved into place. It may be called again: after a crash, and
 * when the last transfer has ended, which may have made its part file just before it was stopped.
 */
void
bgd_queue_discard_files (BgdQueue *self, BgdJob *job)
{
  gboolean is_moving = g_hash_table_contains (self->runs, job);
  gboolean is_kept = bgd_queue_keeps (self, job);

  for (guint i = 0; i < job->files->len; i++)
    {
      BgdFile *file = bgd_job_get_file (job, i);

      if (file->state == BGD_FILE_COMPLETED || file->state == BGD_FILE_DROPPED)
        continue;

      /* What cannot be deleted now is tried again after the next start. */
      if (!bgd_completion_discard (file) || is_moving || !is_kept)
        continue;

      file->state = BGD_FILE_DROPPED;
      bgd_queue_touch_file (self, job, file);
    }

  bgd_queue_withdraw (self, job);
}

static void
discard_ended (BgdQueue *self)
{
  for (guint i = 0; i < self->ended->len; i++)
    {
      bgd_queue_discard_files (self, g_ptr_array_index (self->ended, i));
      bgd_queue_forget_secrets (self, g_ptr_array_index (self->ended, i));
    }
  g_ptr_array_set_size (self->ended, 0);
}

static gboolean
has_unsaved (BgdQueue *self)
{
  return g_hash_table_size (self->unsaved_jobs) > 0 ||
         g_hash_table_size (self->unsaved_files) > 0 ||
         g_hash_table_size (self->unsaved_progress) > 0 || self->unsaved_gone->len > 0;
}

static gboolean
write_unsaved (BgdQueue *self, GError **error)
{
  GHashTableIter iter;
  gpointer key, value;

  if (!bgd_store_begin (self->store, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->unsaved_jobs);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!bgd_store_update_job (self->store, key, error))
      return FALSE;

  g_hash_table_iter_init (&iter, self->unsaved_files);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!bgd_store_update_file (self->store, value, key, error))
      return FALSE;

  g_hash_table_iter_init (&iter, self->unsaved_progress);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_contains (self->unsaved_files, key) &&
        !bgd_store_update_progress (self->store, value, key, error))
      return FALSE;

  for (guint i = 0; i < self->unsaved_gone->len; i++)
    if (!bgd_store_delete_job (self->store, g_ptr_array_index (self->unsaved_gone, i), error))
      return FALSE;

  return bgd_store_commit (self->store, error);
}

/**
 * bgd_queue_flush:
 * @self: the queue
 *
 * Brings the store up to date, in one transaction, then deletes the part files of the jobs that it
 * now knows to have ended. If it fails, memory is still right and it is tried again later; a caller
 * who waits for an answer gets the error.
 *
 * Returns: whether the store knows all
 */
gboolean
bgd_queue_flush (BgdQueue *self, GError **error)
{
  g_clear_handle_id (&self->flush_id, g_source_remove);

  if (!has_unsaved (self))
    return TRUE;

  if (!write_unsaved (self, error))
    {
      self->flush_id = g_timeout_add_seconds (FLUSH_AGAIN_SECONDS, on_flush, self);
      bgd_queue_tell_busy (self);
      return FALSE;
    }

  g_hash_table_remove_all (self->unsaved_jobs);
  g_hash_table_remove_all (self->unsaved_files);
  g_hash_table_remove_all (self->unsaved_progress);
  g_ptr_array_set_size (self->unsaved_gone, 0);
  discard_ended (self);
  bgd_queue_tell_busy (self);
  return TRUE;
}
