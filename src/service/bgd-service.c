/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program ferryd: owns the name on the bus, answers calls, leaves when nothing is due. */
#include "config.h"

#include "bgd-service.h"

#include <glib-unix.h>
#include <signal.h>

#include "bgd-host-system.h"
#include "bgd-net.h"
#include "bgd-queue.h"
#include "bgd-rules-file.h"
#include "bgd-service-action.h"
#include "bgd-service-calls.h"
#include "bgd-service-guard.h"
#include "bgd-service-inhibitor.h"
#include "bgd-service-news.h"
#include "bgd-service-portal.h"
#include "bgd-service-verbs.h"

/* After the last call or transfer. Long enough for a script that calls once a second. */
#define INACTIVITY_MILLISECONDS 10000

struct _BgdService
{
  GApplication parent_instance;

  BgbService *skeleton; /* (owned) (nullable) */
  BgdQueue *queue;      /* (owned) (nullable) only without broken */
  GError *broken;       /* (owned) (nullable) why there is no queue: the answer to every call */
  gboolean is_login;    /* started to see whether anything is due */
  gboolean holds;       /* keeps the application from leaving */
  gboolean stops;       /* asked to end */
  gboolean is_wanted;   /* asked to be there after a log-in */

  BgdServiceNews *news;           /* (owned) (nullable) only with a queue */
  BgdServiceGuard *guard;         /* (owned) (nullable) likewise */
  BgdRulesFile *rules;            /* (owned) (nullable) likewise */
  char *rules_path;               /* (owned) (nullable) (type filename) NULL: where it belongs */
  BgdServiceInhibitor *inhibitor; /* (owned) (nullable) likewise */
  BgdServiceAction *action;       /* (owned) (nullable) likewise */

  guint terminate_id;
  guint interrupt_id;
};

G_DEFINE_FINAL_TYPE (BgdService, bgd_service, G_TYPE_APPLICATION)

static void
leave_if_stopped (BgdService *self)
{
  if (!self->stops || bgd_queue_is_moving (self->queue))
    return;

  g_application_quit (G_APPLICATION (self));
}

static void
on_busy_changed (BgdService *self)
{
  gboolean busy = bgd_queue_is_busy (self->queue);

  if (busy && !self->holds)
    g_application_hold (G_APPLICATION (self));
  else if (!busy && self->holds)
    g_application_release (G_APPLICATION (self));
  self->holds = busy;
  if (busy && !self->is_wanted && bgd_service_portal_is_used ())
    {
      bgd_service_portal_ask_for_autostart (
          g_application_get_dbus_connection (G_APPLICATION (self)));
      self->is_wanted = TRUE;
    }
  bgd_service_inhibitor_set_wanted (self->inhibitor, bgd_queue_is_moving (self->queue));

  leave_if_stopped (self);
}

static gboolean
on_terminate (gpointer user_data)
{
  BgdService *self = user_data;

  if (self->queue == NULL)
    {
      g_application_quit (G_APPLICATION (self));
      return G_SOURCE_CONTINUE;
    }

  self->stops = TRUE;
  bgd_queue_shut_down (self->queue);
  leave_if_stopped (self);

  return G_SOURCE_CONTINUE;
}

/* Hears every call before its handler does: keeps the service from leaving while it is used, and
 * answers by itself where there is no queue. Then it leaves soon, however often it is asked: the
 * next one may find the cause gone. */
static gboolean
on_call (BgdService *self, GDBusMethodInvocation *invocation)
{
  GError *error = NULL;

  if (self->broken != NULL)
    {
      g_dbus_method_invocation_return_gerror (invocation, self->broken);
      return TRUE;
    }

  g_application_hold (G_APPLICATION (self));
  g_application_release (G_APPLICATION (self));
  if (bgd_service_guard_admit (self->guard, invocation, self->queue, &error))
    return FALSE;

  g_dbus_method_invocation_take_error (invocation, error);
  return TRUE;
}

