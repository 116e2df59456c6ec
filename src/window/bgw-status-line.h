/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line below the list: how many jobs do what, how fast; or what to do with a selection. */
#pragma once

#include <adwaita.h>

#include "bgw-totals.h"

G_BEGIN_DECLS

#define BGW_TYPE_STATUS_LINE (bgw_status_line_get_type ())
G_DECLARE_FINAL_TYPE (BgwStatusLine, bgw_status_line, BGW, STATUS_LINE, AdwBin)

void bgw_status_line_show (BgwStatusLine *self, BgwTotals *totals);
void bgw_status_line_set_selected (BgwStatusLine *self, guint n_selected, gboolean selecting);

G_END_DECLS
