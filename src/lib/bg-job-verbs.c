/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be done to a job. */
#include "config.h"

#include "bg-job-private.h"
#include "bg-manager-private.h"

static void
verb_async (BgJob *self,
            gpointer tag,
            BgVerb verb,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  const char *ids[] = { self->id, NULL };

  bg_job_call_async (self, tag, bg_manager_get_verb_method (verb), g_variant_new ("(^as)", ids),
                     cancellable, callback, user_data);
}

/* Whether the job did what the verb says. */
static gboolean
check_verb_reply (BgJob *self, GVariant *reply, GError **error)
{
  g_autoptr (GHashTable) refused = bg_manager_parse_refused (reply);
  const GError *refusal = g_hash_table_lookup (refused, self->id);

  if (refusal == NULL)
    return TRUE;

  g_propagate_error (error, g_error_copy (refusal));

  return FALSE;
}

static GVariant *
verb_finish (BgJob *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (bg_job_is_result_of (self, result, tag), NULL);

  reply = g_task_propagate_pointer (G_TASK (result), error);

  if (reply == NULL || !check_verb_reply (self, reply, error))
    return NULL;

  return g_steal_pointer (&reply);
}

static GVariant *
verb_sync (BgJob *self, BgVerb verb, GCancellable *cancellable, GError **error)
{
  const char *ids[] = { self->id, NULL };
  g_autoptr (GVariant) reply = bg_job_call_sync (self, bg_manager_get_verb_method (verb),
                                                 g_variant_new ("(^as)", ids), cancellable, error);

  if (reply == NULL || !check_verb_reply (self, reply, error))
    return NULL;

  return g_steal_pointer (&reply);
}

/**
 * bg_job_suspend_async:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Stops the transfer, and the retry timer. A job that is suspended, transferred or failed already
 * is not changed, and that is not an error.
 *
 * Corresponds to IBackgroundCopyJob::Suspend of BITS.
 */
void
bg_job_suspend_async (BgJob *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));

  verb_async (self, bg_job_suspend_async, BG_VERB_SUSPEND, cancellable, callback, user_data);
}

/**
 * bg_job_suspend_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.suspend_async].
 *
 * Errors: `BG_ERROR_INVALID_STATE` if the job has ended; `BG_ERROR_NOT_FOUND`; `BG_ERROR_STORE`;
 * `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether the job stands still
 */
gboolean
bg_job_suspend_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = verb_finish (self, result, bg_job_suspend_async, error);

  return reply != NULL;
}

/**
 * bg_job_suspend_sync:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.suspend_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.suspend_finish].
 *
 * Returns: whether the job stands still
 */
gboolean
bg_job_suspend_sync (BgJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  reply = verb_sync (self, BG_VERB_SUSPEND, cancellable, error);

  return reply != NULL;
}

/**
 * bg_job_resume_async:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Puts the job into the queue: for the first time, to go on where it was, to try again after a
 * failure, or to try now if it waits for its next try.
 *
 * Corresponds to IBackgroundCopyJob::Resume of BITS.
 */
void
bg_job_resume_async (BgJob *self,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));

  verb_async (self, bg_job_resume_async, BG_VERB_RESUME, cancellable, callback, user_data);
}

/**
 * bg_job_resume_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.resume_async].
 *
 * Errors: `BG_ERROR_EMPTY` if the job has no files; `BG_ERROR_INVALID_STATE` if it has ended;
 * `BG_ERROR_NOT_FOUND`; `BG_ERROR_STORE`; `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether the job may run
 */
gboolean
bg_job_resume_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = verb_finish (self, result, bg_job_resume_async, error);

  return reply != NULL;
}

/**
 * bg_job_resume_sync:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.resume_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.resume_finish].
 *
 * Returns: whether the job may run
 */
gboolean
bg_job_resume_sync (BgJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  reply = verb_sync (self, BG_VERB_RESUME, cancellable, error);

  return reply != NULL;
}

/**
 * bg_job_complete_async:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Moves the finished files into place, deletes what is unfinished and ends the job as
 * `ACKNOWLEDGED`. If a file cannot be moved the job stays `TRANSFERRED` and keeps what was moved;
 * call it again then.
 *
 * Corresponds to IBackgroundCopyJob::Complete of BITS.
 */
