/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a manager asks the service to do. */
#include "config.h"

#include "bg-manager-private.h"

static const BgBusMethod create_job_method = { "CreateJob", "(s)", FALSE };

static const BgBusMethod verb_methods[] = {
  [BG_VERB_SUSPEND] = { "Suspend", "(a(sss))", FALSE },
  [BG_VERB_RESUME] = { "Resume", "(a(sss))", FALSE },
  [BG_VERB_COMPLETE] = { "Complete", "(asa(sss))", TRUE },
  [BG_VERB_CANCEL] = { "Cancel", "(a(sss))", FALSE },
  [BG_VERB_REMOVE] = { "Remove", "(a(sss))", FALSE },
};

G_DEFINE_ENUM_TYPE (BgVerb,
                    bg_verb,
                    G_DEFINE_ENUM_VALUE (BG_VERB_SUSPEND, "suspend"),
                    G_DEFINE_ENUM_VALUE (BG_VERB_RESUME, "resume"),
                    G_DEFINE_ENUM_VALUE (BG_VERB_COMPLETE, "complete"),
                    G_DEFINE_ENUM_VALUE (BG_VERB_CANCEL, "cancel"),
                    G_DEFINE_ENUM_VALUE (BG_VERB_REMOVE, "remove"))

static void
call_refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_task_get_task_data (task);

  /* What was asked for is done all the same; the next poll will show it. */
  if (!bg_manager_refresh_finish (BG_MANAGER (source), result, &error))
    g_debug ("Nothing is known about the effect of a call: %s", error->message);

  g_task_return_pointer (task, g_variant_ref (reply), (GDestroyNotify) g_variant_unref);
}

static void
call_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BgManager *self = g_task_get_source_object (task);
  GVariant *reply = bg_bus_call_finish (result, &error);

  if (reply == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* If a poll is under way its answer will do: the service answers in order, and this one had its
   * answer first. */
  g_task_set_task_data (task, reply, (GDestroyNotify) g_variant_unref);
  bg_manager_refresh_async (self, NULL, call_refreshed_cb, g_steal_pointer (&task));
}

void
bg_manager_call_async (BgManager *self,
                       gpointer tag,
                       const BgBusMethod *method,
                       GVariant *arguments,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  bg_bus_call_async (self->bus, method, arguments, cancellable, call_cb, g_steal_pointer (&task));
}

GVariant *
bg_manager_call_finish (BgManager *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GVariant *
bg_manager_call_sync (BgManager *self,
                      const BgBusMethod *method,
                      GVariant *arguments,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GError) refresh_error = NULL;
  GVariant *reply = bg_bus_call_sync (self->bus, method, arguments, cancellable, error);

  if (reply != NULL && !bg_manager_refresh_sync (self, NULL, &refresh_error))
    g_debug ("Nothing is known about the effect of a call: %s", refresh_error->message);

  return reply;
}

const BgBusMethod *
bg_manager_get_verb_method (BgVerb verb)
{
  return &verb_methods[verb];
}

/* From the reply of a verb: id → GError, both owned, of the jobs that refused. */
GHashTable *
bg_manager_parse_refused (GVariant *reply)
{
  gsize last = g_variant_n_children (reply) - 1;
  g_autoptr (GVariant) refused = g_variant_get_child_value (reply, last);

  return bg_bus_parse_refused (refused);
}

static GVariant *
create_job_arguments (const char *name, BgJobType type, GVariant *properties)
{
  if (properties == NULL)
    properties = g_variant_new ("a{sv}", NULL);

  return g_variant_new ("(su@a{sv})", name, (guint32) type, properties);
}

static gboolean
is_create_job_valid (const char *name, GVariant *properties)
{
  return name != NULL && g_utf8_validate (name, -1, NULL) &&
         (properties == NULL || g_variant_is_of_type (properties, G_VARIANT_TYPE_VARDICT));
}

/* From the reply of CreateJob to the object that the refresh has made of it. */
static BgJob *
find_created_job (BgManager *self, GVariant *reply, GError **error)
{
  const char *id;
  BgJob *job;

  g_variant_get (reply, "(&s)", &id);
  job = bg_manager_get_job (self, id);

  if (job == NULL)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_NOT_FOUND, "The job %s was made, but cannot be found",
                   id);
      return NULL;
    }

  return g_object_ref (job);
}

