/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue and what may be asked of it. */
#include "config.h"

#include "bgd-queue-private.h"

/* Those of the owner that have not ended; and the oldest that has. */
static guint
count_jobs (BgdQueue *self, const char *owner, guint *n_ended, const BgdJob **oldest)
{
  guint n_jobs = 0;

  *n_ended = 0;
  *oldest = NULL;
  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    {
      const BgdJob *job = l->data;

      if (!g_str_equal (job->owner, owner))
        continue;
      if (!bg_job_state_is_final (job->state))
        n_jobs++;
      else if ((*n_ended)++ == 0)
        *oldest = job;
    }

  return n_jobs;
}

/* In BITS jobs that have ended vanish. Here they stay for people to see; those of an application
 * that never looks after its own go when there are as many as it may have. */
static gboolean
check_app (BgdQueue *self, const char *owner, GError **error)
{
  guint maximum = self->rules->apps.jobs;
  const BgdJob *oldest;
  guint n_ended;

  if (count_jobs (self, owner, &n_ended, &oldest) >= maximum)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_TOO_MANY_JOBS,
                   "%s has %u jobs that have not ended, and may have no more.", owner, maximum);
      return FALSE;
    }

  return n_ended < maximum || bgd_queue_remove (self, oldest->id, error);
}

/**
 * bgd_queue_check_new_job:
 * @self: the queue
 * @owner: whose it is to be
 * @error: %BG_ERROR_TOO_MANY_JOBS
 *
 * Returns: whether there may be another job
 */
gboolean
bgd_queue_check_new_job (BgdQueue *self, const char *owner, GError **error)
{
  guint maximum = self->rules->everyone.jobs;

  if (*owner != '\0' && !check_app (self, owner, error))
    return FALSE;
  if (self->jobs.length < maximum)
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_TOO_MANY_JOBS,
               "There are %u jobs already. Remove some that have ended.", maximum);
  return FALSE;
}

/**
 * bgd_queue_check_new_files:
 * @self: the queue
 * @job: a job
 * @n_files: how many it is to have besides those that it has
 * @error: %BG_ERROR_TOO_MANY_FILES
 *
 * Returns: whether it may
 */
gboolean
bgd_queue_check_new_files (BgdQueue *self, const BgdJob *job, guint n_files, GError **error)
{
  guint maximum = bgd_rules_get_quota (self->rules, job->owner)->files;

  if (n_files <= maximum && job->files->len <= maximum - n_files)
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_TOO_MANY_FILES,
               "A job may have %u files; make another one.", maximum);
  return FALSE;
}
