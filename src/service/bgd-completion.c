/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a job on the disk: whole files get their names, the rest is deleted. */
#include "config.h"

#include "bgd-completion.h"

#include "bgd-name.h"
#include "bgd-origin.h"
#include "bgd-sink-folder.h"
#include "bgd-sink-names.h"
#include "bgd-sink.h"

/* After so many taken names something else is wrong. A whole job may want one and the same. */
#define MAXIMUM_NUMBER BGD_MAX_FILES

/* One job on its way into place. */
typedef struct
{
  BgdJob *job;
  gboolean save_origin;
  BgdKeepFunc keep;
  gpointer user_data;

  BgdSinkNames *names;   /* (owned) (nullable): of the folder where the last file went */
  const char *directory; /* that folder */
  GHashTable *promised;  /* (owned) paths that files of the job are to have */
  GHashTable *numbers;   /* (owned) path → the first number that may be free for it */
} Completion;

static void
close_names (Completion *self)
{
  g_clear_pointer (&self->names, bgd_sink_names_close);
}

/* (transfer none): mostly all files of a job go into one folder. */
static BgdSinkNames *
open_names (Completion *self, const BgdFile *file, GError **error)
{
  if (self->names != NULL && g_str_equal (self->directory, file->directory))
    return self->names;

  close_names (self);
  self->names = bgd_sink_names_open (file->directory, error);
  self->directory = file->directory;

  return self->names;
}

/* The next name that nobody has: not on the disk, and not promised to a file of the same job. */
static gboolean
choose_name (Completion *self, BgdFile *file, GError **error)
{
  g_autofree char *wanted = g_build_filename (file->directory, file->name, NULL);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, wanted));
  BgdSinkNames *names = open_names (self, file, NULL); /* the move will tell */

  /* It has its name already, and the hidden one, too: it was stopped between the two. */
  if (file->final_name != NULL && names != NULL &&
      bgd_sink_names_is_same (names, file->part_name, file->final_name))
    return TRUE;

  for (; number <= MAXIMUM_NUMBER; number++)
    {
      g_autofree char *name =
          number == 0 ? g_strdup (file->name) : bgd_name_numbered (file->name, number);
      g_autofree char *path = g_build_filename (file->directory, name, NULL);

      if (g_hash_table_contains (self->promised, path) ||
          (names != NULL && bgd_sink_names_has (names, name)))
        continue;

      g_hash_table_add (self->promised, g_steal_pointer (&path));
      g_hash_table_insert (self->numbers, g_steal_pointer (&wanted), GUINT_TO_POINTER (number + 1));
      g_free (file->final_name);
      file->final_name = g_steal_pointer (&name);
      return TRUE;
    }

  g_set_error (error, BG_ERROR, BG_ERROR_FILE_EXISTS,
               "Files named “%s” are there already, up to number %d.", file->name, MAXIMUM_NUMBER);
  return FALSE;
}

/* Somebody deleted the part file. What is not there cannot be moved, now or ever: it is fetched
 * again if the owner resumes the job, and left out if it is completed. */
static void
forget_if_lost (BgdFile *file)
{
  if (!bgd_sink_folder_check (file->directory, NULL) ||
      bgd_sink_names_has_in (file->directory, file->part_name))
    return;

  bgd_file_forget_bytes (file);
  file->state = BGD_FILE_WAITING;
}

/* Of the address that was asked for: where that led to is mostly a mirror of the day. */
static void
save_origin (Completion *self, BgdSinkNames *names, const BgdFile *file)
{
  g_autofree char *origin = bgd_origin_from_url (file->url);
  g_autofree char *referrer = bgd_origin_from_headers ((const char *const *) self->job->headers);

  bgd_sink_names_set_origin (names, file->part_name, origin, referrer);
}