/**
 * bg_manager_create_job_async:
 * @self: a manager
 * @name: what people call the job, 1 to 256 characters; need not be unique
 * @type: the direction
 * @properties: (nullable): an `a{sv}` of settings that differ from the defaults, with the keys of
 *   [method@Bg.Job.set_properties_async] except `name`; consumed if floating
 * @cancellable: (nullable): to give up waiting; the job may have been made then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Makes a job without files, in state `SUSPENDED`. It is on disk when this is done.
 *
 * Corresponds to IBackgroundCopyManager::CreateJob of BITS.
 */
void
bg_manager_create_job_async (BgManager *self,
                             const char *name,
                             BgJobType type,
                             GVariant *properties,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (BG_IS_MANAGER (self) && self->bus != NULL);
  g_return_if_fail (is_create_job_valid (name, properties));

  bg_manager_call_async (self, bg_manager_create_job_async, &create_job_method,
                         create_job_arguments (name, type, properties), cancellable, callback,
                         user_data);
}

/**
 * bg_manager_create_job_finish:
 * @self: a manager
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Manager.create_job_async].
 *
 * Errors: `BG_ERROR_INVALID_ARGUMENT` and `BG_ERROR_STRING_TOO_LONG` for the name and settings;
 * `BG_ERROR_NOT_SUPPORTED` for a direction that the service does not know yet;
 * `BG_ERROR_TOO_MANY_JOBS`; `BG_ERROR_STORE` if the job could not be kept;
 * `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: (transfer full): the new job, which is in the list too; or `NULL`
 */
BgJob *
bg_manager_create_job_finish (BgManager *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply =
      bg_manager_call_finish (self, result, bg_manager_create_job_async, error);

  return reply != NULL ? find_created_job (self, reply, error) : NULL;
}

/**
 * bg_manager_create_job_sync:
 * @self: a manager
 * @name: what people call the job, 1 to 256 characters; need not be unique
 * @type: the direction
 * @properties: (nullable): see [method@Bg.Manager.create_job_async]; consumed if floating
 * @cancellable: (nullable): to give up waiting; the job may have been made then
 * @error: where to put an error
 *
 * Does what [method@Bg.Manager.create_job_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Manager.create_job_finish].
 *
 * Returns: (transfer full): the new job, which is in the list too; or `NULL`
 */
BgJob *
bg_manager_create_job_sync (BgManager *self,
                            const char *name,
                            BgJobType type,
                            GVariant *properties,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_MANAGER (self) && self->bus != NULL, NULL);
  g_return_val_if_fail (is_create_job_valid (name, properties), NULL);

  reply = bg_manager_call_sync (self, &create_job_method,
                                create_job_arguments (name, type, properties), cancellable, error);

  return reply != NULL ? find_created_job (self, reply, error) : NULL;
}

/**
 * bg_manager_apply_async:
 * @self: a manager
 * @verb: what to do
 * @ids: (array zero-terminated=1): the names of the jobs for programs
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Does one thing to many jobs, in one transaction. A job that refuses does not hinder the others.
 */
void
bg_manager_apply_async (BgManager *self,
                        BgVerb verb,
                        const char *const *ids,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (BG_IS_MANAGER (self) && self->bus != NULL);
  g_return_if_fail (verb < G_N_ELEMENTS (verb_methods));
  g_return_if_fail (ids != NULL);

  bg_manager_call_async (self, bg_manager_apply_async, bg_manager_get_verb_method (verb),
                         g_variant_new ("(^as)", ids), cancellable, callback, user_data);
}

/**
 * bg_manager_apply_finish: (skip)
 * @self: a manager
 * @result: what the callback got
 * @refused: (out) (optional) (transfer full) (element-type utf8 GLib.Error): id → `GError` of the
 *   jobs that refused; the errors are `BG_ERROR_NOT_FOUND` and those of the verb in [class@Bg.Job]
 * @error: where to put an error
 *
 * Finishes [method@Bg.Manager.apply_async].
 *
 * Errors: `BG_ERROR_STORE` if nothing could be kept; `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether the service did it, to those jobs that did not refuse
 */
