/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which servers an administrator lets Ferry ask. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For the main thread. */
void bgd_hosts_set (const char *const *allowed, const char *const *refused);
gboolean bgd_hosts_check_address (const char *url, GError **error);

/* For the transfer thread. */
gboolean bgd_hosts_check (GUri *uri, GError **error);

G_END_DECLS
