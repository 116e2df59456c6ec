/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom the ends of jobs and files are told: those who listen, as far as the owner wants, and an
 * application that may have to be started for that. */
#include "config.h"

#include "bgd-queue-private.h"

static gboolean
is_told (BgJobState state)
{
  return state == BG_JOB_STATE_TRANSFERRED || state == BG_JOB_STATE_ERROR;
}

/* Whether an application is to hear of the state that the job is in. */
static gboolean
has_action (const BgdJob *job)
{
  BgNotifyFlags flag =
      job->state == BG_JOB_STATE_ERROR ? BG_NOTIFY_JOB_ERROR : BG_NOTIFY_JOB_TRANSFERRED;

  return job->notify_application != NULL && bgd_job_signals (job, flag);
}

static void
set_due (BgdQueue *self, BgdJob *job, gboolean is_due)
{
  job->action_is_due = is_due;
  if (is_due)
    g_signal_emit_by_name (self, "action-due", job->id);
}

/**
 * bgd_queue_note_end:
 * @self: the queue
 * @job: a job that has just changed its state; the store has not seen that
 * @from: the state before
 *
 * Source: IBackgroundCopyJob2::SetNotifyCmdLine in the BITS reference. Who has acknowledged need
 * not be told; a job that completes by itself was acknowledged by nobody.
 */
void
bgd_queue_note_end (BgdQueue *self, BgdJob *job, BgJobState from)
{
  gboolean was_by_itself = job->auto_complete && from == BG_JOB_STATE_TRANSFERRED &&
                           job->state == BG_JOB_STATE_ACKNOWLEDGED;

  if (is_told (job->state))
    set_due (self, job, has_action (job));
  else if (is_told (from) && !was_by_itself)
    job->action_is_due = FALSE;
}

/* Source: IBackgroundCopyCallback2::FileTransferred: downloads, and the reply to an upload. */
void
bgd_queue_note_file (BgdQueue *self, BgdJob *job, BgdFile *file)
{
  if (file->state != BGD_FILE_TRANSFERRED || file->was_told || file->cargo != NULL)
    return;

  file->was_told = TRUE;
  if (bgd_job_signals (job, BG_NOTIFY_FILE_TRANSFERRED))
    g_signal_emit_by_name (self, "file-transferred", job->id, file->index);
}

/**
 * bgd_queue_note_settings:
 * @self: the queue
 * @job: a job
 * @settings: what of it was changed
 *
 * Whoever comes after the event is told of it as well.
 */
void
bgd_queue_note_settings (BgdQueue *self, BgdJob *job, const BgdSettings *settings)
{
  gboolean has_flags = settings->notify_flags != NULL;

  if (!is_told (job->state) || (!has_flags && settings->notify_application == NULL))
    return;

  if (has_flags)
    g_signal_emit_by_name (self, "repeat", job->id);
  if (settings->notify_application != NULL || !has_action (job))
    set_due (self, job, has_action (job));
}

/* The application was told, or need not be any more. */
void
bgd_queue_end_action (BgdQueue *self, const char *id)
{
  BgdJob *job = bgd_queue_get_job (self, id, NULL);

  if (job == NULL || !job->action_is_due)
    return;

  job->action_is_due = FALSE;
  bgd_queue_keep_job (self, job);
  bgd_queue_flush (self, NULL); /* or a crash would have it told twice */
}
