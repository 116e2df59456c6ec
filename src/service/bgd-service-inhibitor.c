/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the machine from going to sleep by itself while bytes move. The screen may go dark. */
#include "config.h"

#include "bgd-service-inhibitor.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#include "bgd-service-portal.h"

/* Between one job and the next the lock is not worth two calls. */
#define RELEASE_SECONDS 2

#define REASON "Files are being transferred"

/* Source: the D-Bus interface of gnome-session, and of the portal “Inhibit”: both count alike. */
#define INHIBIT_SUSPEND 4u

#define SESSION_NAME "org.gnome.SessionManager"
#define SESSION_PATH "/org/gnome/SessionManager"
#define LOGIN_NAME "org.freedesktop.login1"
#define LOGIN_PATH "/org/freedesktop/login1"

/* Who holds it for us. Each gives it up by itself when our connection, or the descriptor, is gone:
 * a killed service keeps no machine awake. */
typedef enum
{
  HOLDER_NONE,
  HOLDER_ASKED, /* somebody has not answered yet */
  HOLDER_SESSION,
  HOLDER_PORTAL,
  HOLDER_LOGIN,
  HOLDER_NOBODY, /* all refused; asked again the next time that bytes move */
} Holder;

struct _BgdServiceInhibitor
{
  GObject parent_instance;

  GDBusConnection *session; /* (owned) */
  Holder holder;
  guint32 cookie; /* of the session */
  char *handle;   /* (owned) (nullable) of the portal */
  int descriptor; /* of logind; -1: none */
  gboolean wanted;
  guint release_id; /* 0: nothing is to be given up */
};

G_DEFINE_FINAL_TYPE (BgdServiceInhibitor, bgd_service_inhibitor, G_TYPE_OBJECT)

static void
release (BgdServiceInhibitor *self)
{
  if (self->holder == HOLDER_SESSION)
    g_dbus_connection_call (self->session, SESSION_NAME, SESSION_PATH, SESSION_NAME, "Uninhibit",
                            g_variant_new ("(u)", self->cookie), NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  else if (self->holder == HOLDER_PORTAL)
    g_dbus_connection_call (self->session, BGD_SERVICE_PORTAL_NAME, self->handle,
                            "org.freedesktop.portal.Request", "Close", NULL, NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  else if (self->holder == HOLDER_LOGIN)
    close (self->descriptor);

  self->descriptor = -1;
  g_clear_pointer (&self->handle, g_free);
  self->holder = HOLDER_NONE;
}

/* Somebody has answered, for better or worse; meanwhile the last transfer may have ended. */
static void
settle (BgdServiceInhibitor *self, Holder holder)
{
  self->holder = holder;
  if (!self->wanted && self->release_id == 0)
    release (self);
}

static void
ask_login_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgdServiceInhibitor) self = user_data;
  g_autoptr (GUnixFDList) descriptors = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), &descriptors,
                                                       result, &error);
  int index = 0;

  if (reply != NULL)
    g_variant_get (reply, "(h)", &index);
  if (descriptors != NULL && index < g_unix_fd_list_get_length (descriptors))
    self->descriptor = g_unix_fd_list_get (descriptors, index, &error);
  if (self->descriptor < 0)
    g_debug ("The machine may sleep: %s", error != NULL ? error->message : "no descriptor");

  settle (self, self->descriptor >= 0 ? HOLDER_LOGIN : HOLDER_NOBODY);
}

/* “block”, since “delay” would only put the sleep off for some seconds. A lid that is closed counts
 * all the same, unless the administrator says otherwise. */
static void
get_system_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgdServiceInhibitor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) system = g_bus_get_finish (result, &error);

  if (system == NULL)
    {
      g_debug ("The machine may sleep: %s", error->message);
      settle (self, HOLDER_NOBODY);
      return;
    }

  g_dbus_connection_set_exit_on_close (system, FALSE);
  g_dbus_connection_call_with_unix_fd_list (
      system, LOGIN_NAME, LOGIN_PATH, "org.freedesktop.login1.Manager", "Inhibit",
      g_variant_new ("(ssss)", "sleep", "Ferry", REASON, "block"), G_VARIANT_TYPE ("(h)"),
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, ask_login_cb, g_object_ref (self));
}

static void
ask_session_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgdServiceInhibitor) self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (reply == NULL)
    {
      g_bus_get (G_BUS_TYPE_SYSTEM, NULL, get_system_bus_cb, g_object_ref (self));
      return;
    }

  g_variant_get (reply, "(u)", &self->cookie);
  settle (self, HOLDER_SESSION);
}

static void
ask_portal_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgdServiceInhibitor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL)
    g_variant_get (reply, "(o)", &self->handle);
  else
    g_debug ("The machine may sleep: %s", error->message);
  settle (self, reply != NULL ? HOLDER_PORTAL : HOLDER_NOBODY);
}

/* GNOME's session hinders only the sleep that comes by itself: who asks for sleep gets it. logind
 * cannot tell the two apart, so it is asked where there is no such session. */
static void
take (BgdServiceInhibitor *self)
{
  self->holder = HOLDER_ASKED;
  if (bgd_service_portal_is_used ())
    {
      GVariantBuilder options;

      g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (REASON));
      g_dbus_connection_call (self->session, BGD_SERVICE_PORTAL_NAME, BGD_SERVICE_PORTAL_PATH,
                              "org.freedesktop.portal.Inhibit", "Inhibit",
                              g_variant_new ("(sua{sv})", "", INHIBIT_SUSPEND, &options),
                              G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                              ask_portal_cb, g_object_ref (self));
      return;
    }

  g_dbus_connection_call (self->session, SESSION_NAME, SESSION_PATH, SESSION_NAME, "Inhibit",
                          g_variant_new ("(susu)", APP_ID, 0u, REASON, INHIBIT_SUSPEND),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL,
                          ask_session_cb, g_object_ref (self));
}

static gboolean
on_release (gpointer user_data)
{
  BgdServiceInhibitor *self = user_data;

  self->release_id = 0;
  if (self->holder != HOLDER_ASKED)
    release (self);

  return G_SOURCE_REMOVE;
}

/**
 * bgd_service_inhibitor_set_wanted:
 * @self: the inhibitor
 * @wanted: whether bytes move
 */
void
bgd_service_inhibitor_set_wanted (BgdServiceInhibitor *self, gboolean wanted)
{
  if (self->wanted == wanted)
    return;

  self->wanted = wanted;
  g_clear_handle_id (&self->release_id, g_source_remove);
  if (!wanted)
    self->release_id = g_timeout_add_seconds (RELEASE_SECONDS, on_release, self);
  else if (self->holder == HOLDER_NONE || self->holder == HOLDER_NOBODY)
    take (self);
}

static void
bgd_service_inhibitor_dispose (GObject *object)
{
  BgdServiceInhibitor *self = BGD_SERVICE_INHIBITOR (object);

  g_clear_handle_id (&self->release_id, g_source_remove);
  release (self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bgd_service_inhibitor_parent_class)->dispose (object);
}

static void
bgd_service_inhibitor_class_init (BgdServiceInhibitorClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bgd_service_inhibitor_dispose;
}

static void
bgd_service_inhibitor_init (BgdServiceInhibitor *self)
{
  self->descriptor = -1;
}

BgdServiceInhibitor *
bgd_service_inhibitor_new (GDBusConnection *session)
{
  BgdServiceInhibitor *self = g_object_new (BGD_TYPE_SERVICE_INHIBITOR, NULL);

  self->session = g_object_ref (session);

  return self;
}
