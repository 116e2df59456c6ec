/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes jobs of addresses, at once or through the dialog. */
#pragma once

#include <bg.h>
#include <gtk/gtk.h>

#include "bgw-offer.h"
#include "bgw-undo.h"

G_BEGIN_DECLS

#define BGW_TYPE_ADDER (bgw_adder_get_type ())
G_DECLARE_FINAL_TYPE (BgwAdder, bgw_adder, BGW, ADDER, GObject)

BgwAdder *bgw_adder_new (GtkWindow *window);

void bgw_adder_set_manager (BgwAdder *self, BgManager *manager, BgwUndo *undo);
void bgw_adder_take (BgwAdder *self, BgwOffer *offer, gboolean ask, const char *excuse);
void bgw_adder_paste (BgwAdder *self);
void bgw_adder_paste_primary (BgwAdder *self);
void bgw_adder_open_document (BgwAdder *self, GFile *file);
void bgw_adder_choose_document (BgwAdder *self);
void bgw_adder_open_dialog (BgwAdder *self);
void bgw_adder_open_upload (BgwAdder *self, gboolean with_reply);

G_END_DECLS
