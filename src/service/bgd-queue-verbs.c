/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What owners do to jobs: make, set, suspend, resume, complete, cancel. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-completion.h"

/* For those who must not go on before the store knows the names. */
static gboolean
keep_names (BgdJob *job, gpointer user_data, GError **error)
{
  BgdQueue *self = user_data;

  for (guint i = 0; i < job->files->len; i++)
    {
      BgdFile *file = bgd_job_get_file (job, i);

      if (file->state == BGD_FILE_TRANSFERRED)
        bgd_queue_touch_file (self, job, file);
    }

  return bgd_queue_flush (self, error);
}

/* Whether nobody waits for another byte of the job. */
static gboolean
is_all_there (const BgdJob *job)
{
  return bgd_job_count_files (job, BGD_FILE_WAITING) == 0 &&
         bgd_job_count_files (job, BGD_FILE_FAILED) == 0;
}

/* Whether a file that the owner wanted is not in its place. */
static gboolean
is_partial (const BgdJob *job)
{
  for (guint i = 0; i < job->files->len; i++)
    {
      const BgdFile *file = bgd_job_get_file (job, i);

      if (file->state != BGD_FILE_COMPLETED && !bgd_file_was_replaced (file))
        return TRUE;
    }

  return FALSE;
}

/* Moves into place what is whole, and tells what became of it, however that ends. */
static gboolean
move_files (BgdQueue *self, BgdJob *job, guint *culprit, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  gboolean moved;

  for (guint i = 0; i < job->files->len; i++)
    if (bgd_job_get_file (job, i)->state == BGD_FILE_TRANSFERRED)
      g_ptr_array_add (files, bgd_job_get_file (job, i));

  moved = bgd_completion_move (job, bgd_preferences_get_save_origin (self->preferences), keep_names,
                               self, culprit, error);

  for (guint i = 0; i < files->len; i++)
    bgd_queue_touch_file (self, job, g_ptr_array_index (files, i));

  return moved;
}

static void
fail_completion (BgdQueue *self, BgdJob *job, guint culprit, const GError *error)
{
  BgErrorContext context =
      culprit == BGD_NO_FILE ? BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER : BG_ERROR_CONTEXT_LOCAL_FILE;
  BgJobState to = job->state;

  /* The store refused, and nothing was moved: who was on the way goes on. */
  if (culprit == BGD_NO_FILE && job->state != BG_JOB_STATE_TRANSFERRED)
    return;

  bgd_state_next (job->state, BGD_EVENT_COMPLETE_FAILED, job->type, &to);
  bgd_queue_enter (self, job, BGD_EVENT_COMPLETE_FAILED, to);
  bgd_failure_set (&job->failure, (BgError) error->code, context, culprit, 0, error->message);
  bgd_queue_touch_job (self, job);
}

/* Source: IBackgroundCopyJob::Complete in the BITS reference; if a file cannot be moved the job
 * stays, and it may be called again. */
static gboolean
complete (BgdQueue *self, BgdJob *job, gboolean *partial, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  BgJobState to = job->state;
  guint culprit;

  if (!move_files (self, job, &culprit, &local_error))
    {
      fail_completion (self, job, culprit, local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *partial = is_partial (job);
  if (!*partial)
    bgd_failure_clear (&job->failure); /* of a try before this one */
  bgd_state_next (job->state, BGD_EVENT_COMPLETE, job->type, &to);
  bgd_queue_enter (self, job, BGD_EVENT_COMPLETE, to);

  return TRUE;
}

/* Does Complete for a job that wants that by itself, if all of its files are there. */
void
bgd_queue_complete_finished (BgdQueue *self, BgdJob *job)
{
  g_autoptr (GError) error = NULL;
  gboolean partial;

  if (job->auto_complete && job->state == BG_JOB_STATE_TRANSFERRED && is_all_there (job) &&
      !complete (self, job, &partial, &error))
    g_message ("Job %s could not be completed: %s", job->id, error->message);
}

/* Failed files get another try. Nobody but the owner makes them wait again. */
static void
revive_files (BgdQueue *self, BgdJob *job)
{
  bgd_queue_revive_upload (self, job);

  for (guint i = 0; i < job->files->len; i++)
    {
      BgdFile *file = bgd_job_get_file (job, i);

      if (file->state != BGD_FILE_FAILED)
        continue;

      file->state = BGD_FILE_WAITING;
      bgd_queue_touch_file (self, job, file);
    }

  job->failures = 0;
  job->no_progress_since = 0;
  bgd_queue_reset_time (self, job);
}

static gboolean
resume (BgdQueue *self, BgdJob *job, BgJobState to, GError **error)
{
  if (job->files->len == 0)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_EMPTY, "The job “%s” has no files to transfer.",
                   job->name);
      return FALSE;
    }

  revive_files (self, job);

  /* The table leads a finished job back into the queue; only new files are a reason to go. */
  if (job->state == BG_JOB_STATE_TRANSFERRED && is_all_there (job))
    return TRUE;

  bgd_queue_enter (self, job, BGD_EVENT_RESUME, to);
  return TRUE;
}

