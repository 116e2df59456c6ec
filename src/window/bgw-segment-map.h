/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parts of a file are here: a map of small cells. */
#pragma once

#include <bg.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BGW_TYPE_SEGMENT_MAP (bgw_segment_map_get_type ())
G_DECLARE_FINAL_TYPE (BgwSegmentMap, bgw_segment_map, BGW, SEGMENT_MAP, GtkWidget)

void bgw_segment_map_show (BgwSegmentMap *self, BgSegments *segments);

G_END_DECLS
