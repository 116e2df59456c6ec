/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue and the room on the disk: which file may be fetched beside those that are ahead of it,
 * and which job waits until there is room again. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-retry.h"
#include "bgd-space.h"

/* Of a job that may go on by itself: its files of known size. To look for them costs as much as the
 * job is long, so that it is done when its run ends, and mostly finds none. */
typedef struct
{
  guint64 serial;   /* of the job, when this was found */
  GPtrArray *files; /* (owned) (element-type BgdFile) */
} Known;

/* What is being added up for one file. */
typedef struct
{
  BgdQueue *queue;
  const BgdFile *file;
  BgdSpace space;    /* where it goes */
  gboolean is_rough; /* the disk is not asked what other files have taken already */
  guint64 claimed;   /* bytes; a rough tally never has less */
} Tally;

static void
known_free (gpointer data)
{
  Known *self = data;

  g_ptr_array_unref (self->files);
  g_free (self);
}

/* One that waits for room itself has no claim: it would hold up everybody else. */
static gboolean
has_claim (const BgdFile *file)
{
  return file->state == BGD_FILE_WAITING && file->cargo == NULL &&
         file->bytes_total != BG_SIZE_UNKNOWN && file->failure.code != BG_ERROR_DISK_FULL;
}

static void
find_files (Known *self, BgdJob *job)
{
  self->serial = job->progress_serial;
  g_ptr_array_set_size (self->files, 0);

  for (guint i = 0; i < job->files->len; i++)
    if (has_claim (bgd_job_get_file (job, i)))
      g_ptr_array_add (self->files, bgd_job_get_file (job, i));
}

static guint64
get_missing (BgdQueue *self, const BgdFile *file)
{
  /* What it has taken makes no difference then. */
  if (file->bytes_total == BG_SIZE_UNKNOWN)
    return bgd_space_get_missing (BG_SIZE_UNKNOWN, 0, 0);

  return bgd_space_get_missing (file->bytes_total, file->bytes_transferred,
                                bgd_host_get_allocated (self->host, file->directory,
                                                        file->part_name));
}

static guint64
get_claim (const Tally *tally, const BgdFile *file)
{
  return tally->is_rough ? bgd_space_get_missing (file->bytes_total, file->bytes_transferred, 0)
                         : get_missing (tally->queue, file);
}

static void
add_claim (Tally *tally, const BgdFile *file)
{
  BgdSpace space = tally->space;

  if (file == tally->file || !has_claim (file))
    return;

  /* Mostly all go into one folder. */
  if (!g_str_equal (file->directory, tally->file->directory) &&
      !bgd_host_get_free_space (tally->queue->host, file->directory, &space))
    return;

  if (space.device == tally->space.device)
    tally->claimed += MIN (get_claim (tally, file), G_MAXUINT64 - tally->claimed);
}

/* What a job that is ahead fetches now. */
static void
add_run (Tally *tally, BgdRun *run)
{
  g_autoptr (GList) under_way = bgd_run_list_files (run);

  for (GList *l = under_way; l != NULL; l = l->next)
    add_claim (tally, l->data);
}

/* What a job that is ahead will fetch as soon as it is its turn. */
static void
add_known (Tally *tally, BgdJob *job, Known *known)
{
  if (job->state != BG_JOB_STATE_QUEUED && job->state != BG_JOB_STATE_TRANSIENT_ERROR)
    return;

  if (known->serial != job->progress_serial)
    find_files (known, job);
  for (guint i = 0; i < known->files->len; i++)
    add_claim (tally, g_ptr_array_index (known->files, i));
}

/* The job's own files that are under way and come before this one. */
static void
add_own_files (Tally *tally, BgdJob *job)
{
  BgdRun *run = g_hash_table_lookup (tally->queue->runs, job);
  g_autoptr (GList) under_way = run != NULL ? bgd_run_list_files (run) : NULL;

  for (GList *l = under_way; l != NULL; l = l->next)
    if (((const BgdFile *) l->data)->index < tally->file->index)
      add_claim (tally, l->data);
}

static gboolean
goes_before (const BgdJob *job, const BgdJob *other)
{
  return job != other &&
         bgd_space_goes_before (job->priority, job->place < other->place, other->priority);
}

static void
add_up (Tally *tally, BgdJob *job, gboolean is_rough)
{
  GHashTableIter iter;
  gpointer other, value;

  tally->is_rough = is_rough;
  tally->claimed = 0;
  add_own_files (tally, job);

  g_hash_table_iter_init (&iter, tally->queue->runs);
  while (g_hash_table_iter_next (&iter, &other, &value))
    if (goes_before (other, job))
      add_run (tally, value);

  g_hash_table_iter_init (&iter, tally->queue->known_sizes);
  while (g_hash_table_iter_next (&iter, &other, &value))
    if (goes_before (other, job) && !g_hash_table_contains (tally->queue->runs, other))
      add_known (tally, other, value);
}

