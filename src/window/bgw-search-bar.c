/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where people say what they look for: words, and a state. */
#include "config.h"

#include "bgw-search-bar.h"

#include <bg.h>
#include <glib/gi18n.h>

#include "bgw-state.h"

struct _BgwSearchBar
{
  AdwBin parent_instance;

  GtkSearchBar *bar;
  GtkSearchEntry *entry;
  GtkDropDown *states;
};

typedef enum
{
  PROP_OPEN = 1,
} BgwSearchBarProperty;

static GParamSpec *properties[PROP_OPEN + 1];

typedef enum
{
  SIGNAL_CHANGED,
} BgwSearchBarSignal;

static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (BgwSearchBar, bgw_search_bar, ADW_TYPE_BIN)

static void
on_changed (BgwSearchBar *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A search that nobody sees must not hide jobs. */
static void
on_open_changed (BgwSearchBar *self)
{
  if (!bgw_search_bar_get_open (self))
    bgw_search_bar_clear (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

/* Of a list that has the focus: a character that is typed there begins a search, or goes on with
 * it. All else is left to the list. */
static gboolean
on_key_pressed (BgwSearchBar *self,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                GtkEventController *keys)
{
  gunichar character = gdk_keyval_to_unicode (keyval);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 ||
      !g_unichar_isgraph (character) || !gtk_widget_get_sensitive (GTK_WIDGET (self)))
    return GDK_EVENT_PROPAGATE;

  bgw_search_bar_set_open (self, TRUE);
  bgw_search_bar_focus (self);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);

  return gtk_event_controller_key_forward (GTK_EVENT_CONTROLLER_KEY (keys),
                                           GTK_WIDGET (gtk_editable_get_delegate (
                                               GTK_EDITABLE (self->entry))));
}

static void
bgw_search_bar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BgwSearchBar *self = BGW_SEARCH_BAR (object);

  switch ((BgwSearchBarProperty) prop_id)
    {
    case PROP_OPEN:
      g_value_set_boolean (value, bgw_search_bar_get_open (self));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
bgw_search_bar_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  BgwSearchBar *self = BGW_SEARCH_BAR (object);

  switch ((BgwSearchBarProperty) prop_id)
    {
    case PROP_OPEN:
      bgw_search_bar_set_open (self, g_value_get_boolean (value));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
bgw_search_bar_class_init (BgwSearchBarClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = bgw_search_bar_get_property;
  object_class->set_property = bgw_search_bar_set_property;

  properties[PROP_OPEN] =
      g_param_spec_boolean ("open", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * BgwSearchBar::changed:
   *
   * Something else is looked for now.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BGW_TYPE_SEARCH_BAR, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-search-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwSearchBar, bar);
  gtk_widget_class_bind_template_child (widget_class, BgwSearchBar, entry);
  gtk_widget_class_bind_template_child (widget_class, BgwSearchBar, states);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_open_changed);
}

static void
bgw_search_bar_init (BgwSearchBar *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, GTK_EDITABLE (self->entry));

  gtk_string_list_append (labels, _ ("Any State"));
  for (BgJobState state = BG_JOB_STATE_QUEUED; state < BG_N_JOB_STATES; state++)
    gtk_string_list_append (labels, bg_job_state_get_label (state));
  gtk_drop_down_set_model (self->states, G_LIST_MODEL (labels));
  /* It is a button inside that has the focus, and keeps no name. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (
                                      gtk_widget_get_first_child (GTK_WIDGET (self->states))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, C_ ("of a job", "State"), -1);
}

/**
 * bgw_search_bar_take_keys_of:
 * @self: the bar
 * @widget: what is searched; what is typed there begins a search
 */
void
bgw_search_bar_take_keys_of (BgwSearchBar *self, GtkWidget *widget)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, keys);
}

void
bgw_search_bar_set_open (BgwSearchBar *self, gboolean open)
{
  gtk_search_bar_set_search_mode (self->bar, open);
}

gboolean
bgw_search_bar_get_open (BgwSearchBar *self)
{
  return gtk_search_bar_get_search_mode (self->bar);
}

/**
 * bgw_search_bar_focus:
 * @self: the bar
 *
 * For somebody who wants to type.
 */
void
bgw_search_bar_focus (BgwSearchBar *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/**
 * bgw_search_bar_clear:
 * @self: the bar
 *
 * Looks for nothing, so that all is found.
 */
void
bgw_search_bar_clear (BgwSearchBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_drop_down_set_selected (self->states, 0);
}

/**
 * bgw_search_bar_set_text:
 * @self: the bar
 * @text: words to look for, in jobs of any state
 */
void
bgw_search_bar_set_text (BgwSearchBar *self, const char *text)
{
  gtk_drop_down_set_selected (self->states, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

const char *
bgw_search_bar_get_text (BgwSearchBar *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * bgw_search_bar_get_state:
 * @self: the bar
 *
 * Returns: the BgJobState that is looked for; %BGW_ANY_STATE for all
 */
int
bgw_search_bar_get_state (BgwSearchBar *self)
{
  guint selected = gtk_drop_down_get_selected (self->states);

  /* Before the first state is "Any State". */
  return selected != GTK_INVALID_LIST_POSITION ? (int) selected - 1 : BGW_ANY_STATE;
}
