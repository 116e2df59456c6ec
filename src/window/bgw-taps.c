/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tap on the list does where there is no keyboard to hold a key on: after a long press it
 * selects one more, or one less, until nothing is selected. In a narrow window, where the details
 * have no place beside the list, it goes to them. */
#include "config.h"

#include "bgw-taps.h"

struct _BgwTaps
{
  GObject parent_instance;

  GtkWidget *list; /* whose child in spirit it is */
  BgwTapsFunc find;
  gpointer user_data;
  GtkSelectionModel *selection; /* (owned) (nullable) */
  gboolean selecting;
};

typedef enum
{
  PROP_SELECTING = 1,
} BgwTapsProperty;

static GParamSpec *properties[PROP_SELECTING + 1];

G_DEFINE_FINAL_TYPE (BgwTaps, bgw_taps, G_TYPE_OBJECT)

static void
set_selecting (BgwTaps *self, gboolean selecting)
{
  if (self->selecting == selecting)
    return;

  self->selecting = selecting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTING]);
}

static void
on_selection_changed (BgwTaps *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);

  if (gtk_bitset_is_empty (selected))
    set_selecting (self, FALSE);
}

static gboolean
is_narrow (BgwTaps *self)
{
  GtkRoot *root = gtk_widget_get_root (self->list);
  gboolean narrow = FALSE;

  if (root != NULL && g_object_class_find_property (G_OBJECT_GET_CLASS (root), "narrow") != NULL)
    g_object_get (root, "narrow", &narrow, NULL);

  return narrow;
}

/* Whoever holds a key means what that key means. */
static gboolean
has_modifiers (GtkGesture *gesture)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  return (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0;
}

static void
toggle (BgwTaps *self, guint position)
{
  if (gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_unselect_item (self->selection, position);
  else
    gtk_selection_model_select_item (self->selection, position, FALSE);
}

static void
on_released (BgwTaps *self, int n_press, double x, double y, GtkGesture *gesture)
{
  guint position = self->find (self->list, x, y, self->user_data);

  if (self->selection == NULL || position == GTK_INVALID_LIST_POSITION || has_modifiers (gesture))
    return;

  if (self->selecting)
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
      toggle (self, position);
    }
  else if (is_narrow (self))
    gtk_widget_activate_action (self->list, "win.details", NULL); /* the list selects it */
}

static void
bgw_taps_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((BgwTapsProperty) prop_id)
    {
    case PROP_SELECTING:
      g_value_set_boolean (value, bgw_taps_is_selecting (BGW_TAPS (object)));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
bgw_taps_dispose (GObject *object)
{
  BgwTaps *self = BGW_TAPS (object);

  g_clear_object (&self->selection);

  G_OBJECT_CLASS (bgw_taps_parent_class)->dispose (object);
}

static void
bgw_taps_class_init (BgwTapsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bgw_taps_get_property;
  object_class->dispose = bgw_taps_dispose;

  properties[PROP_SELECTING] = g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bgw_taps_init (BgwTaps *self)
{
}

/**
 * bgw_taps_new:
 * @list: what is tapped on; must live as long as this
 * @find: tells on which row
 * @user_data: for @find
 */
BgwTaps *
bgw_taps_new (GtkWidget *list, BgwTapsFunc find, gpointer user_data)
{
  BgwTaps *self = g_object_new (BGW_TYPE_TAPS, NULL);
  GtkGesture *gesture = gtk_gesture_click_new ();

  self->list = list;
  self->find = find;
  self->user_data = user_data;

  /* Before the list itself, for which a tap selects that row alone. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture), GTK_PHASE_CAPTURE);
  g_signal_connect_object (gesture, "released", G_CALLBACK (on_released), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (gesture));

  return self;
}

/**
 * bgw_taps_set_selection:
 * @self: the taps
 * @selection: what the list shows
 */
void
bgw_taps_set_selection (BgwTaps *self, GtkSelectionModel *selection)
{
  if (!g_set_object (&self->selection, selection))
    return;

  g_signal_connect_object (selection, "selection-changed", G_CALLBACK (on_selection_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (on_selection_changed), self,
                           G_CONNECT_SWAPPED);
}

/* From now on; something is selected. */
void
bgw_taps_start_selecting (BgwTaps *self)
{
  set_selecting (self, TRUE);
}

/* Whether a tap selects one more, or one less. */
gboolean
bgw_taps_is_selecting (BgwTaps *self)
{
  return self->selecting;
}
