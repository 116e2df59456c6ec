/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue and what may be asked of it. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-hosts.h"

/**
 * bgd_queue_set_rules:
 * @self: the queue
 * @rules: (transfer full): what holds from now on, also for what there is
 */
void
bgd_queue_set_rules (BgdQueue *self, BgdRules *rules)
{
  bgd_rules_free (self->rules);
  self->rules = rules;
  g_clear_pointer (&self->rules_problem, g_free);
  bgd_hosts_set ((const char *const *) rules->allowed_hosts,
                 (const char *const *) rules->refused_hosts);
  bgd_queue_schedule_soon (self);
}

/**
 * bgd_queue_miss_rules:
 * @self: the queue
 * @problem: why nobody can tell what holds
 *
 * Half of the rules would be others, and none at all may allow what is forbidden: nothing moves
 * until bgd_queue_set_rules(). Nothing is lost by that.
 */
void
bgd_queue_miss_rules (BgdQueue *self, const char *problem)
{
  g_warning ("Nothing is transferred: the administrator's policy cannot be understood: %s",
             problem);
  g_free (self->rules_problem);
  self->rules_problem = g_strdup (problem);
  bgd_queue_schedule_soon (self);
}

/* (nullable): while nobody can tell what holds, why. */
const char *
bgd_queue_get_rules_problem (BgdQueue *self)
{
  return self->rules_problem;
}

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
      g_set_error (
          error, BG_ERROR, BG_ERROR_TOO_MANY_JOBS,
          maximum != BGD_RULES_APP_JOBS
              ? "Your administrator does not allow %s more than %u jobs that have not ended."
              : "%s has %u jobs that have not ended, and may have no more.",
          owner, maximum);
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

  g_set_error (
      error, BG_ERROR, BG_ERROR_TOO_MANY_JOBS,
      maximum != BGD_MAX_JOBS
          ? "Your administrator does not allow more than %u jobs. Remove some that have ended."
          : "There are %u jobs already. Remove some that have ended.",
      maximum);
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
  guint usual = *job->owner != '\0' ? BGD_RULES_APP_FILES : BGD_MAX_FILES;

  if (n_files <= maximum && job->files->len <= maximum - n_files)
    return TRUE;

  g_set_error (
      error, BG_ERROR, BG_ERROR_TOO_MANY_FILES,
      maximum != usual
          ? "Your administrator does not allow more than %u files in a job; make another one."
          : "A job may have %u files; make another one.",
      maximum);
  return FALSE;
}

/* Of what waits or moves all that is known to come; of all else what is on the disk. */
static guint64
count_bytes_of (const BgdJob *job)
{
  guint64 n_bytes = 0;

  if (bg_job_state_is_final (job->state))
    return 0;

  for (guint i = 0; i < job->files->len; i++)
    {
      const BgdFile *file = bgd_job_get_file (job, i);
      guint64 size = bgd_file_get_size (file);

      if (job->state == BG_JOB_STATE_ERROR || size == BG_SIZE_UNKNOWN)
        size = file->bytes_transferred;
      n_bytes += MIN (size, G_MAXUINT64 - n_bytes);
    }

  return n_bytes;
}

static gboolean
counts_for (const BgdJob *job, const char *owner)
{
  return *owner == '\0' || g_str_equal (job->owner, owner);
}

/* @owner: an application; empty: all jobs. */
static guint64
count_bytes (BgdQueue *self, const char *owner)
{
  guint64 n_bytes = 0;

  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    if (counts_for (l->data, owner))
      n_bytes += MIN (count_bytes_of (l->data), G_MAXUINT64 - n_bytes);

  return n_bytes;
}

static char *
describe_bytes (const BgdQuota *quota, const char *owner)
{
  return g_strdup_printf ("Your administrator does not allow %s to have jobs of more than "
                          "%" G_GUINT64_FORMAT " bytes together.",
                          *owner != '\0' ? owner : "you", quota->bytes);
}

