/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second pair of hands for what a slow disk makes slow: syncing and reading back. */
#include "config.h"

#include "bgd-worker.h"

#include "bg-error.h"
#include "bgd-digest.h"
#include "bgd-syncer.h"

/* What is read back in one go while the file still grows. The next sync waits for it, so that this
 * is a fraction of a second's work. */
#define SLICE ((guint64) 64 * 1024 * 1024)

/* Whose checksum it is. */
typedef enum
{
  OWNER,
  SERVER,
  N_SOURCES,
} Source;

struct _BgdWorker
{
  BgdSink *sink;      /* (owned) */
  gpointer user_data; /* of whoever asks */

  char *checksums[N_SOURCES]; /* (owned) (nullable) what the file should have */
  gboolean changed;           /* since the digests were made */
  guint64 hashed;             /* bytes that all digests have seen, or will when the task is done */

  GCancellable *hashing;     /* (owned) of reading while the file grows */
  GCancellable *cancellable; /* (owned) of the check */
  BgdWorkerFunc done;        /* (nullable) whom to tell; none: it rests */
  gboolean released;         /* nobody wants to know */

  /* The thread's while a task runs. */
  BgdDigest *digests[N_SOURCES]; /* (owned) (nullable) */
  BgdPieces *pieces;             /* (owned) (nullable) that are to be checked */
  BgdRanges *bad;                /* (owned) (nullable) those of them that are wrong */
};

typedef struct
{
  BgdWorker *worker; /* (owned) */
  guint64 end;       /* of hashing, or of the pieces */
} Task;

static void
clear_digests (BgdWorker *self)
{
  for (guint i = 0; i < N_SOURCES; i++)
    g_clear_pointer (&self->digests[i], bgd_digest_free);
}

static void
worker_clear (gpointer data)
{
  BgdWorker *self = data;

  clear_digests (self);
  for (guint i = 0; i < N_SOURCES; i++)
    g_free (self->checksums[i]);
  g_clear_pointer (&self->pieces, bgd_pieces_free);
  g_clear_pointer (&self->bad, bgd_ranges_free);
  bgd_sink_close (self->sink);
  g_object_unref (self->hashing);
  g_object_unref (self->cancellable);
}

static void
worker_unref (BgdWorker *self)
{
  g_atomic_rc_box_release_full (self, worker_clear);
}

static void
task_free (gpointer data)
{
  Task *task = data;

  worker_unref (task->worker);
  g_free (task);
}

/**
 * bgd_worker_new:
 * @sink: (transfer full): a file
 * @user_data: for all that is told
 *
 * Returns: (transfer full): a worker; it does one thing at a time
 */
BgdWorker *
bgd_worker_new (BgdSink *sink, gpointer user_data)
{
  BgdWorker *self = g_atomic_rc_box_new0 (BgdWorker);

  self->sink = sink;
  self->user_data = user_data;
  self->hashing = g_cancellable_new ();
  self->cancellable = g_cancellable_new ();

  return self;
}

/**
 * bgd_worker_release:
 * @self: (transfer full): a worker
 *
 * Nothing more is told. The file is closed as soon as what is under way is over.
 */
void
bgd_worker_release (BgdWorker *self)
{
  self->released = TRUE;
  bgd_worker_cancel_check (self);
  worker_unref (self);
}

BgdSink *
bgd_worker_get_sink (BgdWorker *self)
{
  return self->sink;
}

gboolean
bgd_worker_is_busy (BgdWorker *self)
{
  return self->done != NULL;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BgdWorker *self = user_data;
  g_autoptr (GError) error = NULL;
  BgdWorkerFunc done = g_steal_pointer (&self->done);

  g_task_propagate_boolean (G_TASK (result), &error);
  if (!self->released)
    done (error, self->user_data);
}

static void
run (BgdWorker *self, GTaskThreadFunc func, guint64 end, BgdWorkerFunc done)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_done, self);
  Task *data = g_new0 (Task, 1);

  g_assert (self->done == NULL);

  data->worker = g_atomic_rc_box_acquire (self);
  data->end = end;
  self->done = done;
  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, data, task_free);
  g_task_run_in_thread (task, func);
}

static void
on_synced (const GError *error, gpointer user_data)
{
  BgdWorker *self = user_data;
  BgdWorkerFunc done = g_steal_pointer (&self->done);

  if (!self->released)
    done (error, self->user_data);
}

/* Between two tasks, when no thread has the digests. */
static void
renew_digests (BgdWorker *self)
{
  if (!self->changed)
    return;

  clear_digests (self);
  for (guint i = 0; i < N_SOURCES; i++)
    if (self->checksums[i] != NULL)
      self->digests[i] = bgd_digest_new (self->checksums[i], NULL);
  self->changed = FALSE;
  self->hashed = 0;
  g_object_unref (self->hashing);
  self->hashing = g_cancellable_new ();
}

/* A failure is no news: what was not read is read at the end, and whatever is wrong shows then. */
static void
hash_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Task *data = task_data;
  BgdWorker *self = data->worker;

  for (guint i = 0; i < N_SOURCES; i++)
    if (self->digests[i] != NULL)
      bgd_digest_feed (self->digests[i], self->sink, data->end, self->hashing, NULL);

  g_task_return_boolean (task, TRUE);
}

