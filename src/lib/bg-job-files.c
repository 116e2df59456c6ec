/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of the files of a job. */
#include "config.h"

#include "bg-file-private.h"
#include "bg-frozen.h"
#include "bg-job-private.h"
#include "bg-manager-private.h"

static const BgBusMethod get_files_method = { "GetFiles", "(ta(uttba{sv}))", FALSE };

/* What GetFiles says about changes after @asked. */
static void
update_files (BgJob *self, guint64 asked, GVariant *answer)
{
  g_autoptr (GPtrArray) frozen = bg_frozen_new ();
  g_autoptr (GVariantIter) files = NULL;
  guint n_before = self->files->len;
  guint64 now, bytes_total, bytes_transferred;
  gboolean completed;
  GVariant *values;
  guint32 index;

  g_variant_get (answer, "(ta(uttba{sv}))", &now, &files);

  /* A synchronous call has overtaken this one and knows more. */
  if (asked != self->files_serial && now <= self->files_serial)
    return;

  self->files_serial = now;

  while (g_variant_iter_loop (files, "(uttb@a{sv})", &index, &bytes_total, &bytes_transferred,
                              &completed, &values))
    {
      if (index > self->files->len)
        {
          g_warning ("Job %s: file %u comes before file %u", self->id, index, self->files->len);
          continue;
        }

      if (index == self->files->len)
        g_ptr_array_add (self->files, bg_file_new (index));
      else if (index < n_before)
        bg_frozen_add (frozen, self->files->pdata[index]);

      bg_file_update (self->files->pdata[index], bytes_total, bytes_transferred, completed, values);
    }

  if (self->files->len > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->files->len - n_before);
}

static void
refresh_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = bg_bus_call_finish (result, &error);
  const guint64 *asked = g_task_get_task_data (task);

  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  update_files (g_task_get_source_object (task), *asked, answer);
  g_task_return_boolean (task, TRUE);
}

/**
 * bg_job_refresh_files_async:
 * @self: a job
 * @cancellable: (nullable): to give up
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Asks the service what has changed among the files, and updates the list that the job is. Costs
 * next to nothing if nothing did.
 *
 * Corresponds to IBackgroundCopyJob::EnumFiles of BITS.
 */
void
bg_job_refresh_files_async (BgJob *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgManager) manager = NULL;
  guint64 asked;

  g_return_if_fail (BG_IS_JOB (self));

  asked = self->files_serial;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bg_job_refresh_files_async);
  g_task_set_task_data (task, g_memdup2 (&asked, sizeof asked), g_free);
  manager = bg_job_dup_manager (self, &error);

  if (manager == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    bg_bus_call_async (manager->bus, &get_files_method, g_variant_new ("(st)", self->id, asked),
                       cancellable, refresh_files_cb, g_steal_pointer (&task));
}

/**
 * bg_job_refresh_files_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.refresh_files_async].
 *
 * Errors: `BG_ERROR_NOT_FOUND`; `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether the files are up to date
 */
gboolean
bg_job_refresh_files_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (bg_job_is_result_of (self, result, bg_job_refresh_files_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bg_job_refresh_files_sync:
 * @self: a job
 * @cancellable: (nullable): to give up
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.refresh_files_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.refresh_files_finish].
 *
 * Returns: whether the files are up to date
 */
gboolean
bg_job_refresh_files_sync (BgJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (BgManager) manager = NULL;
  g_autoptr (GVariant) answer = NULL;
  guint64 asked;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  asked = self->files_serial;
  manager = bg_job_dup_manager (self, error);

  if (manager == NULL)
    return FALSE;

  answer = bg_bus_call_sync (manager->bus, &get_files_method,
                             g_variant_new ("(st)", self->id, asked), cancellable, error);

  if (answer == NULL)
    return FALSE;

  update_files (self, asked, answer);

  return TRUE;
}
