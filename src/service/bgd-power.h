/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the machine saves power, or runs from its battery. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BGD_TYPE_POWER (bgd_power_get_type ())
G_DECLARE_FINAL_TYPE (BgdPower, bgd_power, BGD, POWER, GObject)

BgdPower *bgd_power_new (void);

gboolean bgd_power_is_saving (BgdPower *self);
gboolean bgd_power_is_on_battery (BgdPower *self);

G_END_DECLS
