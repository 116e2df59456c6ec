/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of jobs, and the poll that keeps it. */
#include "config.h"

#include "bg-manager.h"

#include <libintl.h>

#include "bg-manager-private.h"

/**
 * BgManager:
 *
 * The connection to the transfer service of the user, and the list of its jobs.
 *
 * Make one with [func@Bg.Manager.new_async] or [ctor@Bg.Manager.new_sync] and keep it for as long
 * as the program cares for jobs: they do not keep it alive.
 *
 * The manager is a [iface@Gio.ListModel] of [class@Bg.Job] in the order of their creation. It knows
 * what [method@Bg.Manager.refresh_async] told it, and that is the way to follow a transfer: poll
 * about once a second while [property@Bg.Manager:can-change], and after
 * [signal@Bg.Manager::job-modified]. One call asks for all jobs, and costs next to nothing if
 * nothing changed. See [the page about polling](polling.html).
 *
 * The service need not run: calls start it. All calls fail with `BG_ERROR_SERVICE_UNAVAILABLE` if
 * that is not possible.
 *
 * Signals and asynchronous results come in the thread-default main context in which the manager was
 * made; it is to be used from that thread only. Synchronous forms are for scripts: they need no
 * main loop and block.
 *
 * The connection is that of [func@Gio.bus_get], which ends the program when the session ends unless
 * it says otherwise with [method@Gio.DBusConnection.set_exit_on_close].
 *
 * Corresponds to IBackgroundCopyManager of BITS.
 */

typedef enum
{
  PROP_CAN_CHANGE = 1,
} BgManagerProperty;

static GParamSpec *properties[PROP_CAN_CHANGE + 1];

static const BgBusMethod poll_method = { "Poll", "(tba(suttuua{sv})atas)", FALSE };

/* Of a service that was there before it had the other one. */
static const BgBusMethod refresh_method = { "Refresh", "(tba(suttuua{sv})as)", FALSE };

static GType
bg_manager_get_item_type (GListModel *model)
{
  return BG_TYPE_JOB;
}

static guint
bg_manager_get_n_items (GListModel *model)
{
  return (guint) g_sequence_get_length (BG_MANAGER (model)->jobs);
}

static gpointer
bg_manager_get_item (GListModel *model, guint position)
{
  BgManager *self = BG_MANAGER (model);
  GSequenceIter *iter;

  if (position >= bg_manager_get_n_items (model))
    return NULL;

  iter = g_sequence_get_iter_at_pos (self->jobs, (int) position);

  return g_object_ref (g_sequence_get (iter));
}

static void
bg_manager_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = bg_manager_get_item_type;
  iface->get_n_items = bg_manager_get_n_items;
  iface->get_item = bg_manager_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BgManager,
                               bg_manager,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      bg_manager_list_model_init))

static void
bg_manager_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BgManager *self = BG_MANAGER (object);

  switch ((BgManagerProperty) prop_id)
    {
    case PROP_CAN_CHANGE:
      g_value_set_boolean (value, bg_manager_get_can_change (self));
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
bg_manager_finalize (GObject *object)
{
  BgManager *self = BG_MANAGER (object);

  *self->box = NULL;
  g_rc_box_release (self->box);
  g_clear_object (&self->bus);
  g_hash_table_unref (self->active);
  g_sequence_free (self->jobs);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->refreshing);

  G_OBJECT_CLASS (bg_manager_parent_class)->finalize (object);
}

static void
bg_manager_class_init (BgManagerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GQuark domain = BG_ERROR; /* GDBus must know it before the first error arrives. */

  g_assert (domain != 0);
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  object_class->get_property = bg_manager_get_property;
  object_class->finalize = bg_manager_finalize;

  /**
   * BgManager:can-change:
   *
   * Whether any job was in a state that changes by itself when the service was last asked, so that
   * polling makes sense: queued, connecting, transferring or in transient error.
   */
  properties[PROP_CAN_CHANGE] =
      g_param_spec_boolean ("can-change", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  bg_manager_install_signals ();
}

static void
bg_manager_init (BgManager *self)
{
  self->box = g_rc_box_new0 (BgManager *);
  *self->box = self;
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->jobs = g_sequence_new (g_object_unref);
  self->active = g_hash_table_new (NULL, NULL);
  self->refreshing = g_ptr_array_new_with_free_func (g_object_unref);
  self->refresh_method = &poll_method;
}

/* Takes @bus. */
static BgManager *
new_manager (BgbService *bus)
{
  BgManager *self = g_object_new (BG_TYPE_MANAGER, NULL);

  self->bus = bus;
  bg_manager_listen (self);

  return self;
}

static void
new_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BgbService *bus = bg_bus_connect_finish (result, &error);

  if (bus == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, new_manager (bus), g_object_unref);
}

/**
 * bg_manager_new_async:
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when it is done
 * @user_data: for @callback
 *
 * Connects to the session bus. The service is not started; the list of jobs is empty until the
 * first [method@Bg.Manager.refresh_async].
 */
void
bg_manager_new_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, bg_manager_new_async);
  bg_bus_connect_async (cancellable, new_cb, g_steal_pointer (&task));
}

