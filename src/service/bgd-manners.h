/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How Ferry behaves towards all servers: how long it waits for a byte, and what it calls itself. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Seconds without a byte until a connection counts as lost, unless people say otherwise: a server,
 * or a router on the way, that says nothing for this long will not any more. */
#define BGD_MANNERS_SILENCE 60

#define BGD_MANNERS_USER_AGENT "Ferry/" PACKAGE_VERSION

/* For the main thread. */
void bgd_manners_set (guint silence, const char *user_agent);

/* For the transfer thread. */
guint bgd_manners_get_silence (void);
const char *bgd_manners_get_user_agent (void);

G_END_DECLS
