/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file of an upload, and the reply to it. */
#include "config.h"

#include "bg-job-private.h"

static const BgBusMethod add_files_method = { "AddFiles", "()", FALSE };

/* What AddFiles takes. */
static GVariant *
describe (BgJob *self, const char *path, const char *url, const char *reply_path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);
  GVariantBuilder files = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sa{sv})"));

  g_variant_dict_insert_value (&options, "directory", g_variant_new_bytestring (directory));
  g_variant_dict_insert (&options, "name", "s", name);
  if (reply_path != NULL)
    g_variant_dict_insert_value (&options, "reply-file", g_variant_new_bytestring (reply_path));
  g_variant_builder_add (&files, "(s@a{sv})", url, g_variant_dict_end (&options));

  return g_variant_new ("(s@a(sa{sv}))", self->id, g_variant_builder_end (&files));
}

static gboolean
check_path (const char *path, GError **error)
{
  if (g_path_is_absolute (path) && g_utf8_validate (path, -1, NULL))
    return TRUE;

  g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                       "The path of the file to upload must be absolute, and UTF-8");
  return FALSE;
}

/**
 * bg_job_add_upload_async:
 * @self: an upload without a file
 * @path: (type filename): the file to upload, an absolute path; no link
 * @url: the address that it goes to, escaped. A user name and password in it are kept as a secret
 * @reply_path: (type filename) (nullable): where the reply shall be, an absolute path; only for
 *   `BG_JOB_TYPE_UPLOAD_REPLY`, which without it puts the reply beside @path
 * @cancellable: (nullable): to give up waiting; the file may have been added then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Gives an upload its file. If the file changes before the server has all of it, the job ends in an
 * error.
 *
 * Corresponds to IBackgroundCopyJob::AddFile and IBackgroundCopyJob2::SetReplyFileName of BITS.
 */
void
bg_job_add_upload_async (BgJob *self,
                         const char *path,
                         const char *url,
                         const char *reply_path,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (BG_IS_JOB (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (url != NULL);

  if (!check_path (path, &error))
    g_task_report_error (self, callback, user_data, bg_job_add_upload_async, error);
  else
    bg_job_call_async (self, bg_job_add_upload_async, &add_files_method,
                       describe (self, path, url, reply_path), cancellable, callback, user_data);
}

/**
 * bg_job_add_upload_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.add_upload_async].
 *
 * Errors: `BG_ERROR_LOCAL_FILE_NOT_FOUND`; `BG_ERROR_ACCESS_DENIED` for a file that cannot be read,
 * or is a link; `BG_ERROR_INVALID_ARGUMENT` for what is no regular file; `BG_ERROR_TOO_MANY_FILES`
 * for an upload that has its file; those of [method@Bg.Job.add_file_finish].
 *
 * Returns: whether the file was added
 */
gboolean
bg_job_add_upload_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  return bg_job_call_finish (self, result, bg_job_add_upload_async, error);
}

/**
 * bg_job_add_upload_sync:
 * @self: an upload without a file
 * @path: (type filename): see [method@Bg.Job.add_upload_async]
 * @url: the address that it goes to
 * @reply_path: (type filename) (nullable): where the reply shall be
 * @cancellable: (nullable): to give up waiting; the file may have been added then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.add_upload_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.add_upload_finish].
 *
 * Returns: whether the file was added
 */
gboolean
bg_job_add_upload_sync (BgJob *self,
                        const char *path,
                        const char *url,
                        const char *reply_path,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (url != NULL, FALSE);

  if (!check_path (path, error))
    return FALSE;

  reply = bg_job_call_sync (self, &add_files_method, describe (self, path, url, reply_path),
                            cancellable, error);

  return reply != NULL;
}

/**
 * bg_job_get_reply_progress:
 * @self: a job
 * @progress: (out caller-allocates): how far its reply was at the last refresh
 *
 * Corresponds to IBackgroundCopyJob2::GetReplyProgress of BITS.
 *
 * Returns: whether there is to be a reply
 */
gboolean
bg_job_get_reply_progress (BgJob *self, BgJobReplyProgress *progress)
{
  g_return_val_if_fail (BG_IS_JOB (self), FALSE);
  g_return_val_if_fail (progress != NULL, FALSE);

  *progress = self->reply;

  return self->reply_path != NULL;
}

/**
 * bg_job_get_reply_path:
 * @self: a job
 *
 * Gets where the reply to an upload is, or will be: a name that is taken when it is moved into
 * place gets a number.
 *
 * Corresponds to IBackgroundCopyJob2::GetReplyFileName of BITS.
 *
 * Returns: (transfer none) (nullable) (type filename): the path; `NULL` if there is to be none
 */
const char *
bg_job_get_reply_path (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->reply_path;
}
