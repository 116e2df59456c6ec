/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does to jobs what people want done to them, and says how it went. */
#pragma once

#include <gtk/gtk.h>

#include "bgw-state.h"
#include "bgw-undo.h"

G_BEGIN_DECLS

#define BGW_TYPE_DEEDS (bgw_deeds_get_type ())
G_DECLARE_FINAL_TYPE (BgwDeeds, bgw_deeds, BGW, DEEDS, GObject)

BgwDeeds *bgw_deeds_new (BgManager *manager, BgwUndo *undo, GtkWindow *window);

gboolean bgw_deeds_may (BgwDeeds *self, BgwDeed deed, BgJob *job);
gboolean bgw_deeds_may_any (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs);
gboolean bgw_deeds_have_priority (BgwDeeds *self, GPtrArray *jobs);
void bgw_deeds_do (BgwDeeds *self, BgwDeed deed, GPtrArray *jobs);
void bgw_deeds_set_priority (BgwDeeds *self, BgJobPriority priority, GPtrArray *jobs);
void bgw_deeds_move_priority (BgwDeeds *self, int step, GPtrArray *jobs);
void bgw_deeds_copy_addresses (BgwDeeds *self, GPtrArray *jobs);
void bgw_deeds_take_back (BgwDeeds *self);

G_END_DECLS
