/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many jobs are in which state, and how fast all of them are. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_TOTALS (bgw_totals_get_type ())
G_DECLARE_FINAL_TYPE (BgwTotals, bgw_totals, BGW, TOTALS, GObject)

BgwTotals *bgw_totals_new (GListModel *jobs);

void bgw_totals_look (BgwTotals *self);
guint bgw_totals_count (BgwTotals *self, BgJobState state);
guint bgw_totals_count_metered (BgwTotals *self);
guint64 bgw_totals_get_download_speed (BgwTotals *self);
guint64 bgw_totals_get_upload_speed (BgwTotals *self);
guint64 bgw_totals_get_changes (BgwTotals *self);

G_END_DECLS
