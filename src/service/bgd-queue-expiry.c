/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs that finished long ago leave the queue, if people want that; those that nobody looks after
 * are cancelled. */
#include "config.h"

#include "bgd-queue-private.h"

static gboolean
is_over (const BgdJob *job, gint64 now, GTimeSpan keep)
{
  return job->state == BG_JOB_STATE_ACKNOWLEDGED && now - job->modified >= keep;
}

static void
remove_finished (BgdQueue *self)
{
  GTimeSpan keep = bgd_preferences_get_keep (self->preferences);
  gint64 now = bgd_host_get_real (self->host);
  g_autoptr (GPtrArray) over = NULL;

  if (keep == 0)
    return;

  over = g_ptr_array_new ();
  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    if (is_over (l->data, now, keep))
      g_ptr_array_add (over, l->data);

  for (guint i = 0; i < over->len; i++)
    {
      const BgdJob *job = g_ptr_array_index (over, i);
      g_autoptr (GError) error = NULL;

      if (!bgd_queue_remove (self, job->id, &error))
        {
          g_debug ("Finished jobs stay for now: %s", error->message);
          return;
        }
    }
}

/* One that only its owner can make go on. */
static gboolean
is_idle (const BgdJob *job, gint64 now, GTimeSpan maximum)
{
  return (job->state == BG_JOB_STATE_SUSPENDED || job->state == BG_JOB_STATE_ERROR ||
          job->state == BG_JOB_STATE_TRANSFERRED) &&
         now - job->modified >= maximum;
}

static void
cancel_idle (BgdQueue *self, const BgdJob *idle)
{
  g_autoptr (BgdJob) job = bgd_job_ref ((BgdJob *) idle);
  g_autofree char *why = NULL;
  gboolean partial;

  if (!bgd_queue_apply (self, job->id, BGD_EVENT_CANCEL, &partial, NULL))
    return;

  why = g_strdup_printf ("Nobody looked after the job for %u days, so it was cancelled.",
                         self->rules->inactivity);
  g_message ("%s: %s", job->id, why);
  bgd_failure_set (&job->failure, BG_ERROR_NO_PROGRESS, BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER,
                   BGD_NO_FILE, 0, why);
  bgd_queue_touch_job (self, job);
}

/* Source: JobInactivityTimeout, a policy of BITS. There it is 90 days without one; here nothing is
 * cancelled that nobody said may be. */
static void
cancel_all_idle (BgdQueue *self)
{
  GTimeSpan maximum = self->rules->inactivity * G_TIME_SPAN_DAY;
  gint64 now = bgd_host_get_real (self->host);
  g_autoptr (GPtrArray) idle = NULL;

  if (maximum == 0)
    return;

  idle = g_ptr_array_new ();
  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    if (is_idle (l->data, now, maximum))
      g_ptr_array_add (idle, l->data);

  for (guint i = 0; i < idle->len; i++)
    cancel_idle (self, g_ptr_array_index (idle, i));
}

/**
 * bgd_queue_expire:
 * @self: the queue
 *
 * Called with each look at the queue, so that it needs no alarm of its own: a service that has
 * nothing to do is not there, and the next one looks when it starts.
 */
void
bgd_queue_expire (BgdQueue *self)
{
  remove_finished (self);
  cancel_all_idle (self);
}
