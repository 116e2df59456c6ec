/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes jobs of addresses, at once or through the dialog. */
#pragma once

#include <bg.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BGW_TYPE_ADDER (bgw_adder_get_type ())
G_DECLARE_FINAL_TYPE (BgwAdder, bgw_adder, BGW, ADDER, GObject)

BgwAdder *bgw_adder_new (GtkWindow *window);

void bgw_adder_set_manager (BgwAdder *self, BgManager *manager);
void bgw_adder_add (BgwAdder *self, const char *const *addresses);
void bgw_adder_paste (BgwAdder *self);
void bgw_adder_open_dialog (BgwAdder *self, const char *const *addresses);

G_END_DECLS
