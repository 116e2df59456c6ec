/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of jobs: scrolling, selecting, the context menu. */
#include "config.h"

#include "bgw-job-list.h"

#include "bgw-drag-out.h"
#include "bgw-job-row.h"
#include "bgw-taps.h"

struct _BgwJobList
{
  AdwBin parent_instance;

  BgwJobActions *actions; /* (owned) (nullable) */
  BgwTaps *taps;          /* (owned) */
  GtkWidget *menu;        /* (nullable) our child while it is open */
  gboolean pressed;       /* a button of the pointer is down */
  guint catch_up_id;      /* 0 when no row has come into view */

  GtkScrolledWindow *scrolled_window;
  GtkListView *list_view;
};

typedef enum
{
  PROP_HELD = 1,
  PROP_SELECTING,
} BgwJobListProperty;

static GParamSpec *properties[PROP_SELECTING + 1];

G_DEFINE_FINAL_TYPE (BgwJobList, bgw_job_list, ADW_TYPE_BIN)

static void
set_pressed (BgwJobList *self, gboolean pressed)
{
  if (self->pressed == pressed)
    return;

  self->pressed = pressed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HELD]);
}

static void
on_press_begun (BgwJobList *self)
{
  set_pressed (self, TRUE);
}

static void
on_press_ended (BgwJobList *self)
{
  set_pressed (self, FALSE);
}

/* The row below a point of the list; NULL beside all of them. */
static BgwJobRow *
row_at (BgwJobList *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list_view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *child = NULL;

  if (widget == NULL || widget == GTK_WIDGET (self->list_view))
    return NULL;

  /* Between the row and its list item is the margin. */
  child = gtk_widget_get_ancestor (widget, BGW_TYPE_JOB_ROW);
  if (child == NULL)
    child = gtk_widget_get_first_child (widget);

  return BGW_IS_JOB_ROW (child) ? BGW_JOB_ROW (child) : NULL;
}

static guint
position_of (GListModel *model, BgJob *job)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (BgJob) other = g_list_model_get_item (model, i);

      if (other == job)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static gboolean
unparent_menu (gpointer user_data)
{
  gtk_widget_unparent (GTK_WIDGET (user_data));
  return G_SOURCE_REMOVE;
}

/* Its item is activated after this, so that it must live a little longer. */
static void
on_menu_closed (GtkWidget *menu, BgwJobList *self)
{
  self->menu = NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HELD]);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_menu, g_object_ref (menu), g_object_unref);
}

static void
show_menu (BgwJobList *self, const GdkRectangle *at)
{
  g_autoptr (GMenuModel) model = bgw_job_actions_create_menu (self->actions);

  if (self->menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->menu));

  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), at);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (on_menu_closed), self,
                           G_CONNECT_DEFAULT);
  gtk_popover_popup (GTK_POPOVER (self->menu));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HELD]);
}

/* At a point of the list, for the jobs that are selected; the one there is, if it was not. Returns
 * whether there is any. */
static gboolean
show_menu_at (BgwJobList *self, double x, double y)
{
  BgwJobRow *row = row_at (self, x, y);
  GtkSelectionModel *selection = NULL;
  GdkRectangle at = { 0, 0, 1, 1 };
  double own_x = 0;
  double own_y = 0;
  guint position;

  if (row == NULL || self->actions == NULL)
    return FALSE;

  selection = bgw_job_actions_get_selection (self->actions);
  position = position_of (G_LIST_MODEL (selection), bgw_job_row_get_job (row));
  if (!gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_select_item (selection, position, TRUE);

  gtk_widget_translate_coordinates (GTK_WIDGET (self->list_view), GTK_WIDGET (self), x, y, &own_x,
                                    &own_y);
  at.x = (int) own_x;
  at.y = (int) own_y;
  show_menu (self, &at);

  return TRUE;
}

static void
on_secondary_pressed (BgwJobList *self, int n_press, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu_at (self, x, y);
}

static void
on_long_pressed (BgwJobList *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (show_menu_at (self, x, y))
    bgw_taps_start_selecting (self->taps);
}

/* A button of a row stays one. */
static guint
find_tapped (GtkWidget *list_view, double x, double y, gpointer user_data)
{
  BgwJobList *self = user_data;
  BgwJobRow *row = row_at (self, x, y);
  GtkWidget *widget = gtk_widget_pick (list_view, x, y, GTK_PICK_DEFAULT);

  if (row == NULL || self->actions == NULL ||
      gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON) != NULL)
    return GTK_INVALID_LIST_POSITION;

  return position_of (G_LIST_MODEL (bgw_job_actions_get_selection (self->actions)),
                      bgw_job_row_get_job (row));
}

static void
on_selecting_changed (BgwJobList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTING]);
}

/* By the keyboard: at the row that has the focus. */
static void
on_menu_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BgwJobList *self = BGW_JOB_LIST (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_view)) ||
      !gtk_widget_compute_bounds (focus, GTK_WIDGET (self->list_view), &bounds))
    return;

  show_menu_at (self, bounds.origin.x + bounds.size.width / 4,
                bounds.origin.y + bounds.size.height / 2);
}

