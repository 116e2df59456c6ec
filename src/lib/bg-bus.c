/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The only D-Bus of the library: connect, call, and what a failure means. */
#include "config.h"

#include "bg-bus.h"

#include "bg-error.h"

/* The service answers out of memory or after one transaction: whoever needs longer hangs. Moving
 * files into place may take as long as the disk likes. If the service dies the bus says so at once,
 * whatever the limit. */
#define TIMEOUT_MS (60 * 1000)
#define NO_TIMEOUT G_MAXINT

/* The proxy is here for the signals. It must not start the service, which the first call does. */
#define PROXY_FLAGS                                                                                \
  (G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES | G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START_AT_CONSTRUCTION)

typedef struct
{
  int code;
  BgError meaning;
} Meaning;

static const Meaning bus_meanings[] = {
  { G_DBUS_ERROR_SERVICE_UNKNOWN, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_NAME_HAS_NO_OWNER, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_NO_REPLY, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_NO_SERVER, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_NO_NETWORK, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_TIMEOUT, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_TIMED_OUT, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_DISCONNECTED, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_AUTH_FAILED, BG_ERROR_SERVICE_UNAVAILABLE },
  /* A sandbox without a door to the service. */
  { G_DBUS_ERROR_ACCESS_DENIED, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_EXEC_FAILED, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_FORK_FAILED, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_CHILD_EXITED, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_CHILD_SIGNALED, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_FAILED, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_SETUP_FAILED, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_CONFIG_INVALID, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_SERVICE_INVALID, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_PERMISSIONS_INVALID, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_FILE_INVALID, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_DBUS_ERROR_SPAWN_NO_MEMORY, BG_ERROR_SERVICE_UNAVAILABLE },
  /* A service of another version. */
  { G_DBUS_ERROR_UNKNOWN_METHOD, BG_ERROR_NOT_SUPPORTED },
  { G_DBUS_ERROR_UNKNOWN_OBJECT, BG_ERROR_NOT_SUPPORTED },
  { G_DBUS_ERROR_UNKNOWN_INTERFACE, BG_ERROR_NOT_SUPPORTED },
  { G_DBUS_ERROR_INVALID_ARGS, BG_ERROR_INVALID_ARGUMENT },
};

static const Meaning io_meanings[] = {
  { G_IO_ERROR_CLOSED, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_IO_ERROR_TIMED_OUT, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_IO_ERROR_CONNECTION_CLOSED, BG_ERROR_SERVICE_UNAVAILABLE },
  { G_IO_ERROR_NOT_CONNECTED, BG_ERROR_SERVICE_UNAVAILABLE },
};

static BgError
find_meaning (const Meaning *meanings, gsize n_meanings, int code)
{
  for (gsize i = 0; i < n_meanings; i++)
    if (meanings[i].code == code)
      return meanings[i].meaning;

  return BG_ERROR_FAILED;
}

/* Takes any error and makes it one that the library may give to its caller: a BG_ERROR, or
 * G_IO_ERROR_CANCELLED. */
static GError *
translate (GError *foreign)
{
  g_autoptr (GError) error = foreign;
  BgError code = BG_ERROR_FAILED;

  g_dbus_error_strip_remote_error (error);

  if (error->domain == BG_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&error);

  if (error->domain == G_DBUS_ERROR)
    code = find_meaning (bus_meanings, G_N_ELEMENTS (bus_meanings), error->code);
  else if (error->domain == G_IO_ERROR)
    code = find_meaning (io_meanings, G_N_ELEMENTS (io_meanings), error->code);

  if (code == BG_ERROR_SERVICE_UNAVAILABLE)
    return g_error_new (BG_ERROR, code, "The Ferry service does not answer: %s", error->message);

  return g_error_new_literal (BG_ERROR, (int) code, error->message);
}

static GError *
translate_connect (GError *foreign)
{
  g_autoptr (GError) error = foreign;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&error);

  return g_error_new (BG_ERROR, BG_ERROR_SERVICE_UNAVAILABLE,
                      "There is no session bus to find the Ferry service on: %s", error->message);
}

void
bg_bus_connect_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  bgb_service_proxy_new_for_bus (G_BUS_TYPE_SESSION, PROXY_FLAGS, BUS_NAME, OBJECT_PATH,
                                 cancellable, callback, user_data);
}

BgbService *
bg_bus_connect_finish (GAsyncResult *result, GError **error)
{
  GError *foreign = NULL;
  BgbService *bus = bgb_service_proxy_new_for_bus_finish (result, &foreign);

  if (bus == NULL)
    g_propagate_error (error, translate_connect (foreign));

  return bus;
}

BgbService *
bg_bus_connect_sync (GCancellable *cancellable, GError **error)
{
  GError *foreign = NULL;
  BgbService *bus = bgb_service_proxy_new_for_bus_sync (G_BUS_TYPE_SESSION, PROXY_FLAGS, BUS_NAME,
                                                        OBJECT_PATH, cancellable, &foreign);

  if (bus == NULL)
    g_propagate_error (error, translate_connect (foreign));

  return bus;
}

/* Calls go to the well-known name, never through the proxy: a proxy calls the unique name that it
 * saw last, and a service that has left since would not be started again. */
void
bg_bus_call_async (BgbService *bus,
                   const BgBusMethod *method,
                   GVariant *arguments,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GDBusProxy *proxy = G_DBUS_PROXY (bus);

  g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), BUS_NAME, OBJECT_PATH,
                          g_dbus_proxy_get_interface_name (proxy), method->name, arguments,
                          G_VARIANT_TYPE (method->reply), G_DBUS_CALL_FLAGS_NONE,
                          method->slow ? NO_TIMEOUT : TIMEOUT_MS, cancellable, callback, user_data);
}

/* The source object of @result is the connection. */
GVariant *
bg_bus_call_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GObject) connection = g_async_result_get_source_object (result);
  GError *foreign = NULL;
  GVariant *reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (connection), result, &foreign);

  if (reply == NULL)
    g_propagate_error (error, translate (foreign));

  return reply;
}

GVariant *
bg_bus_call_sync (BgbService *bus,
                  const BgBusMethod *method,
                  GVariant *arguments,
                  GCancellable *cancellable,
                  GError **error)
{
  GDBusProxy *proxy = G_DBUS_PROXY (bus);
  GError *foreign = NULL;
  GVariant *reply =
      g_dbus_connection_call_sync (g_dbus_proxy_get_connection (proxy), BUS_NAME, OBJECT_PATH,
                                   g_dbus_proxy_get_interface_name (proxy), method->name, arguments,
                                   G_VARIANT_TYPE (method->reply), G_DBUS_CALL_FLAGS_NONE,
                                   method->slow ? NO_TIMEOUT : TIMEOUT_MS, cancellable, &foreign);

  if (reply == NULL)
    g_propagate_error (error, translate (foreign));

  return reply;
}

/* What verbs return: a(sss) of id, error name and message. Returns id → GError, both owned. */
GHashTable *
bg_bus_parse_refused (GVariant *refused)
{
  GHashTable *errors =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_error_free);
  const char *id, *name, *message;
  GVariantIter iter;

  g_variant_iter_init (&iter, refused);

  while (g_variant_iter_loop (&iter, "(&s&s&s)", &id, &name, &message))
    g_hash_table_insert (errors, g_strdup (id),
                         translate (g_dbus_error_new_for_dbus_error (name, message)));

  return errors;
}
