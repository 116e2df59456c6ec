/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs that finished long ago leave the queue, if people want that. */
#include "config.h"

#include "bgd-queue-private.h"

static gboolean
is_over (const BgdJob *job, gint64 now, GTimeSpan keep)
{
  return job->state == BG_JOB_STATE_ACKNOWLEDGED && now - job->modified >= keep;
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
