/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens and closes the window again and again. Tells after each time how many bytes stay in memory,
 * and the microseconds to the first frame and to the first row. */
#include "config.h"

#include <malloc.h>
#include <stdlib.h>

#include "bgw-application.h"
#include "bgw-job-list.h"
#include "bgw-job-row.h"
#include "bgw-window.h"

static gboolean
has_row (GtkWidget *widget)
{
  if (BGW_IS_JOB_ROW (widget))
    return gtk_widget_get_mapped (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (has_row (child))
        return TRUE;
    }

  return FALSE;
}

static void
on_painted (GdkFrameClock *clock, gpointer user_data)
{
  guint *n_frames = user_data;

  (*n_frames)++;
}

static void
wait_for_frame (BgwWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  guint n_frames = 0;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &n_frames);

  while (n_frames == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, id);
}

/* One life: until a row was painted, and until nothing of it is left. */
static void
live (GtkApplication *application, guint number)
{
  gint64 start = g_get_monotonic_time ();
  gint64 frame, row;
  BgwWindow *window = bgw_window_new (ADW_APPLICATION (application));

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_frame (window);
  frame = g_get_monotonic_time () - start;

  while (!has_row (GTK_WIDGET (window)))
    g_main_context_iteration (NULL, TRUE);
  wait_for_frame (window);
  row = g_get_monotonic_time () - start;

  gtk_window_close (GTK_WINDOW (window));
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  malloc_trim (0);
  g_print ("%u %zu %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", number, mallinfo2 ().uordblks,
           frame, row);
}

int
main (int argc, char **argv)
{
  guint n_cycles = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 30;
  g_autoptr (BgwApplication) application = bgw_application_new ();
  g_autoptr (GError) error = NULL;

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < n_cycles; i++)
    live (GTK_APPLICATION (application), i);

  return EXIT_SUCCESS;
}
