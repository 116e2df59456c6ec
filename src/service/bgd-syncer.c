/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings files to the disk for good, several in one go. */
#include "config.h"

#include "bgd-syncer.h"

#include "bgd-timer.h"

/* Small files are ready thousands in a second. A hand-over for each would cost more than the sync,
 * so they are gathered for so long, and while the threads are busy. */
#define GATHERING 1000 /* microseconds */

/* One disk may hang while another one works. */
#define MAXIMUM_THREADS 4

typedef struct
{
  BgdSink *sink; /* the owner's */
  BgdSyncerFunc func;
  gpointer user_data; /* (owned) */
  GDestroyNotify destroy;
  GError *error; /* (owned) (nullable) */
} Request;

/* What is handed over in one go. The thread of the pool may be the last one that lets go of it: by
 * then the requests are out of it, because what they own is to be freed where it was made. */
typedef struct
{
  GPtrArray *requests; /* (owned) (nullable) (element-type Request) */
} Batch;

/* Of each thread that syncs; goes with it. */
typedef struct
{
  GPtrArray *waiting; /* (owned) (element-type Request) */
  BgdTimer *timer;    /* (owned) */
  guint threads;      /* at work */
} Syncer;

static void
syncer_free (gpointer data)
{
  Syncer *self = data;

  bgd_timer_free (self->timer);
  g_ptr_array_unref (self->waiting);
  g_free (self);
}

static GPrivate syncer_key = G_PRIVATE_INIT (syncer_free);

static void
request_free (gpointer data)
{
  Request *self = data;

  self->destroy (self->user_data);
  g_clear_error (&self->error);
  g_free (self);
}

static void
batch_clear (gpointer data)
{
  Batch *self = data;

  g_clear_pointer (&self->requests, g_ptr_array_unref);
}

static void
batch_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, batch_clear);
}

static void
sync_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GPtrArray *requests = ((Batch *) task_data)->requests;

  for (guint i = 0; i < requests->len; i++)
    {
      Request *request = g_ptr_array_index (requests, i);

      bgd_sink_sync (request->sink, &request->error);
    }

  g_task_return_boolean (task, TRUE);
}

static void hand_over (gpointer user_data);

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Syncer *self = user_data;
  Batch *batch = g_atomic_rc_box_acquire (g_task_get_task_data (G_TASK (result)));
  g_autoptr (GPtrArray) requests = g_steal_pointer (&batch->requests);

  batch_unref (batch);

  self->threads--;
  hand_over (self);

  for (guint i = 0; i < requests->len; i++)
    {
      const Request *request = g_ptr_array_index (requests, i);

      request->func (request->error, request->user_data);
    }
}

/* All that wait, to one thread. */
static void
hand_over (gpointer user_data)
{
  Syncer *self = user_data;

  if (self->waiting->len == 0 || self->threads == MAXIMUM_THREADS)
    return;

  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_synced, self);
  Batch *batch = g_atomic_rc_box_new0 (Batch);

  batch->requests = g_steal_pointer (&self->waiting);
  g_task_set_source_tag (task, hand_over);
  g_task_set_task_data (task, batch, batch_unref);
  self->waiting = g_ptr_array_new_with_free_func (request_free);
  self->threads++;
  g_task_run_in_thread (task, sync_in_thread);
}

static Syncer *
get_syncer (void)
{
  Syncer *self = g_private_get (&syncer_key);

  if (self != NULL)
    return self;

  self = g_new0 (Syncer, 1);
  self->waiting = g_ptr_array_new_with_free_func (request_free);
  self->timer = bgd_timer_new (hand_over, self);
  g_private_set (&syncer_key, self);

  return self;
}

/**
 * bgd_syncer_sync:
 * @sink: a file; must stay open until @func is called
 * @func: called when all that was written before is on the disk, or with what went wrong
 * @user_data: for @func
 * @destroy: for @user_data; without @func before if the thread ends first
 */
void
bgd_syncer_sync (BgdSink *sink, BgdSyncerFunc func, gpointer user_data, GDestroyNotify destroy)
{
  Syncer *self = get_syncer ();
  Request *request = g_new0 (Request, 1);

  request->sink = sink;
  request->func = func;
  request->user_data = user_data;
  request->destroy = destroy;
  g_ptr_array_add (self->waiting, request);

  if (bgd_timer_get (self->timer) == BGD_TIMER_NEVER)
    bgd_timer_set (self->timer, g_get_monotonic_time () + GATHERING);
}
