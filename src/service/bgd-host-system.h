/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real world: this machine's clocks, a timer of the kernel, GNetworkMonitor. */
#pragma once

#include "bgd-host.h"

G_BEGIN_DECLS

#define BGD_TYPE_HOST_SYSTEM (bgd_host_system_get_type ())
G_DECLARE_FINAL_TYPE (BgdHostSystem, bgd_host_system, BGD, HOST_SYSTEM, GObject)

BgdHost *bgd_host_system_new (GError **error);

G_END_DECLS
