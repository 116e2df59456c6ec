/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The top of the window: its buttons, its menus, and the switch between the views. */
#include "config.h"

#include "bgw-header.h"

#include <glib/gi18n.h>

struct _BgwHeader
{
  AdwBin parent_instance;

  gboolean narrow; /* too narrow for the views to be in the header bar */
  guint narrow_id; /* 0 when that is up to date */

  GtkStack *bars;
  AdwSplitButton *add_button;
  AdwViewSwitcherTitle *switcher;
  GtkMenuButton *menu_button;
  GtkMenuButton *job_menu_button;
  GtkToggleButton *search_button;
  GtkToggleButton *details_button;
};

typedef enum
{
  PROP_NARROW = 1,
  PROP_VIEWS_ENABLED,
  PROP_MENU_OPEN,
} BgwHeaderProperty;

static GParamSpec *properties[PROP_MENU_OPEN + 1];

G_DEFINE_FINAL_TYPE (BgwHeader, bgw_header, ADW_TYPE_BIN)

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The split button keeps its names to itself: those who cannot see it meet its two halves, the
 * second of which has a button of its own. */
static void
name_add_button (BgwHeader *self)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->add_button));
  GtkWidget *arrow = gtk_widget_get_last_child (GTK_WIDGET (self->add_button));

  set_name (button, _ ("Add Download"));
  set_name (arrow, _ ("More Ways to Add"));
  set_name (gtk_widget_get_first_child (arrow), _ ("More Ways to Add"));
}

/* The application reads them once: GTK 4.8 does not give back what a menu in a template needed. */
static GMenuModel *
get_menu (const char *id)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());

  return G_MENU_MODEL (gtk_application_get_menu_by_id (application, id));
}

static void
on_details_toggled (GtkToggleButton *button)
{
  const char *text =
      gtk_toggle_button_get_active (button) ? _ ("Hide Details") : _ ("Show Details");

  gtk_widget_set_tooltip_text (GTK_WIDGET (button), text);
  set_name (GTK_WIDGET (button), text);
}

static gboolean
update_narrow (gpointer user_data)
{
  BgwHeader *self = user_data;
  gboolean narrow = adw_view_switcher_title_get_title_visible (self->switcher);

  self->narrow_id = 0;
  if (narrow != self->narrow)
    {
      self->narrow = narrow;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
    }

  return G_SOURCE_REMOVE;
}

/* This comes while sizes are allocated, when no widget may ask for another one. */
static void
on_title_visible_changed (BgwHeader *self)
{
  if (self->narrow_id == 0)
    self->narrow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_narrow, self, NULL);
}

static void
on_menu_visible_changed (BgwHeader *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MENU_OPEN]);
}

static gboolean
name_bar (GBinding *binding, const GValue *covering, GValue *name, gpointer user_data)
{
  g_value_set_static_string (name, g_value_get_boolean (covering) ? "details" : "list");

  return TRUE;
}

static void
create_job_menu (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenuModel) menu = bgw_job_actions_create_menu (user_data);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
bgw_header_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BgwHeader *self = BGW_HEADER (object);

  switch ((BgwHeaderProperty) prop_id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_VIEWS_ENABLED:
      g_value_set_boolean (value,
                           adw_view_switcher_title_get_view_switcher_enabled (self->switcher));
      break;
    case PROP_MENU_OPEN:
      g_value_set_boolean (value, bgw_header_is_menu_open (self));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
bgw_header_dispose (GObject *object)
{
  BgwHeader *self = BGW_HEADER (object);

  g_clear_handle_id (&self->narrow_id, g_source_remove);

  G_OBJECT_CLASS (bgw_header_parent_class)->dispose (object);
}

static void
bgw_header_class_init (BgwHeaderClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bgw_header_get_property;
  object_class->dispose = bgw_header_dispose;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  properties[PROP_VIEWS_ENABLED] = g_param_spec_boolean ("views-enabled", NULL, NULL, FALSE, flags);
  properties[PROP_MENU_OPEN] = g_param_spec_boolean ("menu-open", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-header.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwHeader, bars);
  gtk_widget_class_bind_template_child (widget_class, BgwHeader, add_button);
  gtk_widget_class_bind_template_child (widget_class, BgwHeader, switcher);
  gtk_widget_class_bind_template_child (widget_class, BgwHeader, menu_button);
  gtk_widget_class_bind_template_child (widget_class, BgwHeader, job_menu_button);
  gtk_widget_class_bind_template_child (widget_class, BgwHeader, search_button);
  gtk_widget_class_bind_template_child (widget_class, BgwHeader, details_button);
  gtk_widget_class_bind_template_callback (widget_class, on_details_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_title_visible_changed);
}

static void
bgw_header_init (BgwHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_split_button_set_menu_model (self->add_button, get_menu ("add-menu"));
  gtk_menu_button_set_menu_model (self->menu_button, get_menu ("main-menu"));
  name_add_button (self);
  on_details_toggled (self->details_button);
  g_signal_connect_object (gtk_menu_button_get_popover (self->menu_button), "notify::visible",
                           G_CALLBACK (on_menu_visible_changed), self, G_CONNECT_SWAPPED);
}

/**
 * bgw_header_join:
 * @self: the header
 * @views: what its switch switches
 * @pane: whose details it shows and hides, and which it leads back from
 * @search_bar: what its search button opens
 *
 * Once, when the window is put together.
 */
void
bgw_header_join (BgwHeader *self, AdwViewStack *views, BgwPane *pane, BgwSearchBar *search_bar)
{
  GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  adw_view_switcher_title_set_stack (self->switcher, views);
  g_object_bind_property (search_bar, "open", self->search_button, "active", both);
  g_object_bind_property (pane, "wanted", self->details_button, "active", both);
  g_object_bind_property (pane, "narrow", self->details_button, "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  g_object_bind_property_full (pane, "covering", self->bars, "visible-child-name",
                               G_BINDING_SYNC_CREATE, name_bar, NULL, NULL, NULL);
}

/**
 * bgw_header_set_actions:
 * @self: the header
 * @actions: what can be done with the job whose details cover the list
 */
void
bgw_header_set_actions (BgwHeader *self, BgwJobActions *actions)
{
  gtk_menu_button_set_create_popup_func (self->job_menu_button, create_job_menu,
                                         g_object_ref (actions), g_object_unref);
}

/**
 * bgw_header_is_narrow:
 * @self: the header
 *
 * Returns: whether the views have no room in it
 */
gboolean
bgw_header_is_narrow (BgwHeader *self)
{
  return self->narrow;
}

/**
 * bgw_header_is_menu_open:
 * @self: the header
 *
 * Returns: whether the main menu is shown, which covers part of the list
 */
gboolean
bgw_header_is_menu_open (BgwHeader *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (gtk_menu_button_get_popover (self->menu_button)));
}

/**
 * bgw_header_set_views_enabled:
 * @self: the header
 * @enabled: whether there is anything to switch between, or to search
 */
void
bgw_header_set_views_enabled (BgwHeader *self, gboolean enabled)
{
  if (enabled == adw_view_switcher_title_get_view_switcher_enabled (self->switcher))
    return;

  adw_view_switcher_title_set_view_switcher_enabled (self->switcher, enabled);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEWS_ENABLED]);
}
