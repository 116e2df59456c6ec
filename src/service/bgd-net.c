/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transfer thread beside the main thread, and the two ways across. */
#include "config.h"

#include "bgd-net.h"

/* News for the main thread are gathered for so long: thousands of small files would wake it up
 * several times each. */
#define GATHERING 2000 /* microseconds */

/* Calls for one thread, made by one other. */
typedef struct
{
  GAsyncQueue *calls; /* (owned) (element-type Call (owned)) */
  GSource *source;    /* (owned) makes them */
  gint64 delay;       /* microseconds */
  int waiting;        /* atomic: calls that were not made */
} Channel;

typedef struct
{
  BgdNetFunc func;
  gpointer data;
} Call;

/* All of these belong to the main thread. */
static GThread *thread;       /* (owned) (nullable) */
static GMainContext *context; /* (owned) (nullable) */
static GMainLoop *loop;       /* (owned) (nullable) */
static Channel *to_net;       /* (owned) (nullable) */

/* Made by the main thread, and there from then on. */
static Channel *to_main;

/* It waits for its ready time, which is all that another thread has to set. */
static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

/* Those that are there now: others have their turn before those that come meanwhile. */
static gboolean
on_calls (gpointer user_data)
{
  Channel *self = user_data;
  int made = 0;

  g_source_set_ready_time (self->source, -1);
  for (int n = g_async_queue_length (self->calls); made < n; made++)
    {
      g_autofree Call *call = g_async_queue_pop (self->calls);

      call->func (call->data);
    }

  if (g_atomic_int_add (&self->waiting, -made) > made)
    g_source_set_ready_time (self->source, 0);

  return G_SOURCE_CONTINUE;
}

static Channel *
channel_new (GMainContext *target, gint64 delay)
{
  Channel *self = g_new0 (Channel, 1);

  self->calls = g_async_queue_new_full (g_free);
  self->delay = delay;
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_callback (self->source, on_calls, self, NULL);
  g_source_set_static_name (self->source, "bgd-net");
  g_source_attach (self->source, target);

  return self;
}

static void
channel_free (Channel *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_async_queue_unref (self->calls);
  g_free (self);
}

/* The first of several wakes the other thread up. */
static void
channel_call (Channel *self, BgdNetFunc func, gpointer data)
{
  Call *call = g_new (Call, 1);

  call->func = func;
  call->data = data;
  g_async_queue_push (self->calls, call);
  if (g_atomic_int_add (&self->waiting, 1) == 0)
    g_source_set_ready_time (self->source,
                             self->delay > 0 ? g_get_monotonic_time () + self->delay : 0);
}

static void
make_way_to_main (void)
{
  if (to_main == NULL)
    to_main = channel_new (NULL, GATHERING);
}

static gpointer
run_thread (gpointer data)
{
  g_autoptr (GMainLoop) own = data;

  g_main_context_push_thread_default (g_main_loop_get_context (own));
  g_main_loop_run (own);
  g_main_context_pop_thread_default (g_main_loop_get_context (own));

  return NULL;
}

static void
quit_loop (gpointer data)
{
  g_main_loop_quit (data);
}

/**
 * bgd_net_call:
 * @func: what to do on the transfer thread
 * @data: for @func
 *
 * For the main thread. Starts the transfer thread if there is none. Calls are made in order.
 */
void
bgd_net_call (BgdNetFunc func, gpointer data)
{
  if (thread == NULL)
    {
      context = g_main_context_new ();
      loop = g_main_loop_new (context, FALSE);
      to_net = channel_new (context, 0);
      make_way_to_main ();
      thread = g_thread_new ("bgd-net", run_thread, g_main_loop_ref (loop));
    }

  channel_call (to_net, func, data);
}

/**
 * bgd_net_call_main:
 * @func: what to do on the main thread
 * @data: for @func
 *
 * For the transfer thread, and for the main thread where it must not be at once. Calls are made in
 * order.
 */
void
bgd_net_call_main (BgdNetFunc func, gpointer data)
{
  make_way_to_main ();
  channel_call (to_main, func, data);
}

/**
 * bgd_net_shutdown:
 *
 * For the main thread. Ends the transfer thread, after everything that was called before. All
 * transfers must have finished: what is under way is not told of its end.
 */
void
bgd_net_shutdown (void)
{
  if (thread == NULL)
    return;

  channel_call (to_net, quit_loop, loop);
  g_thread_join (g_steal_pointer (&thread));
  g_clear_pointer (&to_net, channel_free);
  g_clear_pointer (&loop, g_main_loop_unref);
  g_clear_pointer (&context, g_main_context_unref);
}
