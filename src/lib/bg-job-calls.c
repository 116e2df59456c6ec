/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a job asks the service to do something. */
#include "config.h"

#include "bg-job-private.h"
#include "bg-manager-private.h"

static void
call_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GVariant *reply = bg_manager_call_finish (BG_MANAGER (source), result, bg_job_call_async, &error);

  if (reply == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) g_variant_unref);
}

void
bg_job_call_async (BgJob *self,
                   gpointer tag,
                   const BgBusMethod *method,
                   GVariant *arguments,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GVariant) kept = g_variant_ref_sink (arguments);
  g_autoptr (GError) error = NULL;
  g_autoptr (BgManager) manager = bg_job_dup_manager (self, &error);

  g_task_set_source_tag (task, tag);

  if (manager == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    bg_manager_call_async (manager, bg_job_call_async, method, kept, cancellable, call_cb,
                           g_steal_pointer (&task));
}

GVariant *
bg_job_call_sync (BgJob *self,
                  const BgBusMethod *method,
                  GVariant *arguments,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GVariant) kept = g_variant_ref_sink (arguments);
  g_autoptr (BgManager) manager = bg_job_dup_manager (self, error);

  if (manager == NULL)
    return NULL;

  return bg_manager_call_sync (manager, method, kept, cancellable, error);
}

gboolean
bg_job_is_result_of (BgJob *self, GAsyncResult *result, gpointer tag)
{
  return g_task_is_valid (result, self) && g_async_result_is_tagged (result, tag);
}

gboolean
bg_job_call_finish (BgJob *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (bg_job_is_result_of (self, result, tag), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);

  return reply != NULL;
}
