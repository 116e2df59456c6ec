/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list with the details beside it, or, where there is little room, below them. Beside it they
 * stay until somebody hides them; above it they are a place to go to and to come back from. */
#include "config.h"

#include "bgw-pane.h"

struct _BgwPane
{
  AdwBin parent_instance;

  gboolean narrow;
  gboolean wanted; /* beside the list */
  gboolean opened; /* above it */

  AdwFlap *flap;
  BgwDetails *details;
};

typedef enum
{
  PROP_CONTENT = 1,
  PROP_NARROW,
  PROP_WANTED,
  PROP_COVERING,
} BgwPaneProperty;

static GParamSpec *properties[PROP_COVERING + 1];

G_DEFINE_FINAL_TYPE (BgwPane, bgw_pane, ADW_TYPE_BIN)

static gboolean
is_covering (BgwPane *self)
{
  return self->narrow && self->opened;
}

/* The flap as the three flags say. One that is not folded must not expand, or it takes all. */
static void
arrange (BgwPane *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self->details), self->narrow);
  adw_flap_set_fold_policy (self->flap, self->narrow ? ADW_FLAP_FOLD_POLICY_ALWAYS
                                                     : ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_reveal_flap (self->flap, self->narrow ? self->opened : self->wanted);
}

static void
set_opened (BgwPane *self, gboolean opened)
{
  if (self->opened == opened)
    return;

  self->opened = opened;
  arrange (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COVERING]);
}

static void
set_wanted (BgwPane *self, gboolean wanted)
{
  if (self->wanted == wanted)
    return;

  self->wanted = wanted;
  arrange (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WANTED]);
}

/* A swipe hides them as well. */
static void
on_reveal_changed (BgwPane *self)
{
  if (self->narrow && !adw_flap_get_reveal_flap (self->flap))
    set_opened (self, FALSE);
}

static void
set_narrow (BgwPane *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  self->opened = FALSE;
  arrange (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COVERING]);
}

static void
bgw_pane_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BgwPane *self = BGW_PANE (object);

  switch ((BgwPaneProperty) prop_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, adw_flap_get_content (self->flap));
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_WANTED:
      g_value_set_boolean (value, self->wanted);
      break;
    case PROP_COVERING:
      g_value_set_boolean (value, is_covering (self));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
bgw_pane_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  BgwPane *self = BGW_PANE (object);

  switch ((BgwPaneProperty) prop_id)
    {
    case PROP_CONTENT:
      adw_flap_set_content (self->flap, g_value_get_object (value));
      break;
    case PROP_NARROW:
      set_narrow (self, g_value_get_boolean (value));
      break;
    case PROP_WANTED:
      set_wanted (self, g_value_get_boolean (value));
      break;
    case PROP_COVERING:
    default:
      g_assert_not_reached ();
    }
}

static void
bgw_pane_class_init (BgwPaneClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bgw_pane_get_property;
  object_class->set_property = bgw_pane_set_property;

  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  properties[PROP_WANTED] = g_param_spec_boolean ("wanted", NULL, NULL, FALSE, flags);
  properties[PROP_COVERING] = g_param_spec_boolean ("covering", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BGW_TYPE_DETAILS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwPane, flap);
  gtk_widget_class_bind_template_child (widget_class, BgwPane, details);
  gtk_widget_class_bind_template_callback (widget_class, on_reveal_changed);
}

static void
bgw_pane_init (BgwPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

BgwDetails *
bgw_pane_get_details (BgwPane *self)
{
  return self->details;
}

/* Shows the details, wherever there is room. */
void
bgw_pane_open (BgwPane *self)
{
  if (self->narrow)
    set_opened (self, TRUE);
  else
    set_wanted (self, TRUE);
}

void
bgw_pane_toggle (BgwPane *self)
{
  if (self->narrow)
    set_opened (self, !self->opened);
  else
    set_wanted (self, !self->wanted);
}

/**
 * bgw_pane_leave:
 * @self: a pane
 *
 * Goes back to the list.
 *
 * Returns: whether the details were above it
 */
gboolean
bgw_pane_leave (BgwPane *self)
{
  gboolean was_covering = is_covering (self);

  set_opened (self, FALSE);

  return was_covering;
}