static void
on_catch_up (gpointer user_data)
{
  BgwJobList *self = user_data;

  self->catch_up_id = 0;
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (BGW_IS_JOB_ROW (row))
        bgw_job_row_catch_up (BGW_JOB_ROW (row));
    }
}

/* Idle comes after the rows have got their places. */
static void
on_scrolled (BgwJobList *self)
{
  if (self->catch_up_id == 0)
    self->catch_up_id = g_idle_add_once (on_catch_up, self);
}

static void
on_activate (BgwJobList *self, guint position)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (self->list_view);
  g_autoptr (BgJob) job = g_list_model_get_item (G_LIST_MODEL (selection), position);

  if (job != NULL)
    bgw_job_actions_activate (self->actions, job);
}

/* Who looks at the newest jobs wants to see a newer one; who has scrolled away wants to stay. */
static void
on_items_changed (BgwJobList *self, guint position, guint removed, guint added)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);

  if (position == 0 && added > 0 &&
      gtk_adjustment_get_value (adjustment) <= gtk_adjustment_get_lower (adjustment))
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

static gboolean
bgw_job_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BGW_JOB_LIST (widget)->list_view));
}

static void
bgw_job_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((BgwJobListProperty) prop_id)
    {
    case PROP_HELD:
      g_value_set_boolean (value, bgw_job_list_is_held (BGW_JOB_LIST (object)));
      break;
    case PROP_SELECTING:
      g_value_set_boolean (value, bgw_job_list_is_selecting (BGW_JOB_LIST (object)));
      break;
    default:
      g_assert_not_reached ();
    }
}

static GPtrArray *
find_dragged (GtkWidget *widget, double x, double y, gpointer user_data)
{
  BgwJobList *self = user_data;
  BgwJobRow *row = row_at (self, x, y);

  if (row == NULL || self->actions == NULL)
    return NULL;

  return bgw_job_actions_list_finished (self->actions, bgw_job_row_get_job (row));
}

static void
bgw_job_list_dispose (GObject *object)
{
  BgwJobList *self = BGW_JOB_LIST (object);

  g_clear_handle_id (&self->catch_up_id, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->actions);
  g_clear_object (&self->taps);

  G_OBJECT_CLASS (bgw_job_list_parent_class)->dispose (object);
}

static void
bgw_job_list_class_init (BgwJobListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = bgw_job_list_get_property;
  object_class->dispose = bgw_job_list_dispose;
  widget_class->grab_focus = bgw_job_list_grab_focus;

  properties[PROP_HELD] =
      g_param_spec_boolean ("held", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTING] = g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BGW_TYPE_JOB_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-job-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwJobList, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, BgwJobList, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_press_begun);
  gtk_widget_class_bind_template_callback (widget_class, on_press_ended);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_long_pressed);
  gtk_widget_class_install_action (widget_class, "job-list.menu", NULL, on_menu_action);
}

static void
bgw_job_list_init (BgwJobList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled_window),
                           "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  bgw_drag_out_attach (GTK_WIDGET (self->list_view), find_dragged, self);
  self->taps = bgw_taps_new (GTK_WIDGET (self->list_view), find_tapped, self);
  g_signal_connect_object (self->taps, "notify::selecting", G_CALLBACK (on_selecting_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * bgw_job_list_set_actions:
 * @self: the list
 * @actions: whose selection is shown, and what can be done to it
 */
void
bgw_job_list_set_actions (BgwJobList *self, BgwJobActions *actions)
{
  GtkSelectionModel *selection = bgw_job_actions_get_selection (actions);

  g_set_object (&self->actions, actions);
  gtk_list_view_set_model (self->list_view, selection);
  bgw_taps_set_selection (self->taps, selection);
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
}

void
bgw_job_list_scroll_to_top (BgwJobList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
}

/**
 * bgw_job_list_is_held:
 * @self: the list
 *
 * Returns: whether a person presses on something in it or has its menu open
 */
gboolean
bgw_job_list_is_held (BgwJobList *self)
{
  return self->pressed || self->menu != NULL;
}

/**
 * bgw_job_list_is_selecting:
 * @self: the list
 *
 * Returns: whether each tap selects one more job, or one less
 */
gboolean
bgw_job_list_is_selecting (BgwJobList *self)
{
  return bgw_taps_is_selecting (self->taps);
}

/**
 * bgw_job_list_show_job:
 * @self: the list
 * @job: a job
 *
 * Selects it alone, scrolls to it and gives it the keyboard.
 *
 * Returns: whether it is in the list as that is filtered
 */
gboolean
bgw_job_list_show_job (BgwJobList *self, BgJob *job)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (self->list_view);
  guint position =
      selection != NULL ? position_of (G_LIST_MODEL (selection), job) : GTK_INVALID_LIST_POSITION;

  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;

  gtk_selection_model_select_item (selection, position, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);

  /* The list makes its widget while it scrolls. */
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (BGW_IS_JOB_ROW (row) && bgw_job_row_get_job (BGW_JOB_ROW (row)) == job)
        gtk_widget_grab_focus (item);
    }

  return TRUE;
}