gboolean
bg_manager_apply_finish (BgManager *self,
                         GAsyncResult *result,
                         GHashTable **refused,
                         GError **error)
{
  g_autoptr (GVariant) reply = bg_manager_call_finish (self, result, bg_manager_apply_async, error);

  if (reply == NULL)
    return FALSE;

  if (refused != NULL)
    *refused = bg_manager_parse_refused (reply);

  return TRUE;
}

/**
 * bg_manager_apply_sync: (skip)
 * @self: a manager
 * @verb: what to do
 * @ids: (array zero-terminated=1): the names of the jobs for programs
 * @refused: (out) (optional) (transfer full) (element-type utf8 GLib.Error): see
 *   [method@Bg.Manager.apply_finish]
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @error: where to put an error
 *
 * Does what [method@Bg.Manager.apply_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Manager.apply_finish].
 *
 * Returns: whether the service did it, to those jobs that did not refuse
 */
gboolean
bg_manager_apply_sync (BgManager *self,
                       BgVerb verb,
                       const char *const *ids,
                       GHashTable **refused,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_MANAGER (self) && self->bus != NULL, FALSE);
  g_return_val_if_fail (verb < G_N_ELEMENTS (verb_methods), FALSE);
  g_return_val_if_fail (ids != NULL, FALSE);

  reply = bg_manager_call_sync (self, bg_manager_get_verb_method (verb),
                                g_variant_new ("(^as)", ids), cancellable, error);

  if (reply == NULL)
    return FALSE;

  if (refused != NULL)
    *refused = bg_manager_parse_refused (reply);

  return TRUE;
}

/* Python and others cannot take a table of errors. */
static GVariant *
describe_refused (GHashTable *refused)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{s(us)}"));
  GHashTableIter iter;
  gpointer id, error;

  g_hash_table_iter_init (&iter, refused);

  while (g_hash_table_iter_next (&iter, &id, &error))
    g_variant_builder_add (&builder, "{s(us)}", id, (guint32) ((const GError *) error)->code,
                           ((const GError *) error)->message);

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/**
 * bg_manager_apply_variant_finish: (rename-to bg_manager_apply_finish)
 * @self: a manager
 * @result: what the callback got
 * @refused: (out) (optional) (transfer full): an `a{s(us)}`: id → [error@Bg.Error] and message of
 *   the jobs that refused
 * @error: where to put an error
 *
 * Finishes [method@Bg.Manager.apply_async], for languages other than C.
 *
 * Errors: `BG_ERROR_STORE` if nothing could be kept; `BG_ERROR_SERVICE_UNAVAILABLE`. The codes in
 * @refused are `BG_ERROR_NOT_FOUND` and those of the verb in [class@Bg.Job].
 *
 * Returns: whether the service did it, to those jobs that did not refuse
 */
gboolean
bg_manager_apply_variant_finish (BgManager *self,
                                 GAsyncResult *result,
                                 GVariant **refused,
                                 GError **error)
{
  g_autoptr (GHashTable) table = NULL;

  if (!bg_manager_apply_finish (self, result, &table, error))
    return FALSE;

  if (refused != NULL)
    *refused = describe_refused (table);

  return TRUE;
}

/**
 * bg_manager_apply_variant_sync: (rename-to bg_manager_apply_sync)
 * @self: a manager
 * @verb: what to do
 * @ids: (array zero-terminated=1): the names of the jobs for programs
 * @refused: (out) (optional) (transfer full): an `a{s(us)}`: id → [error@Bg.Error] and message of
 *   the jobs that refused
 * @cancellable: (nullable): to give up waiting; it may have happened then
 * @error: where to put an error
 *
 * Does what [method@Bg.Manager.apply_async] does, and waits for it; for languages other than C.
 *
 * Errors: see [method@Bg.Manager.apply_finish].
 *
 * Returns: whether the service did it, to those jobs that did not refuse
 */
gboolean
bg_manager_apply_variant_sync (BgManager *self,
                               BgVerb verb,
                               const char *const *ids,
                               GVariant **refused,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (GHashTable) table = NULL;

  if (!bg_manager_apply_sync (self, verb, ids, &table, cancellable, error))
    return FALSE;

  if (refused != NULL)
    *refused = describe_refused (table);

  return TRUE;
}
