/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes addresses that are dropped on a widget, and lies over it while they hover. */
#include "config.h"

#include "bgw-drop-area.h"

#include "bgw-intake.h"
#include "bgw-job-row.h"

struct _BgwDropArea
{
  AdwBin parent_instance;

  gboolean asking; /* Alt was held at the last drop */

  GtkRevealer *revealer;
};

typedef enum
{
  SIGNAL_DROPPED,
  SIGNAL_MIDDLE_CLICKED,
} BgwDropAreaSignal;

static guint signals[SIGNAL_MIDDLE_CLICKED + 1];

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

/* Alt asks for a look at it before it is added. */
static gboolean
is_asking (BgwDropArea *self)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (GTK_WIDGET (self)));
  GdkDevice *keyboard = seat != NULL ? gdk_seat_get_keyboard (seat) : NULL;

  return keyboard != NULL && (gdk_device_get_modifier_state (keyboard) & GDK_ALT_MASK) != 0;
}

static void
read_drop_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwDropArea) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgwOffer) offer = bgw_intake_read_finish (result, &error);

  gdk_drop_finish (GDK_DROP (source), offer != NULL ? offered_action (GDK_DROP (source)) : 0);

  if (offer == NULL)
    {
      g_debug ("Nothing to read in a drop: %s", error->message);
      offer = bgw_offer_new_from_text (NULL, 0);
    }
  g_signal_emit (self, signals[SIGNAL_DROPPED], 0, g_steal_pointer (&offer), self->asking);
}

static gboolean
on_drop (BgwDropArea *self, GdkDrop *drop)
{
  on_drag_leave (self);
  self->asking = is_asking (self);
  bgw_intake_read_drop_async (drop, read_drop_cb, g_object_ref (self));

  return TRUE;
}

/* Beside the rows, if the desktop pastes in this way. */
static void
on_middle_pressed (BgwDropArea *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *picked = gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT);
  gboolean enabled = FALSE;

  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-primary-paste", &enabled, NULL);
  if (enabled && picked != NULL && gtk_widget_get_ancestor (picked, BGW_TYPE_JOB_ROW) == NULL)
    g_signal_emit (self, signals[SIGNAL_MIDDLE_CLICKED], 0);
}

static void
bgw_drop_area_class_init (BgwDropAreaClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  /**
   * BgwDropArea::dropped:
   * @offer: (type BgwOffer) (transfer full): what it has, which may be nothing; the one handler
   *   takes it
   * @ask: whether it is to be shown before it is added
   */
  signals[SIGNAL_DROPPED] =
      g_signal_new ("dropped", BGW_TYPE_DROP_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_BOOLEAN);

  /**
   * BgwDropArea::middle-clicked:
   *
   * The selected text is to be pasted here, as X11 has it.
   */
  signals[SIGNAL_MIDDLE_CLICKED] =
      g_signal_new ("middle-clicked", BGW_TYPE_DROP_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

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
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (target, "accept", G_CALLBACK (on_accept), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-enter", G_CALLBACK (on_drag_enter), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-motion", G_CALLBACK (on_drag_motion), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-leave", G_CALLBACK (on_drag_leave), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_MIDDLE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_middle_pressed), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}
