/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file gets into an upload: looked at when it is given, and again when its owner tries again.
 */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-name.h"
#include "bgd-sink-folder.h"
#include "bgd-sink-reader.h"

static BgdCargo *
look_at (const char *directory, const char *name, GError **error)
{
  g_autoptr (BgdSinkReader) reader = bgd_sink_reader_open (directory, name, error);
  BgdSinkVersion version;

  if (reader == NULL || !bgd_sink_reader_get_version (reader, &version, error))
    return NULL;

  return bgd_cargo_new (version.size, version.changed);
}

static gboolean
check_options (const BgdJob *job, const BgdNewFile *file, guint n_files, GError **error)
{
  if (job->files->len > 0 || n_files != 1)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_TOO_MANY_FILES,
                           "An upload has exactly one file; make another job.");
      return FALSE;
    }
  if (file->name == NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The name of the file to upload must be given.");
      return FALSE;
    }
  if (file->mirrors != NULL || file->has_size || file->pieces.hashes != NULL ||
      file->follow_metalink || file->checksum != NULL || file->ranges != NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "An upload takes no mirrors, size, checksum, pieces or ranges.");
      return FALSE;
    }
  if (file->reply_path != NULL && job->type != BG_JOB_TYPE_UPLOAD_REPLY)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "Only an upload with a reply has a file for it.");
      return FALSE;
    }

  return TRUE;
}

/* Source: SetReplyFileName in the BITS reference: without a name it is in the folder of the upload.
 */
static BgdFile *
make_reply (BgdQueue *self, const BgdNewFile *upload, GError **error)
{
  g_autofree char *directory = NULL;
  g_autofree char *name = NULL;
  BgdNewFile file = { .url = upload->url };

  if (upload->reply_path != NULL)
    {
      directory = g_path_get_dirname (upload->reply_path);
      name = g_path_get_basename (upload->reply_path);
    }
  else
    {
      directory = g_strdup (upload->directory);
      name = g_strconcat (upload->name, ".reply", NULL);
    }

  file.directory = directory;
  file.name = name;

  g_autoptr (BgdFile) reply = bgd_input_make_file (&file, self->next_part++, error);

  if (reply == NULL || !bgd_sink_folder_check (reply->directory, error))
    return NULL;

  g_clear_pointer (&reply->authorization, g_free);
  return g_steal_pointer (&reply);
}

/**
 * bgd_queue_make_upload:
 * @self: the queue
 * @job: an upload without a file
 * @files: (array length=n_files): what its owner wants to add
 *
 * Errors: %BG_ERROR_TOO_MANY_FILES, %BG_ERROR_INVALID_ARGUMENT, those of bgd_sink_reader_open() and
 * bgd_input_make_file().
 *
 * Returns: (transfer full) (element-type BgdFile): the file to upload, and the one for the reply if
 *   there is to be one; or NULL
 */
GPtrArray *
bgd_queue_make_upload (
    BgdQueue *self, const BgdJob *job, const BgdNewFile *files, guint n_files, GError **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_file_free);
  BgdFile *file;

  if (!check_options (job, files, n_files, error))
    return NULL;

  file = bgd_input_make_file (&files[0], self->next_part++, error);
  if (file == NULL)
    return NULL;

  g_ptr_array_add (made, file);
  file->cargo = look_at (file->directory, file->name, error);
  if (file->cargo == NULL)
    return NULL;

  file->bytes_total = file->cargo->size;
  if (job->type == BG_JOB_TYPE_UPLOAD_REPLY)
    {
      BgdFile *reply = make_reply (self, &files[0], error);

      if (reply == NULL)
        return NULL;
      reply->index = 1;
      g_ptr_array_add (made, reply);
    }

  if (!bgd_queue_check_made_files (self, job, made, error))
    return NULL;

  for (guint i = 0; i < made->len; i++)
    {
      BgdFile *one = g_ptr_array_index (made, i);

      one->serial = one->progress_serial = self->serial + 1;
    }

  return g_steal_pointer (&made);
}

/**
 * bgd_queue_revive_upload:
 * @self: the queue
 * @job: a job whose owner wants another try
 *
 * A file that has changed is another file: it is uploaded from its beginning.
 */
void
bgd_queue_revive_upload (BgdQueue *self, BgdJob *job)
{
  BgdFile *file = job->files->len > 0 ? bgd_job_get_file (job, 0) : NULL;
  g_autoptr (BgdCargo) now = NULL;

  if (file == NULL || file->cargo == NULL || file->state != BGD_FILE_FAILED)
    return;

  /* What was found out may have been wrong; the owner may have chosen another way. */
  if (file->failure.code == BG_ERROR_PROTOCOL_MISMATCH)
    {
      bgd_place_clear (&file->cargo->place);
      bgd_file_forget_bytes (file);
    }

  now = look_at (file->directory, file->name, NULL);
  if (now == NULL || (now->size == file->cargo->size && now->changed == file->cargo->changed))
    return;

  file->cargo->size = now->size;
  file->cargo->changed = now->changed;
  bgd_place_leave (&file->cargo->place);
  bgd_file_forget_bytes (file);
}