void
bg_job_complete_async (BgJob *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));

  verb_async (self, bg_job_complete_async, BG_VERB_COMPLETE, cancellable, callback, user_data);
}

static gboolean
is_partial (BgJob *self, GVariant *reply)
{
  g_autofree const char **ids = NULL;

  g_variant_get (reply, "(^a&s@a(sss))", &ids, NULL);

  return g_strv_contains (ids, self->id);
}

/**
 * bg_job_complete_finish:
 * @self: a job
 * @result: what the callback got
 * @partial: (out) (optional): whether only some of the files were kept
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.complete_async].
 *
 * Errors: `BG_ERROR_INVALID_STATE` if the job has ended; `BG_ERROR_ACCESS_DENIED`,
 * `BG_ERROR_FOLDER_NOT_FOUND`, `BG_ERROR_DISK_FULL` or `BG_ERROR_LOCAL_IO` if a file cannot be
 * moved; `BG_ERROR_NOT_FOUND`; `BG_ERROR_STORE`; `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether the job has ended
 */
gboolean
bg_job_complete_finish (BgJob *self, GAsyncResult *result, gboolean *partial, GError **error)
{
  g_autoptr (GVariant) reply = verb_finish (self, result, bg_job_complete_async, error);

  if (reply == NULL)
    return FALSE;

  if (partial != NULL)
    *partial = is_partial (self, reply);

  return TRUE;
}

/**
 * bg_job_complete_sync:
 * @self: a job
 * @partial: (out) (optional): whether only some of the files were kept
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.complete_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.complete_finish].
 *
 * Returns: whether the job has ended
 */
gboolean
bg_job_complete_sync (BgJob *self, gboolean *partial, GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  reply = verb_sync (self, BG_VERB_COMPLETE, cancellable, error);

  if (reply == NULL)
    return FALSE;

  if (partial != NULL)
    *partial = is_partial (self, reply);

  return TRUE;
}

/**
 * bg_job_cancel_async:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Gives the job up: it ends as `CANCELLED`, and everything that it has fetched and not yet moved
 * into place is deleted.
 *
 * Corresponds to IBackgroundCopyJob::Cancel of BITS.
 */
void
bg_job_cancel_async (BgJob *self,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));

  verb_async (self, bg_job_cancel_async, BG_VERB_CANCEL, cancellable, callback, user_data);
}

/**
 * bg_job_cancel_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.cancel_async].
 *
 * Errors: `BG_ERROR_INVALID_STATE` if the job has ended; `BG_ERROR_NOT_FOUND`; `BG_ERROR_STORE`;
 * `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether the job has ended
 */
gboolean
bg_job_cancel_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = verb_finish (self, result, bg_job_cancel_async, error);

  return reply != NULL;
}

/**
 * bg_job_cancel_sync:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.cancel_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.cancel_finish].
 *
 * Returns: whether the job has ended
 */
gboolean
bg_job_cancel_sync (BgJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  reply = verb_sync (self, BG_VERB_CANCEL, cancellable, error);

  return reply != NULL;
}

/**
 * bg_job_remove_async:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Forgets a job that has ended, and takes it out of the list. No file is deleted.
 *
 * BITS has no such method: its jobs vanish when they end.
 */
void
bg_job_remove_async (BgJob *self,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));

  verb_async (self, bg_job_remove_async, BG_VERB_REMOVE, cancellable, callback, user_data);
}

/**
 * bg_job_remove_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.remove_async].
 *
 * Errors: `BG_ERROR_INVALID_STATE` if the job has not ended; `BG_ERROR_NOT_FOUND`;
 * `BG_ERROR_STORE`; `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether the job is gone
 */
gboolean
bg_job_remove_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = verb_finish (self, result, bg_job_remove_async, error);

  return reply != NULL;
}

/**
 * bg_job_remove_sync:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.remove_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.remove_finish].
 *
 * Returns: whether the job is gone
 */
gboolean
bg_job_remove_sync (BgJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  reply = verb_sync (self, BG_VERB_REMOVE, cancellable, error);

  return reply != NULL;
}
