/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transfer thread beside the main thread, and the two ways across. */
#include "config.h"

#include "bgd-net.h"

/* All of these belong to the main thread. */
static GThread *thread;       /* (owned) (nullable) */
static GMainContext *context; /* (owned) (nullable) */
static GMainLoop *loop;       /* (owned) (nullable) */

typedef struct
{
  BgdNetFunc func;
  gpointer data;
} Call;

static gboolean
on_call (gpointer user_data)
{
  Call *call = user_data;

  call->func (call->data);

  return G_SOURCE_REMOVE;
}

/* Not g_main_context_invoke(): that runs the function in the wrong thread as long as the right one
 * has not yet taken its context. Sources of one priority run in the order in which they came. */
static void
call_in (GMainContext *target, BgdNetFunc func, gpointer data)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Call *call = g_new (Call, 1);

  call->func = func;
  call->data = data;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_call, call, g_free);
  g_source_set_static_name (source, "bgd-net");
  g_source_attach (source, target);
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
      thread = g_thread_new ("bgd-net", run_thread, g_main_loop_ref (loop));
    }

  call_in (context, func, data);
}

/**
 * bgd_net_call_main:
 * @func: what to do on the main thread
 * @data: for @func
 *
 * For the transfer thread. Calls are made in order.
 */
void
bgd_net_call_main (BgdNetFunc func, gpointer data)
{
  call_in (NULL, func, data);
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

  call_in (context, quit_loop, loop);
  g_thread_join (g_steal_pointer (&thread));
  g_clear_pointer (&loop, g_main_loop_unref);
  g_clear_pointer (&context, g_main_context_unref);
}

static gboolean
dispatch_timer (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback != NULL ? callback (user_data) : G_SOURCE_REMOVE;
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch_timer };

/**
 * bgd_net_timer_new:
 *
 * Unlike a timeout it can be set again and again, and several can be set to the very same moment,
 * so that the thread wakes up once.
 *
 * Returns: (transfer full): a source that waits for its g_source_set_ready_time(); its function
 *   sets the next one
 */
GSource *
bgd_net_timer_new (void)
{
  return g_source_new (&timer_funcs, sizeof (GSource));
}
