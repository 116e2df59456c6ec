/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs that their owners remove. One whose transfers still stop is gone for everybody but the
 * store: until they have, a part file may come back, and a crash must not make the service forget
 * whose it is. */
#include "config.h"

#include "bgd-queue-private.h"

/* So many removals are remembered for polls that come late; an older poll gets the whole list. */
#define MAXIMUM_GONE 10000

static void
remember_gone (BgdQueue *self, const BgdJob *job)
{
  BgdGone gone = { ++self->serial, g_strdup (job->id), g_strdup (job->owner) };

  if (self->gone->len >= MAXIMUM_GONE)
    {
      self->first_serial = g_array_index (self->gone, BgdGone, MAXIMUM_GONE / 2).serial;
      g_array_remove_range (self->gone, 0, MAXIMUM_GONE / 2 + 1);
    }

  g_array_append_val (self->gone, gone);
}

static gboolean
is_at_rest (BgdQueue *self, BgdJob *job)
{
  return !g_hash_table_contains (self->runs, job) &&
         !g_hash_table_contains (self->withdrawals, job);
}

static void
forget (BgdQueue *self, BgdJob *job)
{
  GList *link = g_hash_table_lookup (self->by_id, job->id);

  remember_gone (self, job);
  g_signal_emit_by_name (self, "modified", job->id);

  g_hash_table_remove (self->by_id, job->id);
  g_hash_table_remove (self->known_sizes, job);
  g_queue_delete_link (&self->jobs, link);
  g_hash_table_add (self->leaving, job); /* with our reference */

  job->is_removed = TRUE;
  bgd_queue_keep_job (self, job);
  bgd_queue_let_go (self, job);
}

/**
 * bgd_queue_remove:
 * @self: the queue
 * @id: a job that has ended
 *
 * Like bgd_queue_apply(): the store sees it with the next flush.
 */
gboolean
bgd_queue_remove (BgdQueue *self, const char *id, GError **error)
{
  BgdJob *job = bgd_queue_get_job (self, id, error);

  if (job == NULL)
    return FALSE;

  if (!bg_job_state_is_final (job->state))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_STATE,
                   "The job “%s” has not ended. Complete or cancel it first.", job->name);
      return FALSE;
    }

  /* Forgotten before its part files are gone, it would leave them for ever. */
  if (self->ended->len > 0 && !bgd_queue_flush (self, error))
    return FALSE;

  forget (self, job);

  return TRUE;
}

/* Whether the store has the job, and is to hear of it. */
gboolean
bgd_queue_keeps (BgdQueue *self, BgdJob *job)
{
  return g_hash_table_contains (self->by_id, job->id) || g_hash_table_contains (self->leaving, job);
}

/* The store forgets a removed job, with the next flush, once nothing of it is under way. Called
 * whenever something of a job has ended; may free it. */
void
bgd_queue_let_go (BgdQueue *self, BgdJob *job)
{
  if (!g_hash_table_contains (self->leaving, job) || !is_at_rest (self, job))
    return;

  bgd_queue_touch_gone (self, job);
  g_hash_table_remove (self->leaving, job);
}

/* A job that was removed in another life of the service, which ended before its transfers had. */
void
bgd_queue_go_on_leaving (BgdQueue *self, BgdJob *job)
{
  g_hash_table_add (self->leaving, bgd_job_ref (job));
  bgd_queue_discard_files (self, job);
  bgd_queue_let_go (self, job);
}
