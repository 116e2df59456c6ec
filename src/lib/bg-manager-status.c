/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a manager can be told that concerns all jobs. */
#include "config.h"

#include "bg-manager-private.h"

static const BgBusMethod get_status_method = { "GetStatus", "(a{sv})", FALSE };

/* Takes the answer. */
static char *
read_policy_problem (GVariant *answer)
{
  g_autoptr (GVariant) taken = answer;
  g_autoptr (GVariant) status = g_variant_get_child_value (taken, 0);
  char *problem = NULL;

  g_variant_lookup (status, "policy-problem", "s", &problem);

  return problem;
}

static void
get_status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GVariant *answer = bg_bus_call_finish (result, &error);

  if (answer != NULL)
    g_task_return_pointer (task, read_policy_problem (answer), g_free);
  else
    g_task_return_error (task, error);
}

/**
 * bg_manager_find_policy_problem_async:
 * @self: a manager
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when the service has answered
 * @user_data: for @callback
 *
 * Asks the service whether it understands the policy of the administrator. Nothing is transferred
 * while it does not; all jobs wait for `BG_WAIT_POLICY`.
 */
void
bg_manager_find_policy_problem_async (BgManager *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BG_IS_MANAGER (self));
  g_return_if_fail (self->bus != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bg_manager_find_policy_problem_async);
  bg_bus_call_async (self->bus, &get_status_method, NULL, cancellable, get_status_cb,
                     g_steal_pointer (&task));
}

/**
 * bg_manager_find_policy_problem_finish:
 * @self: a manager
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Manager.find_policy_problem_async].
 *
 * Errors: `BG_ERROR_SERVICE_UNAVAILABLE` if the service cannot be started or does not answer,
 * `BG_ERROR_NOT_SUPPORTED` if it is too old.
 *
 * Returns: (transfer full) (nullable): the file and what is wrong with it, in English; %NULL if
 *   nothing is, or with an error
 */
char *
bg_manager_find_policy_problem_finish (BgManager *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bg_manager_find_policy_problem_sync:
 * @self: a manager
 * @cancellable: (nullable): to give up
 * @error: where to put an error
 *
 * Does what [method@Bg.Manager.find_policy_problem_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Manager.find_policy_problem_finish].
 *
 * Returns: (transfer full) (nullable): the file and what is wrong with it, in English; %NULL if
 *   nothing is, or with an error
 */
char *
bg_manager_find_policy_problem_sync (BgManager *self, GCancellable *cancellable, GError **error)
{
  GVariant *answer;

  g_return_val_if_fail (BG_IS_MANAGER (self), NULL);
  g_return_val_if_fail (self->bus != NULL, NULL);

  answer = bg_bus_call_sync (self->bus, &get_status_method, NULL, cancellable, error);

  return answer != NULL ? read_policy_problem (answer) : NULL;
}
