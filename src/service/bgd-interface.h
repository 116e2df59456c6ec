/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network interfaces of this machine: which one a connection uses, and what it counts. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  BGD_INCOMING,
  BGD_OUTGOING,
} BgdDirection;

char *bgd_interface_find (GSocket *socket);
guint bgd_interface_get_headers (GSocket *socket);
gboolean bgd_interface_parse_counters (const char *table,
                                       const char *interface,
                                       BgdDirection direction,
                                       guint64 *bytes);

G_END_DECLS
