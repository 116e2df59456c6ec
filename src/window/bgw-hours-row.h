/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the preferences for the times of the week at which something holds. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BGW_TYPE_HOURS_ROW (bgw_hours_row_get_type ())
G_DECLARE_FINAL_TYPE (BgwHoursRow, bgw_hours_row, BGW, HOURS_ROW, AdwExpanderRow)

void bgw_hours_row_bind (BgwHoursRow *self,
                         GSettings *settings,
                         const char *key,
                         GSettings *memory,
                         const char *memory_key);

G_END_DECLS