/**
 * bg_manager_new_finish:
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [func@Bg.Manager.new_async].
 *
 * Errors: `BG_ERROR_SERVICE_UNAVAILABLE` if there is no session bus.
 *
 * Returns: (transfer full): a new manager, or `NULL`
 */
BgManager *
bg_manager_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bg_manager_new_sync:
 * @cancellable: (nullable): to give up
 * @error: where to put an error
 *
 * Does what [func@Bg.Manager.new_async] does, and waits for it.
 *
 * Errors: see [ctor@Bg.Manager.new_finish].
 *
 * Returns: (transfer full): a new manager, or `NULL`
 */
BgManager *
bg_manager_new_sync (GCancellable *cancellable, GError **error)
{
  BgbService *bus = bg_bus_connect_sync (cancellable, error);

  return bus != NULL ? new_manager (bus) : NULL;
}

/* Whether it is worth to ask again, in the other way. */
static gboolean
is_outdated (BgManager *self, const GError *error)
{
  if (self->refresh_method != &poll_method ||
      !g_error_matches (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED))
    return FALSE;

  self->refresh_method = &refresh_method;
  return TRUE;
}

static void refresh_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* What the first of those who wait knows. */
static guint64
get_asked (BgManager *self)
{
  return *(guint64 *) g_task_get_task_data (self->refreshing->pdata[0]);
}

static void
ask (BgManager *self)
{
  bg_bus_call_async (self->bus, self->refresh_method, g_variant_new ("(t)", get_asked (self)), NULL,
                     refresh_cb, g_object_ref (self));
}

static void
refresh_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgManager) self = user_data;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = bg_bus_call_finish (result, &error);
  guint64 asked = get_asked (self);

  if (is_outdated (self, error))
    {
      ask (self);
      return;
    }

  tasks = g_steal_pointer (&self->refreshing);
  /* Whoever refreshes from now on wants to know more than this answer says. */
  self->refreshing = g_ptr_array_new_with_free_func (g_object_unref);

  if (answer != NULL)
    bg_manager_update (self, asked, answer);

  for (guint i = 0; i < tasks->len; i++)
    if (error != NULL)
      g_task_return_error (tasks->pdata[i], g_error_copy (error));
    else
      g_task_return_boolean (tasks->pdata[i], TRUE);
}

/**
 * bg_manager_refresh_async:
 * @self: a manager
 * @cancellable: (nullable): to give up
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Asks the service what has changed: the poll. Updates the list and all jobs in it, and then the
 * properties that changed notify.
 *
 * A call that is made while another one is under way shares its answer.
 */
void
bg_manager_refresh_async (BgManager *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (BG_IS_MANAGER (self));
  g_return_if_fail (self->bus != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bg_manager_refresh_async);
  g_ptr_array_add (self->refreshing, task);

  if (self->refreshing->len > 1)
    return;

  /* One caller's cancellable must not end the call of the others. */
  g_task_set_task_data (task, g_memdup2 (&self->serial, sizeof self->serial), g_free);
  ask (self);
}

/**
 * bg_manager_refresh_finish:
 * @self: a manager
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Manager.refresh_async].
 *
 * Errors: `BG_ERROR_SERVICE_UNAVAILABLE` if the service cannot be started or does not answer.
 *
 * Returns: whether the list is up to date
 */
gboolean
bg_manager_refresh_finish (BgManager *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bg_manager_refresh_sync:
 * @self: a manager
 * @cancellable: (nullable): to give up
 * @error: where to put an error
 *
 * Does what [method@Bg.Manager.refresh_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Manager.refresh_finish].
 *
 * Returns: whether the list is up to date
 */
gboolean
bg_manager_refresh_sync (BgManager *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) reason = NULL;
  guint64 asked;

  g_return_val_if_fail (BG_IS_MANAGER (self), FALSE);
  g_return_val_if_fail (self->bus != NULL, FALSE);

  asked = self->serial;
  answer = bg_bus_call_sync (self->bus, self->refresh_method, g_variant_new ("(t)", asked),
                             cancellable, &reason);

  if (answer == NULL && is_outdated (self, reason))
    return bg_manager_refresh_sync (self, cancellable, error);
  if (answer == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  bg_manager_update (self, asked, answer);

  return TRUE;
}

/**
 * bg_manager_get_can_change:
 * @self: a manager
 *
 * Gets whether any job was in a state that changes by itself when the service was last asked, so
 * that polling makes sense.
 *
 * Returns: whether one was
 */
gboolean
bg_manager_get_can_change (BgManager *self)
{
  g_return_val_if_fail (BG_IS_MANAGER (self), FALSE);

  return g_hash_table_size (self->active) > 0;
}

/**
 * bg_manager_get_job:
 * @self: a manager
 * @id: the name of a job for programs
 *
 * Looks a job up among those that were there at the last refresh. Takes the same time however many
 * there are.
 *
 * Returns: (transfer none) (nullable): the job; `NULL` if there is none of that id
 */
BgJob *
bg_manager_get_job (BgManager *self, const char *id)
{
  g_return_val_if_fail (BG_IS_MANAGER (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, id);
}
