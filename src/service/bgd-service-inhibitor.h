/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the machine from going to sleep by itself while bytes move. The screen may go dark. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BGD_TYPE_SERVICE_INHIBITOR (bgd_service_inhibitor_get_type ())
G_DECLARE_FINAL_TYPE (BgdServiceInhibitor, bgd_service_inhibitor, BGD, SERVICE_INHIBITOR, GObject)

BgdServiceInhibitor *bgd_service_inhibitor_new (GDBusConnection *session);

void bgd_service_inhibitor_set_wanted (BgdServiceInhibitor *self, gboolean wanted);

G_END_DECLS
