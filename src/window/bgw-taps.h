/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tap on the list does where there is no keyboard to hold a key on. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The position of the row below a point of the list; GTK_INVALID_LIST_POSITION where there is none,
 * or something that takes taps itself. */
typedef guint (*BgwTapsFunc) (GtkWidget *list, double x, double y, gpointer user_data);

#define BGW_TYPE_TAPS (bgw_taps_get_type ())
G_DECLARE_FINAL_TYPE (BgwTaps, bgw_taps, BGW, TAPS, GObject)

BgwTaps *bgw_taps_new (GtkWidget *list, BgwTapsFunc find, gpointer user_data);

void bgw_taps_set_selection (BgwTaps *self, GtkSelectionModel *selection);
void bgw_taps_start_selecting (BgwTaps *self);
gboolean bgw_taps_is_selecting (BgwTaps *self);

G_END_DECLS
