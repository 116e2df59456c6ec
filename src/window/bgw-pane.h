/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list with the details beside it, or, where there is little room, below them. */
#pragma once

#include "bgw-details.h"

G_BEGIN_DECLS

#define BGW_TYPE_PANE (bgw_pane_get_type ())
G_DECLARE_FINAL_TYPE (BgwPane, bgw_pane, BGW, PANE, AdwBin)

BgwDetails *bgw_pane_get_details (BgwPane *self);
void bgw_pane_open (BgwPane *self);
void bgw_pane_toggle (BgwPane *self);
gboolean bgw_pane_leave (BgwPane *self);

G_END_DECLS