static gboolean
move_file (Completion *self, BgdFile *file, GError **error)
{
  BgdSinkNames *names = open_names (self, file, error);

  if (names != NULL && self->save_origin)
    save_origin (self, names, file);

  while (names != NULL)
    {
      g_autoptr (GError) local_error = NULL;

      if (bgd_sink_names_move (names, file->part_name, file->final_name, &local_error))
        {
          file->state = BGD_FILE_COMPLETED;
          return TRUE;
        }

      if (!g_error_matches (local_error, BG_ERROR, BG_ERROR_FILE_EXISTS))
        {
          forget_if_lost (file);
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      /* Somebody took the name since it was chosen. */
      if (!choose_name (self, file, error) || !self->keep (self->job, self->user_data, error))
        return FALSE;
    }

  return FALSE;
}

/* The names are in the store before the first move, so that a crash between two moves can be told
 * from a file that somebody deleted. */
static gboolean
choose_names (Completion *self, guint *culprit, GError **error)
{
  for (guint i = 0; i < self->job->files->len; i++)
    {
      BgdFile *file = bgd_job_get_file (self->job, i);

      if (file->state == BGD_FILE_TRANSFERRED && file->cargo == NULL &&
          !choose_name (self, file, error))
        {
          *culprit = i;
          return FALSE;
        }
    }

  return g_hash_table_size (self->promised) == 0 || self->keep (self->job, self->user_data, error);
}

/* One that cannot be moved does not hinder the others. The folders are synced before anybody says
 * that the files are there. */
static gboolean
move_files (Completion *self, guint *culprit, GError **error)
{
  g_autoptr (GHashTable) folders = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer folder;

  for (guint i = 0; i < self->job->files->len; i++)
    {
      BgdFile *file = bgd_job_get_file (self->job, i);
      g_autoptr (GError) local_error = NULL;

      if (file->state != BGD_FILE_TRANSFERRED)
        continue;

      /* It is its owner's, and stays where it is. */
      if (file->cargo != NULL)
        {
          file->state = BGD_FILE_COMPLETED;
          continue;
        }

      if (move_file (self, file, &local_error))
        g_hash_table_add (folders, file->directory);
      else if (*culprit == BGD_NO_FILE)
        {
          *culprit = i;
          g_propagate_error (error, g_steal_pointer (&local_error));
        }
    }

  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, &folder, NULL))
    {
      g_autoptr (BgdSinkNames) names = bgd_sink_names_open (folder, NULL);

      if (names != NULL)
        bgd_sink_names_sync (names);
    }

  return *culprit == BGD_NO_FILE;
}

/**
 * bgd_completion_move:
 * @job: a job
 * @save_origin: whether the files are to carry the address that they came from
 * @keep: writes the names of its files to the store; called before the first move
 * @culprit: (out): index of the first file that could not be moved, or %BGD_NO_FILE
 *
 * Moves every file that is TRANSFERRED to a name that nobody has. On failure those that were moved
 * are COMPLETED, those whose part file is gone are WAITING, and it may be called again.
 *
 * Source: IBackgroundCopyJob::Complete in the BITS reference; the numbers are ours.
 *
 * Returns: whether all were moved
 */
gboolean
bgd_completion_move (BgdJob *job,
                     gboolean save_origin,
                     BgdKeepFunc keep,
                     gpointer user_data,
                     guint *culprit,
                     GError **error)
{
  g_autoptr (GHashTable) promised = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Completion self = { job, save_origin, keep, user_data, NULL, NULL, promised, numbers };
  gboolean moved;

  *culprit = BGD_NO_FILE;
  moved = choose_names (&self, culprit, error) && move_files (&self, culprit, error);
  close_names (&self);

  return moved;
}

/* Whether the file, as the store has it after a start of the service, was moved and that not
 * written down: the part file is gone, and the name that was written down before is there. */
gboolean
bgd_completion_was_moved (const BgdFile *file)
{
  return file->state == BGD_FILE_TRANSFERRED && file->cargo == NULL && file->final_name != NULL &&
         !bgd_sink_names_has_in (file->directory, file->part_name) &&
         bgd_sink_names_has_in (file->directory, file->final_name);
}

/* Deletes what was fetched of a file that is not COMPLETED. */
gboolean
bgd_completion_discard (BgdFile *file)
{
  g_autoptr (GError) error = NULL;

  g_assert (file->state != BGD_FILE_COMPLETED);

  if (file->cargo != NULL)
    return TRUE;

  if (bgd_sink_remove (file->directory, file->part_name, &error))
    return TRUE;

  g_message ("A part file was left behind: %s", error->message);
  return FALSE;
}
