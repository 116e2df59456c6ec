/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After a restart: jobs get their secrets back from the keyring before they go on, and what it has
 * of others is deleted. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-job-secrets.h"

/* What the keyring has of a job, if it has anything: locked is NULL. */
static void
take_found (BgdQueue *self, BgdJob *job, gboolean is_there, const char *text)
{
  gboolean had_secrets = job->had_secrets;

  if (!job->secrets_unknown)
    return;

  job->secrets_locked = is_there && text == NULL;
  if (job->secrets_locked)
    return;

  job->secrets_unknown = FALSE;
  if (text == NULL)
    return;

  if (!bgd_job_secrets_unpack (job, text))
    g_message ("%s: what the keyring has of this job makes no sense.", job->id);
  job->had_secrets = had_secrets || bgd_job_has_secrets (job);
  if (job->had_secrets != had_secrets)
    bgd_queue_touch_job (self, job);
}

/* Jobs that have ended have no secrets any more. */
static void
clean_up (BgdQueue *self, GHashTable *found)
{
  GHashTableIter iter;
  gpointer id;

  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    {
      BgdJob *job = l->data;

      if (!job->had_secrets || !bg_job_state_is_final (job->state))
        continue;

      if (g_hash_table_contains (found, job->id))
        bgd_queue_forget_secrets (self, job);
      else
        bgd_queue_close_secrets (self, job);
    }

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (self->by_id, id))
      bgd_secrets_forget_async (self->secrets, id, NULL, NULL);
}

static void
find_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgdQueue) self = user_data;
  g_autoptr (GHashTable) found = bgd_secrets_find_finish (BGD_SECRETS (source), result);

  self->is_seeking = FALSE;
  if (self->shut_down)
    return;

  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    {
      BgdJob *job = l->data;

      if (job->state != BG_JOB_STATE_QUEUED)
        job->secrets_sought = FALSE;
      if (found != NULL)
        take_found (self, job, g_hash_table_contains (found, job->id),
                    g_hash_table_lookup (found, job->id));
    }

  bgd_queue_go_on_keeping (self);
  if (found != NULL)
    clean_up (self, found);
  bgd_queue_schedule_soon (self);
}

/* Asks the keyring for all that it has of this queue. */
void
bgd_queue_seek_secrets (BgdQueue *self)
{
  if (self->is_seeking || self->shut_down)
    return;

  self->is_seeking = TRUE;
  bgd_secrets_find_async (self->secrets, find_cb, g_object_ref (self));
}

/* The jobs were loaded: those that had secrets have not got them. */
void
bgd_queue_miss_secrets (BgdQueue *self)
{
  gboolean is_any = FALSE;

  for (GList *l = self->jobs.head; l != NULL && self->secrets != NULL; l = l->next)
    {
      BgdJob *job = l->data;

      is_any |= job->had_secrets;
      job->secrets_unknown = job->had_secrets && !bg_job_state_is_final (job->state);
    }

  if (is_any)
    bgd_queue_seek_secrets (self);
}

/**
 * bgd_queue_awaits_secrets:
 * @self: the queue
 * @job: a job that is about to go on
 *
 * Returns: whether the keyring was asked for its secrets, so that it goes on after the answer
 */
gboolean
bgd_queue_awaits_secrets (BgdQueue *self, BgdJob *job)
{
  if (!job->secrets_unknown || self->secrets == NULL)
    return FALSE;

  if (job->secrets_sought && !self->is_seeking)
    {
      job->secrets_sought = FALSE; /* the answer was no help; the next time it may be */
      return FALSE;
    }

  job->secrets_sought = TRUE;
  bgd_queue_seek_secrets (self);
  return TRUE;
}
