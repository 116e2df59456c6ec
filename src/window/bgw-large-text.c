/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether people read text that is so large that there is less room for it. */
#include "config.h"

#include "bgw-large-text.h"

/* From a text scale of 1.5 on; in 1024ths of dots per inch, as GTK has it. */
#define LARGE_TEXT_DPI (96 * 1024 * 3 / 2)

gboolean
bgw_large_text_is_on (GtkWidget *widget)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);

  return dpi >= LARGE_TEXT_DPI;
}

/**
 * bgw_large_text_watch:
 * @widget: a widget that is laid out for the size of text
 * @changed: called with it when that may be another one
 */
void
bgw_large_text_watch (GtkWidget *widget, BgwLargeTextFunc changed)
{
  g_signal_connect_object (gtk_widget_get_settings (widget), "notify::gtk-xft-dpi",
                           G_CALLBACK (changed), widget, G_CONNECT_SWAPPED);
}