static gboolean
check_bytes (BgdQueue *self, const char *owner, guint64 more, GError **error)
{
  const BgdQuota *quota = bgd_rules_get_quota (self->rules, owner);
  g_autofree char *why = NULL;

  if (quota->bytes == 0 ||
      (more <= quota->bytes && count_bytes (self, owner) <= quota->bytes - more))
    return TRUE;

  why = describe_bytes (quota, owner);
  g_set_error_literal (error, BG_ERROR, BG_ERROR_SIZE_LIMIT, why);
  return FALSE;
}

static gboolean
check_servers (const BgdFile *file, GError **error)
{
  if (!bgd_hosts_check_address (file->url, error))
    return FALSE;

  for (guint i = 0; file->mirrors != NULL && file->mirrors[i] != NULL; i++)
    if (!bgd_hosts_check_address (file->mirrors[i], error))
      return FALSE;

  return TRUE;
}

/**
 * bgd_queue_check_made_files:
 * @self: the queue
 * @job: a job
 * @files: (element-type BgdFile): what it is to have besides
 * @error: %BG_ERROR_BLOCKED_BY_POLICY, %BG_ERROR_SIZE_LIMIT
 *
 * Returns: whether it may, as far as can be told before a server is asked
 */
gboolean
bgd_queue_check_made_files (BgdQueue *self,
                            const BgdJob *job,
                            const GPtrArray *files,
                            GError **error)
{
  guint64 more = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const BgdFile *file = g_ptr_array_index (files, i);
      guint64 size = bgd_file_get_size (file);

      if (!check_servers (file, error))
        return FALSE;
      if (size != BG_SIZE_UNKNOWN)
        more += MIN (size, G_MAXUINT64 - more);
    }

  return check_bytes (self, job->owner, more, error) && check_bytes (self, "", more, error);
}

/* More is known of the size of a file. */
void
bgd_queue_look_at_bytes (BgdQueue *self)
{
  if (self->rules->apps.bytes != 0 || self->rules->everyone.bytes != 0)
    bgd_queue_schedule_soon (self);
}

static gboolean
is_under_way (const BgdJob *job)
{
  return (job->state == BG_JOB_STATE_CONNECTING || job->state == BG_JOB_STATE_TRANSFERRING) &&
         job->slice_start != 0;
}

/* A job that is on the way ends in Error. */
void
bgd_queue_fail (BgdQueue *self, BgdJob *job, BgError code, const char *why)
{
  BgJobState to;

  bgd_failure_set (&job->failure, code, BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER, BGD_NO_FILE, 0,
                   why);
  job->error_count++;
  if (bgd_state_next (job->state, BGD_EVENT_FATAL_FAILURE, job->type, &to))
    bgd_queue_enter (self, job, BGD_EVENT_FATAL_FAILURE, to);
}

static void
enforce_bytes (BgdQueue *self, BgdJob *job, const char *owner)
{
  g_autoptr (GError) error = NULL;

  if (is_under_way (job) && !check_bytes (self, owner, 0, &error))
    bgd_queue_fail (self, job, BG_ERROR_SIZE_LIMIT, error->message);
}

static void
enforce_servers (BgdQueue *self, BgdJob *job)
{
  for (guint i = 0; i < job->files->len && is_under_way (job); i++)
    {
      const BgdFile *file = bgd_job_get_file (job, i);
      g_autoptr (GError) error = NULL;

      if (file->state == BGD_FILE_WAITING && !bgd_hosts_check_address (file->url, &error))
        bgd_queue_fail (self, job, BG_ERROR_BLOCKED_BY_POLICY, error->message);
    }
}

/**
 * bgd_queue_enforce:
 * @self: the queue
 *
 * Stops what has become too large, and what goes on although it may not any more: the newest first.
 */
void
bgd_queue_enforce (BgdQueue *self)
{
  for (GList *l = self->jobs.tail; l != NULL; l = l->prev)
    {
      BgdJob *job = l->data;

      if (!is_under_way (job))
        continue;

      if (*job->owner != '\0')
        enforce_bytes (self, job, job->owner);
      enforce_bytes (self, job, "");
      enforce_servers (self, job);
    }
}