static gboolean
check_owners (BgdWorker *self, GError **error)
{
  if (self->checksums[OWNER] == NULL)
    return TRUE;

  /* That it cannot be made must be said. */
  if (self->digests[OWNER] == NULL)
    self->digests[OWNER] = bgd_digest_new (self->checksums[OWNER], error);

  return self->digests[OWNER] != NULL &&
         bgd_digest_finish (self->digests[OWNER], self->sink, self->cancellable, error);
}

/* One that cannot be made here is no reason to refuse the file. */
static gboolean
check_servers (BgdWorker *self, GError **error)
{
  g_autoptr (GError) own = NULL;

  if (self->digests[SERVER] == NULL ||
      bgd_digest_finish (self->digests[SERVER], self->sink, self->cancellable, &own))
    return TRUE;

  if (g_error_matches (own, BG_ERROR, BG_ERROR_VALIDATION_FAILED))
    g_prefix_error (&own, "The server's own digest does not match: ");
  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}

static void
check_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Task *data = task_data;
  GError *error = NULL;

  if (check_owners (data->worker, &error) && check_servers (data->worker, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
check_pieces_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Task *data = task_data;
  BgdWorker *self = data->worker;
  g_autoptr (GError) error = NULL;

  for (guint64 i = 0; error == NULL && i < bgd_pieces_count (self->pieces); i++)
    {
      gsize length;
      const guint8 *hash = bgd_pieces_get_hash (self->pieces, i, &length);
      guint64 start, end;

      bgd_pieces_get_range (self->pieces, i, data->end, &start, &end);
      if (bgd_digest_check_range (self->sink, self->pieces->algorithm, start, end, hash,
                                  self->cancellable, &error))
        continue;

      /* The others are of interest, too. */
      if (g_error_matches (error, BG_ERROR, BG_ERROR_VALIDATION_FAILED))
        {
          g_clear_error (&error);
          bgd_ranges_add (self->bad, start, end);
        }
    }

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * bgd_worker_sync:
 * @self: a worker that is not busy
 * @done: is told when all that was written before is on the disk
 */
void
bgd_worker_sync (BgdWorker *self, BgdWorkerFunc done)
{
  g_assert (self->done == NULL);

  self->done = done;
  bgd_syncer_sync (self->sink, on_synced, g_atomic_rc_box_acquire (self),
                   (GDestroyNotify) worker_unref);
}

/**
 * bgd_worker_expect:
 * @self: a worker, busy or not
 * @owners: (nullable): the checksum that the owner of the job gave
 * @servers: (nullable): the one that the server told
 *
 * What the file should have. All that was read of it until now does not count: it may be another
 * file from now on.
 */
void
bgd_worker_expect (BgdWorker *self, const char *owners, const char *servers)
{
  g_free (self->checksums[OWNER]);
  g_free (self->checksums[SERVER]);
  self->checksums[OWNER] = g_strdup (owners);
  self->checksums[SERVER] = g_strcmp0 (owners, servers) != 0 ? g_strdup (servers) : NULL;
  self->changed = TRUE;
  g_cancellable_cancel (self->hashing);
}

/**
 * bgd_worker_wants_bytes:
 * @self: a worker
 * @end: how many bytes from the beginning of the file are final
 *
 * Returns: whether bgd_worker_hash() would have something to read
 */
gboolean
bgd_worker_wants_bytes (BgdWorker *self, guint64 end)
{
  return bgd_worker_can_check (self) && end > (self->changed ? 0 : self->hashed);
}

/**
 * bgd_worker_hash:
 * @self: a worker that is not busy
 * @end: how many bytes from the beginning of the file are final
 * @done: is told when some of them were read, so that less is left for bgd_worker_check()
 */
void
bgd_worker_hash (BgdWorker *self, guint64 end, BgdWorkerFunc done)
{
  renew_digests (self);
  self->hashed = MIN (end, self->hashed + SLICE);
  run (self, hash_in_thread, self->hashed, done);
}

/* Whether any checksum is expected. */
gboolean
bgd_worker_can_check (BgdWorker *self)
{
  return self->checksums[OWNER] != NULL || self->checksums[SERVER] != NULL;
}

/**
 * bgd_worker_check:
 * @self: a worker that is not busy, of a file that is whole
 * @done: is told whether it has what was expected, with the errors of bgd_digest_new() and
 *   bgd_digest_finish()
 */
void
bgd_worker_check (BgdWorker *self, BgdWorkerFunc done)
{
  renew_digests (self);
  run (self, check_in_thread, 0, done);
}

/**
 * bgd_worker_check_pieces:
 * @self: a worker that is not busy
 * @pieces: what the pieces of the file should have
 * @size: bytes of the file
 * @done: is told when all were read, without an error if some are wrong: see bgd_worker_get_bad()
 */
void
bgd_worker_check_pieces (BgdWorker *self, const BgdPieces *pieces, guint64 size, BgdWorkerFunc done)
{
  g_clear_pointer (&self->pieces, bgd_pieces_free);
  g_clear_pointer (&self->bad, bgd_ranges_free);
  self->pieces = bgd_pieces_copy (pieces);
  self->bad = bgd_ranges_new ();
  run (self, check_pieces_in_thread, size, done);
}

/* (transfer none): the bytes of the pieces that were found wrong. */
const BgdRanges *
bgd_worker_get_bad (BgdWorker *self)
{
  return self->bad;
}

/* What is read back now ends soon, and any later check at once, with G_IO_ERROR_CANCELLED. */
void
bgd_worker_cancel_check (BgdWorker *self)
{
  g_cancellable_cancel (self->hashing);
  g_cancellable_cancel (self->cancellable);
}
