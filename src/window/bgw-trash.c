/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moves files of finished jobs to the trash, and back. */
#include "config.h"

#include "bgw-trash.h"

#include <glib/gstdio.h>

/* The trash of the home folder, as the Trash specification of freedesktop.org has it. */
#define GROUP "Trash Info"

typedef struct
{
  guint waits_for;    /* jobs that have not told their files yet */
  GPtrArray *files;   /* (owned) of GFile (owned): what is to go */
  GPtrArray *trashed; /* (owned) of GFile (owned): where they were */
  GPtrArray *refused; /* (owned) of GFile (owned): what no trash takes */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_ptr_array_unref (work->files);
  g_ptr_array_unref (work->trashed);
  g_ptr_array_unref (work->refused);
  g_free (work);
}

/* A file that is gone already is no failure. */
static void
trash_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;

  for (guint i = 0; i < work->files->len; i++)
    {
      GFile *file = work->files->pdata[i];
      g_autoptr (GError) error = NULL;

      if (g_file_trash (file, cancellable, &error))
        g_ptr_array_add (work->trashed, g_object_ref (file));
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
        g_ptr_array_add (work->refused, g_object_ref (file));
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
    }

  g_task_return_boolean (task, TRUE);
}

static void
refresh_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  GListModel *files = G_LIST_MODEL (source);
  g_autoptr (GError) error = NULL;

  if (!bg_job_refresh_files_finish (BG_JOB (source), result, &error))
    g_debug ("The files are not known: %s", error->message);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (BgFile) file = g_list_model_get_item (files, i);

      if (bg_file_get_completed (file))
        g_ptr_array_add (work->files, g_file_new_for_path (bg_file_get_path (file)));
    }

  if (--work->waits_for == 0)
    g_task_run_in_thread (task, trash_in_thread);
}

/**
 * bgw_trash_async:
 * @jobs: (element-type BgJob): jobs whose files are in place, one or more
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Moves all of their files to the trash.
 */
void
bgw_trash_async (GPtrArray *jobs, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->waits_for = jobs->len;
  work->files = g_ptr_array_new_with_free_func (g_object_unref);
  work->trashed = g_ptr_array_new_with_free_func (g_object_unref);
  work->refused = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_source_tag (task, bgw_trash_async);
  g_task_set_task_data (task, work, work_free);

  for (guint i = 0; i < jobs->len; i++)
    bg_job_refresh_files_async (jobs->pdata[i], NULL, refresh_files_cb, g_object_ref (task));
}

/**
 * bgw_trash_finish:
 * @result: what the callback got
 * @trashed: (out) (transfer full) (element-type GFile): where the files were that went
 * @refused: (out) (transfer full) (element-type GFile): those that are where there is no trash
 *
 * Returns: FALSE if a file could not be moved for another reason; others may have been
 */
gboolean
bgw_trash_finish (GAsyncResult *result, GPtrArray **trashed, GPtrArray **refused, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  *trashed = g_ptr_array_ref (work->trashed);
  *refused = g_ptr_array_ref (work->refused);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
get_folder (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), "Trash", name, NULL);
}

/* Whether this note is about a file that was there; if so, when it went. */
static gboolean
read_note (const char *path, const char *wanted, char **date)
{
  g_autoptr (GKeyFile) note = g_key_file_new ();
  g_autofree char *escaped = NULL;
  g_autofree char *original = NULL;

  if (!g_key_file_load_from_file (note, path, G_KEY_FILE_NONE, NULL))
    return FALSE;

  escaped = g_key_file_get_string (note, GROUP, "Path", NULL);
  original = escaped != NULL ? g_uri_unescape_string (escaped, NULL) : NULL;
  if (g_strcmp0 (original, wanted) != 0)
    return FALSE;

  *date = g_key_file_get_string (note, GROUP, "DeletionDate", NULL);
  return *date != NULL;
}

/* The name that a file has in the trash of the home folder: the last one that came from there. */
static char *
find_in_trash (GFile *file)
{
  g_autofree char *wanted = g_file_get_path (file);
  g_autofree char *folder = get_folder ("info");
  g_autoptr (GDir) notes = g_dir_open (folder, 0, NULL);
  g_autofree char *found = NULL;
  g_autofree char *found_date = NULL;
  const char *name;

  while (notes != NULL && (name = g_dir_read_name (notes)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *date = NULL;

      if (!g_str_has_suffix (name, ".trashinfo") || !read_note (path, wanted, &date) ||
          g_strcmp0 (date, found_date) < 0)
        continue;

      g_free (found);
      found = g_strndup (name, strlen (name) - strlen (".trashinfo"));
      g_free (found_date);
      found_date = g_steal_pointer (&date);
    }

  return g_steal_pointer (&found);
}

/**
 * bgw_trash_can_restore:
 * @trashed: (element-type GFile): where files were
 *
 * Returns: whether all of them are in the trash of the home folder; that of another disk is left to
 *   the file manager
 */
gboolean
bgw_trash_can_restore (GPtrArray *trashed)
{
  for (guint i = 0; i < trashed->len; i++)
    {
      g_autofree char *name = find_in_trash (trashed->pdata[i]);

      if (name == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
restore_file (GFile *file, GError **error)
{
  g_autofree char *name = find_in_trash (file);
  g_autofree char *files = get_folder ("files");
  g_autofree char *notes = get_folder ("info");
  g_autofree char *note_name = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GFile) kept = NULL;

  if (name == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "It is not in the trash");
      return FALSE;
    }

  kept = g_file_new_build_filename (files, name, NULL);
  if (!g_file_move (kept, file, G_FILE_COPY_NO_FALLBACK_FOR_MOVE, NULL, NULL, NULL, error))
    return FALSE;

  note_name = g_strconcat (name, ".trashinfo", NULL);
  note = g_build_filename (notes, note_name, NULL);
  if (g_unlink (note) != 0)
    g_debug ("%s stays", note);

  return TRUE;
}

/**
 * bgw_trash_restore:
 * @trashed: (element-type GFile): where files were
 *
 * Takes them back from the trash. Never replaces anything.
 */
gboolean
bgw_trash_restore (GPtrArray *trashed, GError **error)
{
  for (guint i = 0; i < trashed->len; i++)
    if (!restore_file (trashed->pdata[i], error))
      return FALSE;

  return TRUE;
}

static void
delete_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GPtrArray *files = task_data;

  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!g_file_delete (files->pdata[i], cancellable, &error) &&
          !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
    }

  g_task_return_boolean (task, TRUE);
}

/**
 * bgw_trash_delete_async:
 * @files: (element-type GFile): files that a person wants to be deleted for good
 * @callback: called when it is done
 * @user_data: for @callback
 */
void
bgw_trash_delete_async (GPtrArray *files, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, bgw_trash_delete_async);
  g_task_set_task_data (task, g_ptr_array_ref (files), (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, delete_in_thread);
}

gboolean
bgw_trash_delete_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
