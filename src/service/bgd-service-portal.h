/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sandbox has in place of the desktop's own services. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BGD_SERVICE_PORTAL_NAME "org.freedesktop.portal.Desktop"
#define BGD_SERVICE_PORTAL_PATH "/org/freedesktop/portal/desktop"

gboolean bgd_service_portal_is_used (void);
void bgd_service_portal_ask_for_autostart (GDBusConnection *session);

G_END_DECLS
