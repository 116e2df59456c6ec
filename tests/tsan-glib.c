/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ThreadSanitizer cannot see: GLib is not built with it, so that the locks by which GLib hands
 * something from one thread to another look like nothing at all. Loaded before GLib, this says so
 * at each of the doors that Ferry uses. It hides no access of ours. */
#include "config.h"

#include <dlfcn.h>
#include <gio/gio.h>

/* None in a program without the sanitizer, such as a bus or a Python. */
extern void __tsan_acquire (void *address) __attribute__ ((weak));
extern void __tsan_release (void *address) __attribute__ ((weak));

#define FIND(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static void
give (gpointer what)
{
  if (__tsan_release != NULL)
    __tsan_release (what);
}

static void
take (gpointer what)
{
  if (__tsan_acquire != NULL)
    __tsan_acquire (what);
}

/* ---- Locks of the tests -------------------------------------------------------------------------
 */

void
g_mutex_lock (GMutex *mutex)
{
  FIND (g_mutex_lock) (mutex);
  take (mutex);
}

void
g_mutex_unlock (GMutex *mutex)
{
  give (mutex);
  FIND (g_mutex_unlock) (mutex);
}

/* ---- Calls in another thread ----------------------------------------------------------------- */

typedef struct
{
  GSourceFunc func;
  gpointer data;
  GDestroyNotify notify;
} Call;

/* The one that this thread made last: only idle sources are known to have a GSourceFunc. */
static _Thread_local GSource *idle_source;

GSource *
g_idle_source_new (void)
{
  idle_source = FIND (g_idle_source_new) ();

  return idle_source;
}

static gboolean
on_call (gpointer data)
{
  Call *call = data;

  take (call);

  return call->func (call->data);
}

static void
on_drop (gpointer data)
{
  Call *call = data;

  take (call);
  if (call->notify != NULL)
    call->notify (call->data);
  g_free (call);
}

void
g_source_set_callback (GSource *source, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  if (source != idle_source)
    {
      FIND (g_source_set_callback) (source, func, data, notify);
      return;
    }

  Call *call = g_new (Call, 1);

  call->func = func;
  call->data = data;
  call->notify = notify;
  idle_source = NULL;
  give (call);
  FIND (g_source_set_callback) (source, on_call, call, on_drop);
}

/* ---- Work for a pool ------------------------------------------------------------------------- */

#define FUNC_KEY "tsan-glib-func"

static void
run_task (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GTaskThreadFunc func;

  take (task);
  func = (GTaskThreadFunc) g_object_get_data (G_OBJECT (task), FUNC_KEY);
  func (task, source, data, cancellable);
}

void
g_task_run_in_thread (GTask *task, GTaskThreadFunc func)
{
  g_object_set_data (G_OBJECT (task), FUNC_KEY, (gpointer) func);
  give (task);
  FIND (g_task_run_in_thread) (task, run_task);
}

void
g_task_return_boolean (GTask *task, gboolean result)
{
  give (task);
  FIND (g_task_return_boolean) (task, result);
}

void
g_task_return_error (GTask *task, GError *error)
{
  give (task);
  FIND (g_task_return_error) (task, error);
}

void
g_task_return_pointer (GTask *task, gpointer result, GDestroyNotify destroy)
{
  give (task);
  FIND (g_task_return_pointer) (task, result, destroy);
}

gboolean
g_task_propagate_boolean (GTask *task, GError **error)
{
  take (task);

  return FIND (g_task_propagate_boolean) (task, error);
}

gpointer
g_task_propagate_pointer (GTask *task, GError **error)
{
  take (task);

  return FIND (g_task_propagate_pointer) (task, error);
}

/* ---- The last one frees it ------------------------------------------------------------------- */

static _Thread_local GDestroyNotify clear_box;

static void
on_clear (gpointer box)
{
  take (box);
  if (clear_box != NULL)
    clear_box (box);
}

void
g_atomic_rc_box_release_full (gpointer box, GDestroyNotify clear)
{
  GDestroyNotify outer = clear_box;

  give (box);
  clear_box = clear;
  FIND (g_atomic_rc_box_release_full) (box, on_clear);
  clear_box = outer;
}

/* ---- What waits in a queue ------------------------------------------------------------------- */

void
g_async_queue_push (GAsyncQueue *queue, gpointer data)
{
  give (queue);
  FIND (g_async_queue_push) (queue, data);
}

gpointer
g_async_queue_pop (GAsyncQueue *queue)
{
  gpointer data = FIND (g_async_queue_pop) (queue);

  take (queue);
  return data;
}
