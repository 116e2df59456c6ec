/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long jobs are on the way, and those that have used up what they may. */
#include "config.h"

#include "bgd-queue-private.h"

static gboolean
is_running (BgJobState state)
{
  return state == BG_JOB_STATE_CONNECTING || state == BG_JOB_STATE_TRANSFERRING;
}

/* What has gone by counts from now on, whatever becomes of the job. */
static void
book (BgdQueue *self, BgdJob *job)
{
  gint64 now = bgd_host_get_monotonic (self->host);

  if (job->running_since != 0)
    job->time_used += MAX (now - job->running_since, 0);
  job->running_since = is_running (job->state) ? now : 0;
}

/**
 * bgd_queue_note_time:
 * @self: the queue
 * @job: a job that has just come into its state
 * @from: the state before
 *
 * What a crash takes away is the time since the job began to run.
 *
 * Returns: whether the store must hear of it
 */
gboolean
bgd_queue_note_time (BgdQueue *self, BgdJob *job, BgJobState from)
{
  gint64 before = job->time_used;

  if (is_running (from) != is_running (job->state))
    book (self, job);

  return job->time_used != before;
}

/* The owner has said that it may go on. Source: IBackgroundCopyJob4::SetMaximumDownloadTime. */
void
bgd_queue_reset_time (BgdQueue *self, BgdJob *job)
{
  book (self, job);
  if (job->time_used == 0)
    return;

  job->time_used = 0;
  bgd_queue_touch_job (self, job);
}

/* They go on with the next service. */
void
bgd_queue_book_times (BgdQueue *self)
{
  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    if (is_running (((BgdJob *) l->data)->state))
      {
        book (self, l->data);
        bgd_queue_touch_job (self, l->data);
      }
}

/* In seconds; 0: for ever. */
static guint
get_maximum (BgdQueue *self, const BgdJob *job)
{
  guint of_rules = self->rules->maximum_time;

  if (job->maximum_time == 0 || of_rules == 0)
    return MAX (job->maximum_time, of_rules);

  return MIN (job->maximum_time, of_rules);
}

static void
end (BgdQueue *self, BgdJob *job, guint maximum)
{
  g_autofree char *why = g_strdup_printf (
      maximum != job->maximum_time
          ? "Your administrator does not allow a job to take longer than %u seconds."
          : "The job has used up the %u seconds that it may take.",
      maximum);
  BgJobState to;

  if (!bgd_state_next (job->state, BGD_EVENT_MAXIMUM_TIME, job->type, &to))
    return;

  bgd_failure_set (&job->failure, BG_ERROR_MAXIMUM_TIME, BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER,
                   BGD_NO_FILE, 0, why);
  job->error_count++;
  bgd_queue_enter (self, job, BGD_EVENT_MAXIMUM_TIME, to);
}

/**
 * bgd_queue_end_late:
 * @self: the queue
 * @jobs: (element-type BgdJob): those that can change by themselves
 *
 * Ends jobs that have been on the way for too long.
 *
 * Returns: when the time of the next one is over; 0: never
 */
gint64
bgd_queue_end_late (BgdQueue *self, const GPtrArray *jobs)
{
  gint64 now = bgd_host_get_monotonic (self->host);
  gint64 next = 0;

  for (guint i = 0; i < jobs->len; i++)
    {
      BgdJob *job = g_ptr_array_index (jobs, i);
      guint maximum = get_maximum (self, job);
      gint64 over = job->running_since - job->time_used + (gint64) maximum * G_USEC_PER_SEC;

      if (!is_running (job->state) || job->running_since == 0 || maximum == 0)
        continue;

      if (over <= now)
        end (self, job, maximum);
      else if (next == 0 || over < next)
        next = over;
    }

  return next;
}
