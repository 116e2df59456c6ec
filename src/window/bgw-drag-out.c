/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finished files that are dragged out of the list, into another program. */
#include "config.h"

#include "bgw-drag-out.h"

typedef struct
{
  GtkWidget *widget;
  BgwDragOutFunc find;
  gpointer user_data;
} DragOut;

/* The files are asked for when the button goes down, so that they are there when it is a drag. */
static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, DragOut *self)
{
  g_autoptr (GPtrArray) jobs = self->find (self->widget, x, y, self->user_data);

  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    bg_job_refresh_files_async (jobs->pdata[i], NULL, NULL, NULL);
}

/* Those of finished jobs do not change any more: once known they need not be asked for again. */
static void
know_files (BgJob *job)
{
  g_autoptr (GError) error = NULL;

  if (g_list_model_get_n_items (G_LIST_MODEL (job)) == 0 &&
      !bg_job_refresh_files_sync (job, NULL, &error))
    g_debug ("The files are not known: %s", error->message);
}

static GSList *
list_files (GPtrArray *jobs)
{
  GSList *files = NULL;

  for (guint i = 0; i < jobs->len; i++)
    {
      know_files (jobs->pdata[i]);
      for (guint j = 0; j < g_list_model_get_n_items (jobs->pdata[i]); j++)
        {
          g_autoptr (BgFile) file = g_list_model_get_item (jobs->pdata[i], j);

          if (bg_file_get_completed (file) &&
              g_file_test (bg_file_get_path (file), G_FILE_TEST_EXISTS))
            files = g_slist_prepend (files, g_file_new_for_path (bg_file_get_path (file)));
        }
    }

  return g_slist_reverse (files);
}

static void
free_files (GSList *files)
{
  g_slist_free_full (files, g_object_unref);
}

/* Nothing, if there is no file: then it is no drag. */
static GdkContentProvider *
on_prepare (GtkDragSource *source, double x, double y, DragOut *self)
{
  g_autoptr (GPtrArray) jobs = self->find (self->widget, x, y, self->user_data);
  GSList *files = jobs != NULL ? list_files (jobs) : NULL;
  GdkContentProvider *provider = NULL;

  if (files == NULL)
    return NULL;

  provider = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);
  free_files (files);

  return provider;
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag, DragOut *self)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (self->widget));
  g_autoptr (GtkIconPaintable) icon =
      gtk_icon_theme_lookup_icon (theme, "ferry-all-symbolic", NULL, 32,
                                  gtk_widget_get_scale_factor (self->widget),
                                  gtk_widget_get_direction (self->widget), 0);

  gtk_drag_source_set_icon (source, GDK_PAINTABLE (icon), 0, 0);
}

/**
 * bgw_drag_out_attach:
 * @widget: what is dragged from; has jobs on it
 * @find: tells which
 * @user_data: for @find; must live as long as @widget
 *
 * Files are copied, never moved: whoever takes them leaves them where they are.
 */
void
bgw_drag_out_attach (GtkWidget *widget, BgwDragOutFunc find, gpointer user_data)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkGesture *press = gtk_gesture_click_new ();
  DragOut *self = g_new0 (DragOut, 1);

  self->widget = widget;
  self->find = find;
  self->user_data = user_data;
  g_object_set_data_full (G_OBJECT (widget), "drag-out", self, g_free);

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (source));

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect (press, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (press));
}
