/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a job is to fetch: adding files. */
#include "config.h"

#include "bg-job-private.h"
#include "bg-ranges-private.h"

static const BgBusMethod add_files_method = { "AddFiles", "()", FALSE };

/* What AddFiles takes for one file. */
static GVariant *
describe_file (const char *url, const char *path, const BgRanges *ranges, GError **error)
{
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *directory = NULL;
  g_autofree char *name = NULL;
  GVariant *file;

  if (!g_utf8_validate (url, -1, NULL))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_URL, "The address is not in UTF-8");
      return NULL;
    }

  if (!g_path_is_absolute (path))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "The path “%s” is not absolute",
                   path);
      return NULL;
    }

  if (g_str_has_suffix (path, G_DIR_SEPARATOR_S) || g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      directory = g_strdup (path);
    }
  else
    {
      directory = g_path_get_dirname (path);
      name = g_path_get_basename (path);
    }

  if (name != NULL && !g_utf8_validate (name, -1, NULL))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The file name is not in UTF-8");
      return NULL;
    }

  g_variant_dict_insert_value (&options, "directory", g_variant_new_bytestring (directory));

  if (name != NULL)
    g_variant_dict_insert (&options, "name", "s", name);

  if (ranges != NULL)
    g_variant_dict_insert_value (&options, "ranges", bg_ranges_to_variant (ranges));

  file = g_variant_new ("(s@a{sv})", url, g_variant_dict_end (&options));

  return g_variant_new_array (NULL, &file, 1);
}

/* Adds one file; @tag is the public function that was called. */
static void
add_async (BgJob *self,
           gpointer tag,
           const char *url,
           const char *path,
           const BgRanges *ranges,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GError *error = NULL;
  GVariant *files = describe_file (url, path, ranges, &error);

  if (files == NULL)
    g_task_report_error (self, callback, user_data, tag, error);
  else
    bg_job_call_async (self, tag, &add_files_method,
                       g_variant_new ("(s@a(sa{sv}))", self->id, files), cancellable, callback,
                       user_data);
}

static gboolean
add_sync (BgJob *self,
          const char *url,
          const char *path,
          const BgRanges *ranges,
          GCancellable *cancellable,
          GError **error)
{
  GVariant *files = describe_file (url, path, ranges, error);

  return files != NULL && bg_job_add_files_sync (self, files, cancellable, error);
}

/**
 * bg_job_add_file_async:
 * @self: a job
 * @url: the address, escaped. A user name and password in it are kept as a secret
 * @path: (type filename): where the file shall be, an absolute path. If it ends in `/` or is a
 *   folder, it is the folder, and the server's suggestion counts for the name, then the last
 * segment of @url. The folder must exist
 * @cancellable: (nullable): to give up waiting; the file may have been added then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Adds a file. A name that is taken when the file is moved into place gets a number,
 * `name (1).ext`; nothing is ever replaced.
 *
 * Corresponds to IBackgroundCopyJob::AddFile of BITS.
 */
void
bg_job_add_file_async (BgJob *self,
                       const char *url,
                       const char *path,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));
  g_return_if_fail (url != NULL);
  g_return_if_fail (path != NULL);

  add_async (self, bg_job_add_file_async, url, path, NULL, cancellable, callback, user_data);
}

/**
 * bg_job_add_file_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.add_file_async].
 *
 * Errors: `BG_ERROR_INVALID_URL`; `BG_ERROR_UNSUPPORTED_SCHEME`; `BG_ERROR_INVALID_ARGUMENT` for a
 * path that is not absolute; `BG_ERROR_FOLDER_NOT_FOUND`; `BG_ERROR_ACCESS_DENIED` for a folder
 * that cannot be written to; `BG_ERROR_STRING_TOO_LONG`; `BG_ERROR_TOO_MANY_FILES`;
 * `BG_ERROR_INVALID_STATE` for a job that has ended; `BG_ERROR_NOT_FOUND`; `BG_ERROR_STORE`;
 * `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether the file was added
 */
gboolean
bg_job_add_file_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  return bg_job_call_finish (self, result, bg_job_add_file_async, error);
}

/**
 * bg_job_add_file_sync:
 * @self: a job
 * @url: the address, escaped
 * @path: (type filename): see [method@Bg.Job.add_file_async]
 * @cancellable: (nullable): to give up waiting; the file may have been added then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.add_file_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.add_file_finish].
 *
 * Returns: whether the file was added
 */
gboolean
bg_job_add_file_sync (
    BgJob *self, const char *url, const char *path, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (BG_IS_JOB (self), FALSE);
  g_return_val_if_fail (url != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  return add_sync (self, url, path, NULL, cancellable, error);
}

/**
 * bg_job_add_file_with_ranges_async:
 * @self: a job
 * @url: see [method@Bg.Job.add_file_async]
 * @path: (type filename): likewise
 * @ranges: the parts of the file that alone are wanted
 * @cancellable: (nullable): to give up waiting; the file may have been added then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Adds a file of which only some parts are fetched. They follow each other in the local file, in
 * the order of @ranges. Its server must be able to send parts, or the job fails with
 * `BG_ERROR_INSUFFICIENT_RANGE_SUPPORT`; and the file must have them, or it fails with
 * `BG_ERROR_INVALID_RANGE`.
 *
 * Corresponds to IBackgroundCopyJob3::AddFileWithRanges of BITS.
 */
void
bg_job_add_file_with_ranges_async (BgJob *self,
                                   const char *url,
                                   const char *path,
                                   const BgRanges *ranges,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));
  g_return_if_fail (url != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (ranges != NULL);

  add_async (self, bg_job_add_file_with_ranges_async, url, path, ranges, cancellable, callback,
             user_data);
}