/* Not "g-authorize-method": GDBus emits that in a thread of its own. */
static void
hear_calls (BgdService *self)
{
  guint n_ids;
  g_autofree guint *ids = g_signal_list_ids (BGB_TYPE_SERVICE, &n_ids);

  for (guint i = 0; i < n_ids; i++)
    if (g_str_has_prefix (g_signal_name (ids[i]), "handle-"))
      g_signal_connect_object (self->skeleton, g_signal_name (ids[i]), G_CALLBACK (on_call), self,
                               G_CONNECT_SWAPPED);
}

/* While they cannot be understood nothing moves. */
static void
read_rules (BgdService *self)
{
  g_autofree char *problem = NULL;
  BgdRules *rules = bgd_rules_file_read (self->rules, &problem);

  if (rules != NULL)
    bgd_queue_set_rules (self->queue, rules);
  else
    bgd_queue_miss_rules (self->queue, problem);
}

static gboolean
open_queue (BgdService *self, GError **error)
{
  g_autofree char *directory = g_build_filename (g_get_user_state_dir (), "ferry", NULL);
  g_autoptr (BgdStore) store = bgd_store_open (directory, error);
  g_autoptr (BgdHost) host = NULL;
  g_autoptr (BgdQueue) queue = NULL;
  g_autoptr (BgdServiceNews) news = NULL;

  if (store == NULL)
    return FALSE;

  host = bgd_host_system_new (error);
  if (host == NULL)
    return FALSE;

  if (bgd_store_get_rescued (store) != NULL)
    g_warning ("The queue was damaged. What could be read of it was kept; the damaged file is now "
               "at %s",
               bgd_store_get_rescued (store));

  queue = bgd_queue_new (host, store);
  bgd_queue_use_secrets (queue, bgd_secrets_new (directory));
  news = bgd_service_news_new (self->skeleton, queue);
  if (!bgd_queue_load (queue, error))
    return FALSE;

  self->queue = g_steal_pointer (&queue);
  self->news = g_steal_pointer (&news);
  return TRUE;
}

static gboolean
bgd_service_dbus_register (GApplication *application,
                           GDBusConnection *connection,
                           const char *object_path,
                           GError **error)
{
  BgdService *self = BGD_SERVICE (application);

  if (!G_APPLICATION_CLASS (bgd_service_parent_class)
           ->dbus_register (application, connection, object_path, error))
    return FALSE;

  self->skeleton = bgb_service_skeleton_new ();
  bgb_service_set_version (self->skeleton, PACKAGE_VERSION);
  hear_calls (self);

  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection,
                                           object_path, error);
}

static void
bgd_service_dbus_unregister (GApplication *application,
                             GDBusConnection *connection,
                             const char *object_path)
{
  BgdService *self = BGD_SERVICE (application);

  if (self->skeleton != NULL &&
      g_dbus_interface_skeleton_has_connection (G_DBUS_INTERFACE_SKELETON (self->skeleton),
                                                connection))
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));

  G_APPLICATION_CLASS (bgd_service_parent_class)
      ->dbus_unregister (application, connection, object_path);
}

/* The name is ours from here on, so that two services never open one queue at the same time. */
static void
bgd_service_startup (GApplication *application)
{
  BgdService *self = BGD_SERVICE (application);

  G_APPLICATION_CLASS (bgd_service_parent_class)->startup (application);

  self->terminate_id = g_unix_signal_add (SIGTERM, on_terminate, self);
  self->interrupt_id = g_unix_signal_add (SIGINT, on_terminate, self);

  if (!open_queue (self, &self->broken))
    {
      g_warning ("%s", self->broken->message);
      return;
    }

  self->rules = bgd_rules_file_new (self->rules_path != NULL ? self->rules_path : POLICY_FILE);
  g_signal_connect_object (self->rules, "changed", G_CALLBACK (read_rules), self,
                           G_CONNECT_SWAPPED);
  read_rules (self);
  self->guard = bgd_service_guard_new (g_application_get_dbus_connection (application));
  self->inhibitor = bgd_service_inhibitor_new (g_application_get_dbus_connection (application));
  self->action = bgd_service_action_new (application, self->queue);
  bgd_service_calls_connect (self->skeleton, self->queue);
  bgd_service_verbs_connect (self->skeleton, self->queue);
  bgd_service_news_repeat (self->news);
  g_signal_connect_object (self->queue, "busy-changed", G_CALLBACK (on_busy_changed), self,
                           G_CONNECT_SWAPPED);
  on_busy_changed (self);
  if (self->is_login && !self->holds && !bgd_service_action_is_due (self->action))
    g_application_quit (application);
}

