/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finished files that are dragged out of the list, into another program. */
#pragma once

#include <bg.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full) (element-type BgJob): the jobs below a point of the widget, those alone whose
 * files are in place. */
typedef GPtrArray *(*BgwDragOutFunc) (GtkWidget *widget, double x, double y, gpointer user_data);

void bgw_drag_out_attach (GtkWidget *widget, BgwDragOutFunc find, gpointer user_data);

G_END_DECLS
