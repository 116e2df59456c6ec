/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Asking for the segments of a file. */
#include "config.h"

#include "bg-job-private.h"
#include "bg-manager-private.h"
#include "bg-segments-private.h"

static const BgBusMethod get_segments_method = { "GetSegments", "(tua(tt)a(tt))" };

static void
get_segments_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = bg_bus_call_finish (result, &error);

  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, bg_segments_new (answer), (GDestroyNotify) bg_segments_unref);
}

/**
 * bg_job_get_segments_async:
 * @self: a job
 * @index: which of its files, from 0
 * @cancellable: (nullable): to give up
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Asks which parts of a file are here, and which are on their way.
 */
void
bg_job_get_segments_async (BgJob *self,
                           guint index,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgManager) manager = NULL;

  g_return_if_fail (BG_IS_JOB (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bg_job_get_segments_async);
  manager = bg_job_dup_manager (self, &error);

  if (manager == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    bg_bus_call_async (manager->bus, &get_segments_method, g_variant_new ("(su)", self->id, index),
                       cancellable, get_segments_cb, g_steal_pointer (&task));
}

/**
 * bg_job_get_segments_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.get_segments_async].
 *
 * Errors: `BG_ERROR_NOT_FOUND`; `BG_ERROR_INVALID_ARGUMENT`, there is no such file;
 * `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: (transfer full): the segments
 */
BgSegments *
bg_job_get_segments_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (bg_job_is_result_of (self, result, bg_job_get_segments_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bg_job_get_segments_sync:
 * @self: a job
 * @index: which of its files, from 0
 * @cancellable: (nullable): to give up
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.get_segments_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.get_segments_finish].
 *
 * Returns: (transfer full): the segments
 */
BgSegments *
bg_job_get_segments_sync (BgJob *self, guint index, GCancellable *cancellable, GError **error)
{
  g_autoptr (BgManager) manager = NULL;
  g_autoptr (GVariant) answer = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  manager = bg_job_dup_manager (self, error);
  if (manager == NULL)
    return NULL;

  answer = bg_bus_call_sync (manager->bus, &get_segments_method,
                             g_variant_new ("(su)", self->id, index), cancellable, error);

  return answer != NULL ? bg_segments_new (answer) : NULL;
}