static int
bgd_service_handle_local_options (GApplication *application, GVariantDict *options)
{
  BgdService *self = BGD_SERVICE (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("ferryd %s\n", PACKAGE_VERSION);
      return 0;
    }

  self->is_login = g_variant_dict_contains (options, "login");
  g_variant_dict_lookup (options, "policy", "^ay", &self->rules_path);
  return -1;
}

static void
call_bus (BgdService *self, const char *method, GVariant *parameters)
{
  GDBusConnection *connection = g_application_get_dbus_connection (G_APPLICATION (self));
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus", method, parameters, NULL,
                                        G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  if (answer == NULL)
    g_debug ("The bus refuses %s: %s", method, error->message);
}

/* Gives the name back, and answers what had reached us by then: a call must not be lost because it
 * came in the last moment. */
static void
answer_last_calls (BgdService *self)
{
  call_bus (self, "ReleaseName", g_variant_new ("(s)", BUS_NAME));

  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* What is still to be written, as far as the store takes it. */
static void
write_queue (BgdService *self)
{
  g_autoptr (GError) error = NULL;

  g_signal_handlers_disconnect_by_data (self->queue, self);
  if (!bgd_queue_flush (self->queue, &error))
    g_warning ("The queue could not be written: %s", error->message);
}

static void
close_queue (BgdService *self)
{
  gboolean has_work;

  bgd_queue_shut_down (self->queue);
  answer_last_calls (self);
  has_work = bgd_queue_is_busy (self->queue) && !self->stops;

  g_clear_object (&self->news);
  write_queue (self);
  g_clear_object (&self->queue);

  /* The last call was one to go on. The next service waits until the store is free. */
  if (has_work)
    call_bus (self, "StartServiceByName", g_variant_new ("(su)", BUS_NAME, 0));
}

static void
bgd_service_shutdown (GApplication *application)
{
  BgdService *self = BGD_SERVICE (application);

  g_clear_object (&self->action);
  if (self->queue != NULL)
    close_queue (self);
  g_clear_object (&self->inhibitor);
  g_clear_object (&self->guard);
  g_clear_object (&self->rules);
  bgd_net_shutdown ();
  g_clear_handle_id (&self->terminate_id, g_source_remove);
  g_clear_handle_id (&self->interrupt_id, g_source_remove);

  G_APPLICATION_CLASS (bgd_service_parent_class)->shutdown (application);
}

static void
bgd_service_finalize (GObject *object)
{
  BgdService *self = BGD_SERVICE (object);

  g_clear_object (&self->skeleton);
  g_clear_object (&self->queue);
  g_clear_error (&self->broken);
  g_free (self->rules_path);

  G_OBJECT_CLASS (bgd_service_parent_class)->finalize (object);
}

static void
bgd_service_class_init (BgdServiceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  object_class->finalize = bgd_service_finalize;
  application_class->dbus_register = bgd_service_dbus_register;
  application_class->dbus_unregister = bgd_service_dbus_unregister;
  application_class->startup = bgd_service_startup;
  application_class->handle_local_options = bgd_service_handle_local_options;
  application_class->shutdown = bgd_service_shutdown;
}

static void
bgd_service_init (BgdService *self)
{
  const GOptionEntry options[] = {
    { "login", 0, 0, G_OPTION_ARG_NONE, NULL, "Leave at once if no job is due", NULL },
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      "Take the administrator's policy from FILE, for tests", "FILE" },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, "Print the version and exit", NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

BgdService *
bgd_service_new (void)
{
  return g_object_new (BGD_TYPE_SERVICE, "application-id", BUS_NAME, "flags",
                       G_APPLICATION_IS_SERVICE, "inactivity-timeout", INACTIVITY_MILLISECONDS,
                       NULL);
}
