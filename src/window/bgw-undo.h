/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cancels and removals that can still be taken back: the service learns of them later. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_UNDO (bgw_undo_get_type ())
G_DECLARE_FINAL_TYPE (BgwUndo, bgw_undo, BGW, UNDO, GObject)

BgwUndo *bgw_undo_new (BgManager *manager);

BgJobState bgw_undo_get_state (BgwUndo *self, BgJob *job);
gboolean bgw_undo_is_removed (BgwUndo *self, BgJob *job);

guint bgw_undo_cancel (BgwUndo *self, GPtrArray *jobs);
guint bgw_undo_remove (BgwUndo *self, GPtrArray *jobs);

void bgw_undo_take_back (BgwUndo *self, guint batch);
void bgw_undo_take_back_job (BgwUndo *self, BgJob *job);
void bgw_undo_carry_out (BgwUndo *self, guint batch);
void bgw_undo_carry_out_all (BgwUndo *self);

G_END_DECLS
