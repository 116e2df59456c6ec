/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of a job that a Metalink document describes. */
#include "config.h"

#include "bg-job-private.h"

static const BgBusMethod add_metalink_method = { "AddMetalink", "(u)", FALSE };

/* What AddMetalink takes. */
static GVariant *
describe (BgJob *self, GBytes *document, const char *directory)
{
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert_value (&options, "directory", g_variant_new_bytestring (directory));

  return g_variant_new ("(s@ay@a{sv})", self->id,
                        g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, document, TRUE),
                        g_variant_dict_end (&options));
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
 * bg_job_add_metalink_async:
 * @self: a job
 * @document: a Metalink document, of version 4 (RFC 5854) or 3; up to 10 MiB
 * @directory: (type filename): the folder that will hold the files, an absolute path; it must exist
 * @cancellable: (nullable): to give up waiting; the files may have been added then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Adds all files that the document describes, or none: with their addresses, best first, sizes and
 * checksums. Of a name with folders in it the last part is taken.
 *
 * A document that has to be fetched first is added with [method@Bg.Job.add_files_async] and its
 * option `follow-metalink`: when it is whole, the files that it describes take its place.
 */
void
bg_job_add_metalink_async (BgJob *self,
                           GBytes *document,
                           const char *directory,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));
  g_return_if_fail (document != NULL);
  g_return_if_fail (directory != NULL);

  bg_job_call_async (self, bg_job_add_metalink_async, &add_metalink_method,
                     describe (self, document, directory), cancellable, callback, user_data);
}

/**
 * bg_job_add_metalink_finish:
 * @self: a job
 * @result: what the callback got
 * @n_files: (out) (optional): how many files were added
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.add_metalink_async].
 *
 * Errors: `BG_ERROR_INVALID_ARGUMENT` for a document that is none, has a file without an address
 * that Ferry can fetch from, or names a file that would leave the folder, and for a folder that is
 * not absolute; `BG_ERROR_FOLDER_NOT_FOUND`; `BG_ERROR_ACCESS_DENIED` for a folder that cannot be
 * written to; `BG_ERROR_TOO_MANY_FILES`; `BG_ERROR_INVALID_STATE` for a job that has ended;
 * `BG_ERROR_NOT_FOUND`; `BG_ERROR_STORE`; `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether the files were added
 */
gboolean
bg_job_add_metalink_finish (BgJob *self, GAsyncResult *result, guint *n_files, GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (bg_job_is_result_of (self, result, bg_job_add_metalink_async), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);

  return take_reply (reply, n_files);
}

/**
 * bg_job_add_metalink_sync:
 * @self: a job
 * @document: a Metalink document
 * @directory: (type filename): the folder that will hold the files, an absolute path
 * @n_files: (out) (optional): how many files were added
 * @cancellable: (nullable): to give up waiting; the files may have been added then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.add_metalink_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.add_metalink_finish].
 *
 * Returns: whether the files were added
 */
gboolean
bg_job_add_metalink_sync (BgJob *self,
                          GBytes *document,
                          const char *directory,
                          guint *n_files,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);
  g_return_val_if_fail (document != NULL, FALSE);
  g_return_val_if_fail (directory != NULL, FALSE);

  reply = bg_job_call_sync (self, &add_metalink_method, describe (self, document, directory),
                            cancellable, error);

  return take_reply (reply, n_files);
}
