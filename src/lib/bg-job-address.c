/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Other addresses for the files of a job. */
#include "config.h"

#include "bg-job-private.h"

static const BgBusMethod set_remote_name_method = { "SetRemoteName", "()", FALSE };
static const BgBusMethod replace_remote_prefix_method = { "ReplaceRemotePrefix", "(u)", FALSE };

/**
 * bg_job_set_remote_name_async:
 * @self: a job that is queued, suspended or failed
 * @index: which of its files, from 0; one that is not complete
 * @url: its new address
 * @cancellable: (nullable): to give up waiting; the address may have been changed then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Lets a file come from elsewhere. What was received is kept, and goes on if the new address has
 * the same file; otherwise the job ends in error, and what was received stays, for the old or a
 * better address. A job that failed goes on with [method@Bg.Job.resume_async].
 *
 * Corresponds to IBackgroundCopyFile2::SetRemoteName of BITS.
 */
void
bg_job_set_remote_name_async (BgJob *self,
                              guint index,
                              const char *url,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));
  g_return_if_fail (url != NULL);

  bg_job_call_async (self, bg_job_set_remote_name_async, &set_remote_name_method,
                     g_variant_new ("(sus)", self->id, index, url), cancellable, callback,
                     user_data);
}

/**
 * bg_job_set_remote_name_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.set_remote_name_async].
 *
 * Errors: `BG_ERROR_INVALID_URL`, `BG_ERROR_UNSUPPORTED_SCHEME`, `BG_ERROR_STRING_TOO_LONG` for the
 * address; `BG_ERROR_INVALID_ARGUMENT`, there is no such file; `BG_ERROR_INVALID_STATE` for a job
 * that runs or has ended, and for a file that is complete; `BG_ERROR_NOT_SUPPORTED` for an upload;
 * `BG_ERROR_NOT_FOUND`; `BG_ERROR_STORE`; `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether the address was changed
 */
gboolean
bg_job_set_remote_name_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  return bg_job_call_finish (self, result, bg_job_set_remote_name_async, error);
}

/**
 * bg_job_set_remote_name_sync:
 * @self: a job that is queued, suspended or failed
 * @index: which of its files, from 0
 * @url: its new address
 * @cancellable: (nullable): to give up waiting; the address may have been changed then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.set_remote_name_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.set_remote_name_finish].
 *
 * Returns: whether the address was changed
 */
gboolean
bg_job_set_remote_name_sync (
    BgJob *self, guint index, const char *url, GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);
  g_return_val_if_fail (url != NULL, FALSE);

  reply = bg_job_call_sync (self, &set_remote_name_method,
                            g_variant_new ("(sus)", self->id, index, url), cancellable, error);

  return reply != NULL;
}

static gboolean
take_reply (GVariant *reply, guint *n_files)
{
  guint32 count = 0;

  if (reply == NULL)
    return FALSE;

  g_variant_get (reply, "(u)", &count);
  if (n_files != NULL)
    *n_files = count;

  return TRUE;
}

/**
 * bg_job_replace_remote_prefix_async:
 * @self: a job that is queued, suspended or failed
 * @old_prefix: what addresses begin with; upper and lower case differ
 * @new_prefix: what they are to begin with
 * @cancellable: (nullable): to give up waiting; the addresses may have been changed then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Does what [method@Bg.Job.set_remote_name_async] does for all files whose addresses begin so and
 * that are not complete, or for none.
 *
 * Corresponds to IBackgroundCopyJob3::ReplaceRemotePrefix of BITS.
 */
void
bg_job_replace_remote_prefix_async (BgJob *self,
                                    const char *old_prefix,
                                    const char *new_prefix,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));
  g_return_if_fail (old_prefix != NULL);
  g_return_if_fail (new_prefix != NULL);

  bg_job_call_async (self, bg_job_replace_remote_prefix_async, &replace_remote_prefix_method,
                     g_variant_new ("(sss)", self->id, old_prefix, new_prefix), cancellable,
                     callback, user_data);
}

/**
 * bg_job_replace_remote_prefix_finish:
 * @self: a job
 * @result: what the callback got
 * @n_files: (out) (optional): how many files have another address now; 0 if none began like that
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.replace_remote_prefix_async].
 *
 * Errors: see [method@Bg.Job.set_remote_name_finish]; `BG_ERROR_INVALID_ARGUMENT` for a prefix
 * without a character.
 *
 * Returns: whether it was done
 */
gboolean
bg_job_replace_remote_prefix_finish (BgJob *self,
                                     GAsyncResult *result,
                                     guint *n_files,
                                     GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (bg_job_is_result_of (self, result, bg_job_replace_remote_prefix_async),
                        FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);

  return take_reply (reply, n_files);
}

/**
 * bg_job_replace_remote_prefix_sync:
 * @self: a job that is queued, suspended or failed
 * @old_prefix: what addresses begin with
 * @new_prefix: what they are to begin with
 * @n_files: (out) (optional): how many files have another address now
 * @cancellable: (nullable): to give up waiting; the addresses may have been changed then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.replace_remote_prefix_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.replace_remote_prefix_finish].
 *
 * Returns: whether it was done
 */
gboolean
bg_job_replace_remote_prefix_sync (BgJob *self,
                                   const char *old_prefix,
                                   const char *new_prefix,
                                   guint *n_files,
                                   GCancellable *cancellable,
                                   GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);
  g_return_val_if_fail (old_prefix != NULL, FALSE);
  g_return_val_if_fail (new_prefix != NULL, FALSE);

  reply = bg_job_call_sync (self, &replace_remote_prefix_method,
                            g_variant_new ("(sss)", self->id, old_prefix, new_prefix), cancellable,
                            error);

  return take_reply (reply, n_files);
}