/**
 * bg_job_add_file_with_ranges_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.add_file_with_ranges_async].
 *
 * Errors: see [method@Bg.Job.add_file_finish]; also `BG_ERROR_INVALID_ARGUMENT` without a range;
 * `BG_ERROR_TOO_MANY_RANGES`; `BG_ERROR_INVALID_RANGE`; `BG_ERROR_OVERLAPPING_RANGES`;
 * `BG_ERROR_NOT_SUPPORTED` for a job with dynamic content, or with another method than GET.
 *
 * Returns: whether the file was added
 */
gboolean
bg_job_add_file_with_ranges_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  return bg_job_call_finish (self, result, bg_job_add_file_with_ranges_async, error);
}

/**
 * bg_job_add_file_with_ranges_sync:
 * @self: a job
 * @url: see [method@Bg.Job.add_file_async]
 * @path: (type filename): likewise
 * @ranges: the parts of the file that alone are wanted
 * @cancellable: (nullable): to give up waiting; the file may have been added then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.add_file_with_ranges_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.add_file_with_ranges_finish].
 *
 * Returns: whether the file was added
 */
gboolean
bg_job_add_file_with_ranges_sync (BgJob *self,
                                  const char *url,
                                  const char *path,
                                  const BgRanges *ranges,
                                  GCancellable *cancellable,
                                  GError **error)
{
  g_return_val_if_fail (BG_IS_JOB (self), FALSE);
  g_return_val_if_fail (url != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (ranges != NULL, FALSE);

  return add_sync (self, url, path, ranges, cancellable, error);
}

/**
 * bg_job_add_files_async:
 * @self: a job
 * @files: an `a(sa{sv})`: address and options of each file; consumed if floating
 * @cancellable: (nullable): to give up waiting; the files may have been added then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Adds all of the files, in the order of transfer, or none. The options are:
 *
 * - `directory` (`ay`), required: the folder that will hold the file, a path in the encoding of the
 *   file system ([ctor@GLib.Variant.new_bytestring]); it must exist and be writable;
 * - `name` (`s`): the name of the file in that folder. Without it the server's suggestion counts,
 *   then the last segment of the address;
 * - `checksum` (`s`): `sha-256:HEX`, likewise `md5`, `sha-1`, `sha-384` and `sha-512`. The file is
 *   kept only if it matches;
 * - `mirrors` (`as`): up to 64 more addresses of the same file, best first. Without user names and
 *   passwords, and none of the job's `headers` are sent to them;
 * - `size` (`t`): bytes that the file must have; a source that has another number is not used;
 * - `pieces` (`(stay)`): hashes of the parts of the file, only together with `size`: the algorithm,
 *   the length of each part but the last in bytes (1,024 to 1,073,741,824), and all hashes, raw,
 * one after the other;
 * - `ranges` (`a(tt)`): offsets and lengths of the parts of the file that alone are wanted, see
 *   [method@Bg.Job.add_file_with_ranges_async];
 * - `follow-metalink` (`b`): if the file turns out to be a Metalink document, the files that it
 *   describes take its place, see [method@Bg.Job.add_metalink_async]; default false.
 *
 * Corresponds to IBackgroundCopyJob::AddFileSet of BITS.
 */
void
bg_job_add_files_async (BgJob *self,
                        GVariant *files,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));
  g_return_if_fail (g_variant_is_of_type (files, G_VARIANT_TYPE ("a(sa{sv})")));

  bg_job_call_async (self, bg_job_add_files_async, &add_files_method,
                     g_variant_new ("(s@a(sa{sv}))", self->id, files), cancellable, callback,
                     user_data);
}

/**
 * bg_job_add_files_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.add_files_async].
 *
 * Errors: see [method@Bg.Job.add_file_finish]; also `BG_ERROR_INVALID_ARGUMENT` for an option.
 *
 * Returns: whether all of the files were added
 */
gboolean
bg_job_add_files_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  return bg_job_call_finish (self, result, bg_job_add_files_async, error);
}

/**
 * bg_job_add_files_sync:
 * @self: a job
 * @files: an `a(sa{sv})`, see [method@Bg.Job.add_files_async]; consumed if floating
 * @cancellable: (nullable): to give up waiting; the files may have been added then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.add_files_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.add_files_finish].
 *
 * Returns: whether all of the files were added
 */
gboolean
bg_job_add_files_sync (BgJob *self, GVariant *files, GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);
  g_return_val_if_fail (g_variant_is_of_type (files, G_VARIANT_TYPE ("a(sa{sv})")), FALSE);

  reply = bg_job_call_sync (self, &add_files_method,
                            g_variant_new ("(s@a(sa{sv}))", self->id, files), cancellable, error);

  return reply != NULL;
}
