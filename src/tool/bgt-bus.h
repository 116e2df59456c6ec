/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session bus; a private one where there is none. The only D-Bus of the tool. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean bgt_bus_join (GError **error);
gboolean bgt_bus_has_session (void);
gboolean bgt_bus_is_private (void);
gboolean bgt_bus_leave (void);

G_END_DECLS
