/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The only D-Bus of the library: connect, call, and what a failure means. */
#pragma once

#include "bgb-service.h"

G_BEGIN_DECLS

/* A method of the service, as far as a caller has to know it. */
typedef struct
{
  const char *name;
  const char *reply; /* the type of what it returns */
  gboolean slow;     /* may take as long as the disk likes */
} BgBusMethod;

G_GNUC_INTERNAL void
bg_bus_connect_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
G_GNUC_INTERNAL BgbService *bg_bus_connect_finish (GAsyncResult *result, GError **error);
G_GNUC_INTERNAL BgbService *bg_bus_connect_sync (GCancellable *cancellable, GError **error);

G_GNUC_INTERNAL void bg_bus_call_async (BgbService *bus,
                                        const BgBusMethod *method,
                                        GVariant *arguments,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
G_GNUC_INTERNAL GVariant *bg_bus_call_finish (GAsyncResult *result, GError **error);
G_GNUC_INTERNAL GVariant *bg_bus_call_sync (BgbService *bus,
                                            const BgBusMethod *method,
                                            GVariant *arguments,
                                            GCancellable *cancellable,
                                            GError **error);

G_GNUC_INTERNAL GHashTable *bg_bus_parse_refused (GVariant *refused);

G_END_DECLS
