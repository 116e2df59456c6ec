/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other addresses for files that are not complete. What is here is kept, and goes on only with
 * bytes that fit to it. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-address.h"
#include "bgd-hosts.h"

/* An address for a file, as a caller gave it. */
typedef struct
{
  BgdFile *file;
  char *url;           /* (owned) */
  char *authorization; /* (owned) (nullable) */
} Move;

static void
move_clear (gpointer data)
{
  Move *self = data;

  g_free (self->url);
  g_free (self->authorization);
}

static GArray *
moves_new (void)
{
  GArray *moves = g_array_new (FALSE, TRUE, sizeof (Move));

  g_array_set_clear_func (moves, move_clear);

  return moves;
}

static gboolean
add_move (GArray *moves, BgdFile *file, const char *url, GError **error)
{
  Move move = { .file = file };

  move.url = bgd_address_parse (url, &move.authorization, error);
  if (move.url == NULL || !bgd_hosts_check_address (move.url, error))
    {
      move_clear (&move);
      return FALSE;
    }

  g_array_append_val (moves, move);
  return TRUE;
}

/* Whether another byte of the file is wanted. */
static gboolean
is_unfinished (const BgdFile *file)
{
  return file->state == BGD_FILE_WAITING || file->state == BGD_FILE_FAILED;
}

static gboolean
check_job (const BgdJob *job, GError **error)
{
  if (job->type != BG_JOB_TYPE_DOWNLOAD)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED,
                           "Only downloads can get another address.");
      return FALSE;
    }

  if (job->state == BG_JOB_STATE_QUEUED || job->state == BG_JOB_STATE_SUSPENDED ||
      job->state == BG_JOB_STATE_ERROR || job->state == BG_JOB_STATE_TRANSIENT_ERROR)
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_STATE,
               "The job “%s” is %s; that cannot be done now.", job->name,
               bg_job_state_to_string (job->state));
  return FALSE;
}

/* A user name and password are for one server, and nobody else. */
static void
take_authorization (BgdQueue *self, BgdJob *job, Move *move, gboolean is_same_server)
{
  BgdFile *file = move->file;
  gboolean were_lost = job->had_secrets && !bgd_job_has_secrets (job);

  if (move->authorization == NULL && is_same_server)
    return;

  g_free (file->authorization);
  file->authorization = g_steal_pointer (&move->authorization);

  /* Which of several files has lost its own nobody knows. */
  job->had_secrets = bgd_job_has_secrets (job) || (were_lost && job->files->len > 1);
  bgd_queue_keep_secrets (self, job, BGD_SECRET_ADDRESSES);
}

static void
move_file (BgdQueue *self, BgdJob *job, Move *move)
{
  BgdFile *file = move->file;
  gboolean is_same_server = bgd_address_is_same_server (file->url, move->url);

  take_authorization (self, job, move, is_same_server);
  if (!is_same_server && file->headers_url == NULL)
    file->headers_url = g_strdup (file->url);
  if (!g_str_equal (file->url, move->url))
    bgd_file_set_url (file, move->url);
  bgd_queue_touch_file (self, job, file);
}

static gboolean
carry_out (BgdQueue *self, BgdJob *job, GArray *moves, GError **error)
{
  if (moves->len == 0)
    return TRUE;

  for (guint i = 0; i < moves->len; i++)
    move_file (self, job, &g_array_index (moves, Move, i));

  bgd_queue_touch_job (self, job);
  bgd_queue_note_sizes (self, job);
  return bgd_queue_flush (self, error);
}

/**
 * bgd_queue_set_remote_name:
 * @self: the queue
 * @id: a job that does not run and has not ended
 * @index: of a file in it that is not complete
 * @url: its new address
 *
 * Source: IBackgroundCopyFile2::SetRemoteName in the BITS reference. There it is kept with the next
 * Resume; here at once. A failing store does not take the change back.
 */
gboolean
bgd_queue_set_remote_name (
    BgdQueue *self, const char *id, guint index, const char *url, GError **error)
{
  g_autoptr (GArray) moves = moves_new ();
  BgdJob *job;
  BgdFile *file = bgd_queue_find_file (self, id, index, &job, error);

  if (file == NULL || !check_job (job, error))
    return FALSE;

  if (!is_unfinished (file))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_STATE,
                   "The file “%s” is complete and needs no other address.", file->name);
      return FALSE;
    }

  return add_move (moves, file, url, error) && carry_out (self, job, moves, error);
}

/**
 * bgd_queue_replace_remote_prefix:
 * @self: the queue
 * @id: a job that does not run and has not ended
 * @old_prefix: what addresses begin with, as they are told; upper and lower case differ
 * @new_prefix: what they are to begin with
 * @n_changed: (out): how many files have another address now
 *
 * All that can be changed are, or none. Files that are complete are passed over.
 *
 * Source: IBackgroundCopyJob3::ReplaceRemotePrefix in the BITS reference.
 */
gboolean
bgd_queue_replace_remote_prefix (BgdQueue *self,
                                 const char *id,
                                 const char *old_prefix,
                                 const char *new_prefix,
                                 guint *n_changed,
                                 GError **error)
{
  g_autoptr (GArray) moves = moves_new ();
  BgdJob *job = bgd_queue_get_job (self, id, error);

  if (job == NULL || !check_job (job, error))
    return FALSE;

  if (*old_prefix == '\0' || *new_prefix == '\0')
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The beginning of an address must not be empty.");
      return FALSE;
    }

  for (guint i = 0; i < job->files->len; i++)
    {
      BgdFile *file = bgd_job_get_file (job, i);
      g_autofree char *url = NULL;

      if (!is_unfinished (file) || !g_str_has_prefix (file->url, old_prefix))
        continue;

      url = g_strconcat (new_prefix, file->url + strlen (old_prefix), NULL);
      if (!add_move (moves, file, url, error))
        return FALSE;
    }

  *n_changed = moves->len;
  return carry_out (self, job, moves, error);
}