/**
 * bgd_queue_find_obstacle:
 * @self: the queue
 * @job: a job
 * @file: a file of it that is to be fetched, or goes on
 *
 * A file of a size that nobody knows is let through if there is any room at all, and those that
 * come after it do not count: whoever is ahead is never held up by them.
 *
 * Returns: (nullable): why there is no room for the file, in English
 */
char *
bgd_queue_find_obstacle (BgdQueue *self, BgdJob *job, BgdFile *file)
{
  Tally tally = { .queue = self, .file = file };
  guint64 missing;

  if (!bgd_host_get_free_space (self->host, file->directory, &tally.space))
    return NULL; /* the sink will tell */

  missing = get_missing (self, file);
  if (missing == 0)
    return NULL;

  /* Mostly there is plenty, and a thousand files need not be looked at for each of a thousand. */
  if (bgd_space_fits (&tally.space, 0, missing) && file->bytes_total != BG_SIZE_UNKNOWN)
    {
      add_up (&tally, job, TRUE);
      if (!bgd_space_fits (&tally.space, tally.claimed, missing))
        add_up (&tally, job, FALSE);
    }

  return bgd_space_fits (&tally.space, tally.claimed, missing)
             ? NULL
             : bgd_space_describe (&tally.space, tally.claimed, missing);
}

/**
 * bgd_queue_lacks_space:
 * @self: the queue
 * @job: a job that does not run
 *
 * Returns: whether it failed for want of room, and another try could only end like the last one
 */
gboolean
bgd_queue_lacks_space (BgdQueue *self, BgdJob *job)
{
  if (job->failure.code != BG_ERROR_DISK_FULL)
    return FALSE;

  for (guint i = 0; i < job->files->len; i++)
    {
      BgdFile *file = bgd_job_get_file (job, i);
      g_autofree char *obstacle = NULL;

      if (file->state != BGD_FILE_WAITING || file->cargo != NULL)
        continue;
      if (file->failure.code != BG_ERROR_DISK_FULL)
        return FALSE;

      obstacle = bgd_queue_find_obstacle (self, job, file);
      if (obstacle == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * bgd_queue_lacks_folder:
 * @self: the queue
 * @job: a job that does not run
 *
 * Returns: whether it failed because a folder was not there, and it still is not
 */
gboolean
bgd_queue_lacks_folder (BgdQueue *self, BgdJob *job)
{
  if (job->failure.code != BG_ERROR_FOLDER_NOT_FOUND)
    return FALSE;

  for (guint i = 0; i < job->files->len; i++)
    {
      BgdFile *file = bgd_job_get_file (job, i);

      if (file->state == BGD_FILE_WAITING && file->failure.code == BG_ERROR_FOLDER_NOT_FOUND &&
          !bgd_host_has_folder (self->host, file->directory))
        return TRUE;
    }

  return FALSE;
}

/**
 * bgd_queue_keeps_waiting:
 * @self: the queue
 * @job: a job whose next try is due
 *
 * No server is asked while there is no room or no folder: the job stays as it is, and is looked at
 * again.
 *
 * Returns: whether it does
 */
gboolean
bgd_queue_keeps_waiting (BgdQueue *self, BgdJob *job)
{
  GTimeSpan delay;

  if (!bgd_queue_lacks_space (self, job) && !bgd_queue_lacks_folder (self, job))
    return FALSE;

  delay = bgd_retry_delay_for_space (job->failures, job->minimum_retry_delay,
                                     bgd_host_get_random (self->host));
  job->retry_at = bgd_host_get_monotonic (self->host) + delay;
  job->retry_at_real = bgd_host_get_real (self->host) + delay;
  bgd_queue_notice (self, job);
  bgd_queue_schedule_soon (self); /* the alarm was set for the time that has passed */

  return TRUE;
}

/**
 * bgd_queue_note_sizes:
 * @self: the queue
 * @job: a job that was loaded, or whose run has ended
 *
 * Remembers which of its files have a claim on the disk. bgd_queue_remove() must forget it.
 */
void
bgd_queue_note_sizes (BgdQueue *self, BgdJob *job)
{
  Known *known = g_new0 (Known, 1);

  known->files = g_ptr_array_new ();
  find_files (known, job);
  g_hash_table_replace (self->known_sizes, job, known);
  if (known->files->len == 0)
    g_hash_table_remove (self->known_sizes, job);
}

/* For bgd_queue_init(). */
GHashTable *
bgd_queue_new_known_sizes (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, known_free);
}
