/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the window program of jobs that have ended, so that it shows notifications. */
#include "config.h"

#include "bgd-service-notice.h"

static void
tell_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    g_debug ("Nobody shows notifications: %s", error->message);
}

/**
 * bgd_service_notice_tell:
 * @connection: the session bus
 * @ids: (element-type utf8): jobs that have just finished or failed
 *
 * Starts the window program if it does not run; it opens no window for that. Only that program has
 * the id of the application, without which no desktop can bring a click on a button back to Ferry.
 * Where it is not installed, or there is no display, nobody hears of it.
 *
 * Source: the Desktop Entry Specification, “D-Bus Activation”.
 */
void
bgd_service_notice_tell (GDBusConnection *connection, const GPtrArray *ids)
{
  g_autofree char *path = g_strdelimit (g_strconcat ("/", APP_ID, NULL), ".", '/');
  GVariant *list = NULL;
  GVariantBuilder parameters;

  if (ids->len == 0)
    return;

  list = g_variant_new_strv ((const char *const *) ids->pdata, (gssize) ids->len);
  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&parameters, "v", list);
  g_dbus_connection_call (connection, APP_ID, path, "org.freedesktop.Application", "ActivateAction",
                          g_variant_new ("(sava{sv})", "tell", &parameters, NULL), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, tell_cb, NULL);
}
