/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window program, which takes the pointer for a finger: no screen without a touchscreen has
 * one, and a long press is for fingers alone. */
#include "config.h"

#include "bgw-application.h"

static void
make_touchable (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_LONG_PRESS (controller))
        gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (controller), FALSE);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    make_touchable (child);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window)
{
  make_touchable (GTK_WIDGET (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (BgwApplication) application = bgw_application_new ();

  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), NULL);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
