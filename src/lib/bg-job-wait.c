/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waiting until a job has ended, without a poll. */
#include "config.h"

#include "bg-job-private.h"
#include "bg-manager-private.h"

/* Between two looks of the synchronous form, which has no main loop to hear signals in. */
#define LOOK_MILLISECONDS 500

/* One who waits. The manager is kept for as long as it lasts. */
typedef struct
{
  BgManager *manager; /* (owned) */
  gulong modified_id;
  gulong state_id;
  gulong owner_id;
  GSource *given_up; /* (owned) (nullable) */
} Wait;

static void
wait_free (gpointer data)
{
  Wait *self = data;

  g_object_unref (self->manager);
  g_clear_pointer (&self->given_up, g_source_unref);
  g_free (self);
}

/* Whether there is nothing more to wait for; @error is set if that is no success. */
static gboolean
is_over (BgJob *self, BgManager *manager, GError **error)
{
  const BgJobError *failure = bg_job_get_error (self);

  switch (self->state)
    {
    case BG_JOB_STATE_TRANSFERRED:
    case BG_JOB_STATE_ACKNOWLEDGED:
      return TRUE;
    case BG_JOB_STATE_ERROR:
      g_set_error_literal (error, BG_ERROR, failure != NULL ? (int) failure->code : BG_ERROR_FAILED,
                           failure != NULL ? failure->message : "The job failed.");
      return TRUE;
    case BG_JOB_STATE_CANCELLED:
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_STATE, "The job was cancelled.");
      return TRUE;
    case BG_JOB_STATE_QUEUED:
    case BG_JOB_STATE_CONNECTING:
    case BG_JOB_STATE_TRANSFERRING:
    case BG_JOB_STATE_SUSPENDED:
    case BG_JOB_STATE_TRANSIENT_ERROR:
    default:
      break;
    }

  if (bg_manager_get_job (manager, self->id) == self)
    return FALSE;

  g_set_error_literal (error, BG_ERROR, BG_ERROR_NOT_FOUND, "The job was removed.");
  return TRUE;
}

/* Once: whatever comes later finds no handler any more. */
static void
end (GTask *task, GError *error)
{
  Wait *wait = g_task_get_task_data (task);

  g_clear_signal_handler (&wait->modified_id, wait->manager);
  g_clear_signal_handler (&wait->state_id, g_task_get_source_object (task));
  g_clear_signal_handler (&wait->owner_id, wait->manager->bus);
  if (wait->given_up != NULL)
    g_source_destroy (wait->given_up);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static gboolean
is_waiting (GTask *task)
{
  const Wait *wait = g_task_get_task_data (task);

  return wait->modified_id != 0;
}

static void
look (GTask *task)
{
  Wait *wait = g_task_get_task_data (task);
  GError *error = NULL;

  if (is_over (g_task_get_source_object (task), wait->manager, &error))
    end (task, error);
}

static void
refresh_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean ok = bg_manager_refresh_finish (BG_MANAGER (source), result, &error);

  if (!is_waiting (task))
    g_clear_error (&error);
  else if (ok)
    look (task);
  else
    end (task, error);
}

static void
refresh (GTask *task)
{
  const Wait *wait = g_task_get_task_data (task);

  bg_manager_refresh_async (wait->manager, g_task_get_cancellable (task), refresh_cb,
                            g_object_ref (task));
}

/* The service has left the bus. It does so when there is nothing to do; if there was, it crashed,
 * and the call starts it again. */
static void
on_owner_changed (GTask *task)
{
  const Wait *wait = g_task_get_task_data (task);
  const BgJob *job = g_task_get_source_object (task);
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (wait->manager->bus));

  if (owner == NULL && bg_job_state_can_change (job->state))
    refresh (task);
}

static gboolean
on_given_up (GCancellable *cancellable, gpointer user_data)
{
  GError *error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  end (user_data, error);

  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (GTask *task, Wait *wait, GCancellable *cancellable)
{
  wait->given_up = g_cancellable_source_new (cancellable);
  g_source_set_callback (wait->given_up, G_SOURCE_FUNC (on_given_up), task, NULL);
  g_source_attach (wait->given_up, g_main_context_get_thread_default ());
}

/**
 * bg_job_wait_async:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; the job goes on
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Waits until the job needs nothing more from the service: it is transferred, or acknowledged if it
 * completes by itself, or it failed for good, was cancelled or removed. Meanwhile it may wait for a
 * network, be retried and be suspended for as long as it likes.
 *
 * The service says when to look, so nothing is polled; progress is not brought up to date for this.
 */
void
bg_job_wait_async (BgJob *self,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task;
  Wait *wait;
  g_autoptr (GError) error = NULL;
  BgManager *manager;

  g_return_if_fail (BG_IS_JOB (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bg_job_wait_async);
  manager = bg_job_dup_manager (self, &error);
  if (manager == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }

  wait = g_new0 (Wait, 1);
  wait->manager = manager;
  g_task_set_task_data (task, wait, wait_free);
  wait->modified_id =
      g_signal_connect_swapped (manager, "job-modified", G_CALLBACK (refresh), task);
  wait->state_id = g_signal_connect_swapped (self, "notify::state", G_CALLBACK (look), task);
  wait->owner_id = g_signal_connect_swapped (manager->bus, "notify::g-name-owner",
                                             G_CALLBACK (on_owner_changed), task);
  if (cancellable != NULL)
    watch_cancellable (task, wait, cancellable);

  /* What is known may be old. */
  refresh (task);
}

/**
 * bg_job_wait_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.wait_async].
 *
 * Errors: why the job failed, see [method@Bg.Job.get_error]; `BG_ERROR_INVALID_STATE` if it was
 * cancelled; `BG_ERROR_NOT_FOUND` if it was removed; `BG_ERROR_SERVICE_UNAVAILABLE`;
 * `G_IO_ERROR_CANCELLED` if the caller gave up.
 *
 * Returns: whether all bytes of the job are here
 */
gboolean
bg_job_wait_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (bg_job_is_result_of (self, result, bg_job_wait_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Returns whether the caller gave up. */
static gboolean
pause_a_little (GCancellable *cancellable)
{
  GPollFD fd;
  gboolean has_fd = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &fd);

  g_poll (&fd, has_fd ? 1 : 0, LOOK_MILLISECONDS);
  if (has_fd)
    g_cancellable_release_fd (cancellable);

  return g_cancellable_is_cancelled (cancellable);
}

/**
 * bg_job_wait_sync:
 * @self: a job
 * @cancellable: (nullable): to give up waiting; the job goes on
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.wait_async] does, and waits for it. Without a main loop nobody hears the
 * service, so it is asked twice a second.
 *
 * Errors: see [method@Bg.Job.wait_finish].
 *
 * Returns: whether all bytes of the job are here
 */
gboolean
bg_job_wait_sync (BgJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (BgManager) manager = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  manager = bg_job_dup_manager (self, error);
  if (manager == NULL)
    return FALSE;

  do
    {
      g_autoptr (GError) failure = NULL;

      if (!bg_manager_refresh_sync (manager, cancellable, error))
        return FALSE;

      if (is_over (self, manager, &failure))
        {
          gboolean ok = failure == NULL;

          if (!ok)
            g_propagate_error (error, g_steal_pointer (&failure));
          return ok;
        }
    }
  while (!pause_a_little (cancellable));

  g_cancellable_set_error_if_cancelled (cancellable, error);
  return FALSE;
}
