/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes addresses that are dropped on a widget, and lies over it while they hover. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BGW_TYPE_DROP_AREA (bgw_drop_area_get_type ())
G_DECLARE_FINAL_TYPE (BgwDropArea, bgw_drop_area, BGW, DROP_AREA, AdwBin)

void bgw_drop_area_watch (BgwDropArea *self, GtkWidget *widget);

G_END_DECLS
