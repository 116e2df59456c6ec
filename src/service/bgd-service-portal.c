/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sandbox has in place of the desktop's own services. */
#include "config.h"

#include "bgd-service-portal.h"

#include "bgd-sandbox.h"

#define REASON "Transfers go on after you log in, and while the window is closed"

/**
 * bgd_service_portal_is_used:
 *
 * As GLib decides it for what it asks portals for.
 *
 * Returns: whether the desktop is reached through its portals
 */
gboolean
bgd_service_portal_is_used (void)
{
  return bgd_sandbox_is_ours () || g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

static void
request_background_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    g_debug ("Nobody starts the service after a log-in: %s", error->message);
}

/**
 * bgd_service_portal_ask_for_autostart:
 * @session: the bus of the session
 *
 * Asks to be started at each log-in, where it ends at once if nothing is due, as the entry in the
 * autostart folder does outside of a sandbox; and not to be ended for having no window. The desktop
 * asks the person once, and keeps the answer.
 *
 * Source: the portal “Background” of xdg-desktop-portal.
 */
void
bgd_service_portal_ask_for_autostart (GDBusConnection *session)
{
  static const char *const command[] = { FERRYD, "--login", NULL };
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (REASON));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (TRUE));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_dbus_connection_call (session, BGD_SERVICE_PORTAL_NAME, BGD_SERVICE_PORTAL_PATH,
                          "org.freedesktop.portal.Background", "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, request_background_cb, NULL);
}
