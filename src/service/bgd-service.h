/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program ferryd: owns the name on the bus, answers calls, leaves when nothing is due. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BGD_TYPE_SERVICE (bgd_service_get_type ())
G_DECLARE_FINAL_TYPE (BgdService, bgd_service, BGD, SERVICE, GApplication)

BgdService *bgd_service_new (void);

G_END_DECLS
