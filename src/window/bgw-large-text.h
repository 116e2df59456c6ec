/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether people read text that is so large that there is less room for it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*BgwLargeTextFunc) (gpointer object);

gboolean bgw_large_text_is_on (GtkWidget *widget);
void bgw_large_text_watch (GtkWidget *widget, BgwLargeTextFunc changed);

G_END_DECLS
