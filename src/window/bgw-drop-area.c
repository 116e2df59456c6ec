/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes addresses that are dropped on a widget, and lies over it while they hover. */
#include "config.h"

#include "bgw-drop-area.h"

#include "bgw-intake.h"

struct _BgwDropArea
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
};

typedef enum
{
  SIGNAL_DROPPED,
} BgwDropAreaSignal;

static guint signals[SIGNAL_DROPPED + 1];

G_DEFINE_FINAL_TYPE (BgwDropArea, bgw_drop_area, ADW_TYPE_BIN)

/* Never a move: the source would delete its file. */
#define ACCEPTED_ACTIONS (GDK_ACTION_COPY | GDK_ACTION_LINK)

static GdkDragAction
offered_action (GdkDrop *drop)
{
  GdkDragAction offered = gdk_drop_get_actions (drop) & ACCEPTED_ACTIONS;

  return (offered & GDK_ACTION_COPY) != 0 ? GDK_ACTION_COPY : offered;
}

static gboolean
on_accept (BgwDropArea *self, GdkDrop *drop)
{
  g_autoptr (GdkContentFormats) formats = bgw_intake_get_formats ();

  return offered_action (drop) != 0 && gdk_drop_get_drag (drop) == NULL &&
         gdk_content_formats_match (gdk_drop_get_formats (drop), formats);
}

static GdkDragAction
on_drag_enter (BgwDropArea *self, GdkDrop *drop)
{
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  return offered_action (drop);
}

static GdkDragAction
on_drag_motion (BgwDropArea *self, GdkDrop *drop)
{
  return offered_action (drop);
}

static void
on_drag_leave (BgwDropArea *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
read_drop_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDropArea) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) addresses = bgw_intake_read_finish (result, &error);

  gdk_drop_finish (GDK_DROP (source), addresses != NULL ? offered_action (GDK_DROP (source)) : 0);

  if (addresses == NULL)
    {
      g_debug ("Nothing to read in a drop: %s", error->message);
      addresses = g_new0 (char *, 1);
    }
  g_signal_emit (self, signals[SIGNAL_DROPPED], 0, addresses);
}

static gboolean
on_drop (BgwDropArea *self, GdkDrop *drop)
{
  on_drag_leave (self);
  bgw_intake_read_drop_async (drop, read_drop_cb, g_object_ref (self));

  return TRUE;
}

static void
bgw_drop_area_class_init (BgwDropAreaClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  /**
   * BgwDropArea::dropped:
   * @addresses: (type GStrv): the good ones, which may be none
   */
  signals[SIGNAL_DROPPED] =
      g_signal_new ("dropped", BGW_TYPE_DROP_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRV | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-drop-area.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwDropArea, revealer);
}

static void
bgw_drop_area_init (BgwDropArea *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bgw_drop_area_watch:
 * @self: the area
 * @widget: where things can be dropped; @self lies over it
 */
void
bgw_drop_area_watch (BgwDropArea *self, GtkWidget *widget)
{
  GtkDropTargetAsync *target =
      gtk_drop_target_async_new (bgw_intake_get_formats (), ACCEPTED_ACTIONS);

  g_signal_connect_object (target, "accept", G_CALLBACK (on_accept), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-enter", G_CALLBACK (on_drag_enter), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-motion", G_CALLBACK (on_drag_motion), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-leave", G_CALLBACK (on_drag_leave), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
