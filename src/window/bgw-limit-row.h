/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the preferences for a limit of speed: a switch and a number. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BGW_TYPE_LIMIT_ROW (bgw_limit_row_get_type ())
G_DECLARE_FINAL_TYPE (BgwLimitRow, bgw_limit_row, BGW, LIMIT_ROW, AdwExpanderRow)

void bgw_limit_row_bind (BgwLimitRow *self,
                         GSettings *settings,
                         const char *key,
                         GSettings *memory,
                         const char *memory_key);

G_END_DECLS