/**
 * bgd_queue_create_job:
 * @self: the queue
 * @type: its type
 * @settings: the name, which is required, and what differs from the defaults
 *
 * Returns: (transfer none): the id of the new job, or NULL
 */
const char *
bgd_queue_create_job (BgdQueue *self, BgJobType type, const BgdSettings *settings, GError **error)
{
  g_autofree char *id = NULL;
  g_autoptr (BgdJob) job = NULL;

  if ((guint) type > BG_JOB_TYPE_UPLOAD_REPLY)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED,
                   "This version of Ferry knows no job of type %u.", (guint) type);
      return NULL;
    }

  if (!bgd_input_check_settings (settings, error) || !bgd_input_check_files (settings, error) ||
      !bgd_queue_check_new_job (self, settings->owner != NULL ? settings->owner : "", error))
    return NULL;

  id = g_uuid_string_random ();
  job = bgd_job_new (id, settings->name, type);
  if (!bgd_input_check_change (settings, job, error))
    return NULL;

  job->created = job->modified = bgd_host_get_real (self->host);
  bgd_preferences_furnish_job (self->preferences, job);
  bgd_input_apply_settings (settings, job);

  if (!bgd_store_begin (self->store, error) || !bgd_store_insert_job (self->store, job, error) ||
      !bgd_store_commit (self->store, error))
    return NULL;

  bgd_queue_insert (self, job);
  if (bgd_job_has_secrets (job))
    bgd_queue_keep_secrets (self, job, BGD_SECRET_HEADERS);

  return job->id;
}

/**
 * bgd_queue_set_properties:
 * @self: the queue
 * @id: a job that has not ended
 * @settings: what is to change
 *
 * A failing store does not take the change back: it is written as soon as that can be done.
 */
gboolean
bgd_queue_set_properties (BgdQueue *self,
                          const char *id,
                          const BgdSettings *settings,
                          GError **error)
{
  BgdJob *job = bgd_queue_get_job (self, id, error);

  if (job == NULL || !bgd_input_check_settings (settings, error) ||
      !bgd_input_check_change (settings, job, error) || !bgd_input_check_files (settings, error))
    return FALSE;

  if (bg_job_state_is_final (job->state))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_STATE, "The job “%s” has ended.", job->name);
      return FALSE;
    }

  bgd_input_apply_settings (settings, job);
  bgd_queue_touch_job (self, job);
  if (settings->headers != NULL)
    bgd_queue_keep_secrets (self, job, BGD_SECRET_HEADERS);
  bgd_queue_schedule_soon (self); /* the priority may have changed */
  bgd_queue_tell_run (self, job);
  bgd_queue_note_settings (self, job, settings);
  if (settings->auto_complete != NULL)
    bgd_queue_complete_finished (self, job);

  return bgd_queue_flush (self, error);
}

/**
 * bgd_queue_apply:
 * @self: the queue
 * @id: a job
 * @verb: BGD_EVENT_RESUME, SUSPEND, COMPLETE or CANCEL
 * @partial: (out): set by COMPLETE: whether some files were not kept
 *
 * The store sees the change with the next flush, so that many jobs share one transaction.
 */
gboolean
bgd_queue_apply (BgdQueue *self, const char *id, BgdEvent verb, gboolean *partial, GError **error)
{
  BgdJob *job = bgd_queue_get_job (self, id, error);
  BgJobState to;

  if (job == NULL)
    return FALSE;

  if (!bgd_state_next (job->state, verb, job->type, &to))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_STATE,
                   "The job “%s” is %s; that cannot be done now.", job->name,
                   bg_job_state_to_string (job->state));
      return FALSE;
    }

  if (verb == BGD_EVENT_RESUME)
    return resume (self, job, to, error);

  if (verb == BGD_EVENT_COMPLETE)
    return complete (self, job, partial, error);

  bgd_queue_enter (self, job, verb, to);
  return TRUE;
}
