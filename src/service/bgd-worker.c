/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second pair of hands for what a slow disk makes slow: syncing and reading back. */
#include "config.h"

#include "bgd-worker.h"

#include "bgd-digest.h"

struct _BgdWorker
{
  BgdSink *sink;      /* (owned) */
  gpointer user_data; /* of whoever asks */

  GCancellable *cancellable; /* (owned) of the check */
  BgdWorkerFunc done;        /* (nullable) whom to tell; none: it rests */
  gboolean released;         /* nobody wants to know */
};

typedef struct
{
  BgdWorker *worker; /* (owned) */
  char *checksum;    /* (owned) (nullable) of a check */
} Task;

static void
worker_clear (gpointer data)
{
  BgdWorker *self = data;

  bgd_sink_close (self->sink);
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
  g_free (task->checksum);
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
  g_cancellable_cancel (self->cancellable);
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
run (BgdWorker *self, GTaskThreadFunc func, const char *checksum, BgdWorkerFunc done)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_done, self);
  Task *data = g_new0 (Task, 1);

  g_assert (self->done == NULL);

  data->worker = g_atomic_rc_box_acquire (self);
  data->checksum = g_strdup (checksum);
  self->done = done;
  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, data, task_free);
  g_task_run_in_thread (task, func);
}

static void
sync_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Task *data = task_data;
  GError *error = NULL;

  if (bgd_sink_sync (data->worker->sink, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
check_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Task *data = task_data;
  BgdWorker *self = data->worker;
  GError *error = NULL;

  if (bgd_digest_check (self->sink, data->checksum, self->cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * bgd_worker_sync:
 * @self: a worker that is not busy
 * @done: is told when all that was written before is on the disk
 */
void
bgd_worker_sync (BgdWorker *self, BgdWorkerFunc done)
{
  run (self, sync_in_thread, NULL, done);
}

/**
 * bgd_worker_check:
 * @self: a worker that is not busy
 * @checksum: what the file should have
 * @done: is told whether it has, with the errors of bgd_digest_check()
 */
void
bgd_worker_check (BgdWorker *self, const char *checksum, BgdWorkerFunc done)
{
  run (self, check_in_thread, checksum, done);
}

/* The check that is under way ends soon, and any later one at once, with G_IO_ERROR_CANCELLED. */
void
bgd_worker_cancel_check (BgdWorker *self)
{
  g_cancellable_cancel (self->cancellable);
}
