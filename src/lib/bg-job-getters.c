/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is known of a job: as it was when the service was last asked. */
#include "config.h"

#include "bg-job-private.h"

/**
 * bg_job_get_id:
 * @self: a job
 *
 * Gets the name of the job for programs. It never changes.
 *
 * Returns: (transfer none): a UUID in lower case
 */
const char *
bg_job_get_id (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->id;
}

/**
 * bg_job_get_name:
 * @self: a job
 *
 * Gets what people call the job.
 *
 * Returns: (transfer none): the name
 */
const char *
bg_job_get_name (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->name;
}

/**
 * bg_job_get_description:
 * @self: a job
 *
 * Gets what the owner wrote about the job.
 *
 * Returns: (transfer none): the description, often empty
 */
const char *
bg_job_get_description (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->description;
}

/**
 * bg_job_get_owner:
 * @self: a job
 *
 * Gets the application whose job it is.
 *
 * A program in a sandbox (Flatpak) sees and changes its own jobs only. All other programs see and
 * change all jobs, and what they make has no owner: it is the person's.
 *
 * Returns: (transfer none): the id of an application in a sandbox, or an empty string
 */
const char *
bg_job_get_owner (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->owner;
}

/**
 * bg_job_get_job_type:
 * @self: a job
 *
 * Gets the direction of the job.
 *
 * Returns: the direction
 */
BgJobType
bg_job_get_job_type (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), BG_JOB_TYPE_DOWNLOAD);

  return (BgJobType) self->job_type;
}

/**
 * bg_job_get_state:
 * @self: a job
 *
 * Gets where the job was in its life at the last refresh.
 *
 * Returns: the state
 */
BgJobState
bg_job_get_state (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), BG_JOB_STATE_CANCELLED);

  return self->state;
}

/**
 * bg_job_get_priority:
 * @self: a job
 *
 * Gets which jobs run before it.
 *
 * Returns: the priority
 */
BgJobPriority
bg_job_get_priority (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), BG_JOB_PRIORITY_NORMAL);

  return (BgJobPriority) self->priority;
}

/**
 * bg_job_get_auto_complete:
 * @self: a job
 *
 * Gets whether the job completes by itself as soon as all files are there.
 *
 * Returns: whether it does
 */
gboolean
bg_job_get_auto_complete (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  return self->auto_complete;
}

/**
 * bg_job_get_notify_flags:
 * @self: a job
 *
 * Gets what is signalled of the job. [method@Bg.Job.set_properties_async] changes it.
 *
 * Returns: the flags
 */
BgNotifyFlags
bg_job_get_notify_flags (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), 0);

  return (BgNotifyFlags) self->notify_flags;
}

/**
 * bg_job_get_notify_application:
 * @self: a job
 *
 * Gets whom the service tells that the job has transferred its files or failed for good, and starts
 * for that.
 *
 * Returns: (transfer none) (nullable): the id of an application; `NULL` if nobody is told
 */
const char *
bg_job_get_notify_application (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->notify_application;
}

/**
 * bg_job_get_notify_action:
 * @self: a job
 *
 * Gets what is called of [method@Bg.Job.get_notify_application], with the id of the job.
 *
 * Returns: (transfer none) (nullable): the name of an action; `NULL` if nobody is told
 */
const char *
bg_job_get_notify_action (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->notify_action;
}

/**
 * bg_job_get_error_count:
 * @self: a job
 *
 * Gets how many tries failed so far. That is never reset.
 *
 * Returns: how many
 */
guint
bg_job_get_error_count (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), 0);

  return self->error_count;
}

/**
 * bg_job_get_address:
 * @self: a job
 *
 * Gets the address of the first file. Those of all files are known after
 * [method@Bg.Job.refresh_files_async].
 *
 * Returns: (transfer none) (nullable): an address, without a user name or password; `NULL` before
 * there is a file
 */
const char *
bg_job_get_address (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->address;
}

/**
 * bg_job_get_directory:
 * @self: a job
 *
 * Gets the folder of the first file.
 *
 * Returns: (transfer none) (nullable) (type filename): an absolute path; `NULL` before there is a
 * file
 */
const char *
bg_job_get_directory (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->directory;
}

/**
 * bg_job_get_created:
 * @self: a job
 *
 * Gets when the job was made.
 *
 * Returns: (transfer none) (nullable): the time in UTC
 */
GDateTime *
bg_job_get_created (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->created;
}

/**
 * bg_job_get_modified:
 * @self: a job
 *
 * Gets when the job last changed its state or a setting.
 *
 * Returns: (transfer none) (nullable): the time in UTC
 */
GDateTime *
bg_job_get_modified (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->modified;
}

/**
 * bg_job_get_finished:
 * @self: a job
 *
 * Gets when the last byte arrived.
 *
 * Returns: (transfer none) (nullable): the time in UTC; `NULL` before that
 */
GDateTime *
bg_job_get_finished (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->finished;
}

/**
 * bg_job_get_retry_at:
 * @self: a job
 *
 * Gets when the next try is due.
 *
 * Returns: (transfer none) (nullable): the time in UTC; `NULL` if none is
 */
GDateTime *
bg_job_get_retry_at (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->retry_at;
}

/**
 * bg_job_get_wait_reason:
 * @self: a job
 *
 * Gets why the job does not move although nobody stopped it.
 *
 * Returns: the reason; `BG_WAIT_NONE` also if it is one that this version does not know
 */
BgWaitReason
bg_job_get_wait_reason (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), BG_WAIT_NONE);

  return self->wait_reason <= BG_WAIT_POLICY ? (BgWaitReason) self->wait_reason : BG_WAIT_NONE;
}

/**
 * bg_job_get_wait_until:
 * @self: a job
 *
 * Gets when the job stops waiting for what [method@Bg.Job.get_wait_reason] says.
 *
 * Returns: (transfer none) (nullable): the time in UTC; `NULL` if that is not known
 */
GDateTime *
bg_job_get_wait_until (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->wait_until;
}

/**
 * bg_job_get_progress:
 * @self: a job
 * @progress: (out caller-allocates): how far it was at the last refresh
 *
 * Corresponds to IBackgroundCopyJob::GetProgress of BITS.
 */
void
bg_job_get_progress (BgJob *self, BgJobProgress *progress)
{
  g_return_if_fail (BG_IS_JOB (self));
  g_return_if_fail (progress != NULL);

  *progress = self->progress;
}

/**
 * bg_job_get_error:
 * @self: a job
 *
 * Gets why the job failed, or failed the last time. It stays while the service tries again.
 *
 * Returns: (transfer none) (nullable): the error; `NULL` if the job never failed
 */
const BgJobError *
bg_job_get_error (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->error;
}

/**
 * bg_job_get_speed:
 * @self: a job
 *
 * Gets the mean speed of the last five seconds of polling.
 *
 * Returns: bytes per second; 0 if the job does not transfer or was not polled twice
 */
guint64
bg_job_get_speed (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), 0);

  return self->speed;
}

/**
 * bg_job_get_seconds_left:
 * @self: a job
 *
 * Gets when the job will be transferred, at the mean speed of the last twenty seconds of polling.
 *
 * Returns: seconds; -1 if that cannot be told, or not yet
 */
gint64
bg_job_get_seconds_left (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), -1);

  return self->seconds_left;
}
