/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: header bar, views, list, status line; and the connection to the service. */
#include "config.h"

#include "bgw-window.h"

#include <glib/gi18n.h>

#include "bgw-deeds.h"
#include "bgw-job-actions.h"
#include "bgw-window-private.h"
#include "bgw-words.h"

typedef enum
{
  PROP_POLL = 1,
  PROP_UNDO,
  PROP_NARROW,
} BgwWindowProperty;

static GParamSpec *properties[PROP_NARROW + 1];

G_DEFINE_FINAL_TYPE (BgwWindow, bgw_window, ADW_TYPE_APPLICATION_WINDOW)

/* In the order of BgwView. */
const char *const bgw_window_views[BGW_N_VIEWS] = { "all", "active", "finished", "failed" };

/* What is shown; only once the bus was reached. */
GtkSelectionModel *
bgw_window_get_selection (BgwWindow *self)
{
  return bgw_job_model_get_selection (self->model);
}

/**
 * bgw_window_show_text:
 * @self: the window
 * @text: a short sentence to be shown for some seconds; no markup
 */
void
bgw_window_show_text (BgwWindow *self, const char *text)
{
  bgw_news_show_text (self->news, text);
}

static gboolean
has_jobs (BgwWindow *self)
{
  return self->manager != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->manager)) > 0;
}

static BgwPage
current_page (BgwWindow *self)
{
  if (!has_jobs (self) && self->failed)
    return BGW_PAGE_UNAVAILABLE;
  if (!self->answered)
    return BGW_PAGE_WAITING;
  if (!has_jobs (self))
    return BGW_PAGE_EMPTY;
  if (g_list_model_get_n_items (G_LIST_MODEL (bgw_window_get_selection (self))) > 0)
    return BGW_PAGE_LIST;
  if (bgw_job_model_is_searched (self->model))
    return BGW_PAGE_NO_RESULTS;

  return self->view != BGW_VIEW_ALL ? BGW_PAGE_NOTHING : BGW_PAGE_LIST;
}

/* Which page, and whether there is anything to switch between. */
static void
update_page (BgwWindow *self)
{
  BgwPage page = current_page (self);

  bgw_pages_show (self->pages, page, self->view);
  /* What was known before stays on the screen. */
  gtk_widget_set_visible (self->banner, self->failed && page != BGW_PAGE_UNAVAILABLE);
  bgw_header_set_views_enabled (self->header, page == BGW_PAGE_LIST || page == BGW_PAGE_NOTHING ||
                                                  page == BGW_PAGE_NO_RESULTS);
}

static void
on_totals_changed (BgwWindow *self, gboolean regrouped)
{
  guint n_failed = bgw_totals_count (self->totals, BG_JOB_STATE_ERROR) +
                   bgw_totals_count (self->totals, BG_JOB_STATE_TRANSIENT_ERROR);

  bgw_status_line_show (self->status_line, self->totals);
  bgw_job_model_look_again (self->model, regrouped);
  if (!regrouped)
    return;

  adw_view_stack_page_set_badge_number (self->failed_page, n_failed);
  adw_view_stack_page_set_needs_attention (self->failed_page, n_failed > 0);
  update_page (self);
}

static void
on_undo_changed (BgwWindow *self)
{
  bgw_job_model_refilter (self->model);
  update_page (self);
}

static void
on_selection_changed (BgwWindow *self)
{
  g_autoptr (GtkBitset) selected =
      gtk_selection_model_get_selection (bgw_window_get_selection (self));

  bgw_status_line_set_selected (self->status_line, (guint) gtk_bitset_get_size (selected),
                                bgw_job_list_is_selecting (bgw_pages_get_list (self->pages)));
}

static gboolean
show_wanted_job (BgwWindow *self)
{
  BgJob *job = bg_manager_get_job (self->manager, self->wanted_job);

  return job != NULL && bgw_job_list_show_job (bgw_pages_get_list (self->pages), job);
}

static void
on_answered (BgwWindow *self, const GError *error)
{
  gboolean failed = error != NULL;

  if (failed)
    g_debug ("No answer: %s", error->message);
  else
    bgw_totals_look (self->totals);

  if (!self->answered || failed != self->failed)
    {
      self->answered = TRUE;
      self->failed = failed;
      update_page (self);
    }

  if (self->updating && !failed && bgw_totals_get_changes (self->totals) == self->changes)
    bgw_window_show_text (self, _ ("Updated"));
  self->updating = FALSE;

  if (self->wanted_job != NULL && !failed && show_wanted_job (self))
    g_clear_pointer (&self->wanted_job, g_free);
}

/**
 * bgw_window_show_job:
 * @self: the window
 * @id: a job
 *
 * Selects it, as soon as it is known, and ends a search that might hide it. One that is gone is not
 * missed.
 */
void
bgw_window_show_job (BgwWindow *self, const char *id)
{
  bgw_search_bar_set_open (self->search_bar, FALSE);
  adw_view_stack_set_visible_child_name (self->views, bgw_window_views[BGW_VIEW_ALL]);
  g_free (self->wanted_job);
  self->wanted_job = g_strdup (id);
  if (self->answered && show_wanted_job (self))
    g_clear_pointer (&self->wanted_job, g_free);
}

/**
 * bgw_window_search:
 * @self: the window
 * @text: what to look for
 *
 * In all jobs. If none are known yet, they are searched when they come.
 */
void
bgw_window_search (BgwWindow *self, const char *text)
{
  adw_view_stack_set_visible_child_name (self->views, bgw_window_views[BGW_VIEW_ALL]);
  bgw_search_bar_set_open (self->search_bar, TRUE);
  bgw_search_bar_set_text (self->search_bar, text);
  bgw_search_bar_focus (self->search_bar);
}

/**
 * bgw_window_count_running:
 * @self: the window
 *
 * Returns: how many jobs go on by themselves
 */
guint
bgw_window_count_running (BgwWindow *self)
{
  guint running = 0;

  for (guint state = BG_JOB_STATE_QUEUED; state <= BG_JOB_STATE_CANCELLED; state++)
    if (self->totals != NULL && bg_job_state_can_change ((BgJobState) state))
      running += bgw_totals_count (self->totals, (BgJobState) state);

  return running;
}

static gboolean
is_minimized (BgwWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));

  return surface != NULL &&
         (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED) != 0;
}

static void
on_visibility_changed (BgwWindow *self)
{
  if (self->poll != NULL)
    bgw_poll_set_awake (self->poll,
                        gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_minimized (self));
}

static void
on_realize (BgwWindow *self)
{
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (self)), "notify::state",
                           G_CALLBACK (on_visibility_changed), self, G_CONNECT_SWAPPED);
}

static void
on_search_changed (BgwWindow *self)
{
  if (self->model == NULL)
    return;

  bgw_job_model_set_search (self->model, bgw_search_bar_get_text (self->search_bar),
                            bgw_search_bar_get_state (self->search_bar));
  bgw_job_list_scroll_to_top (bgw_pages_get_list (self->pages));
  update_page (self);
}

/* Who leaves the search goes back to what was found. */
static void
on_search_open_changed (BgwWindow *self)
{
  if (bgw_search_bar_get_open (self->search_bar))
    bgw_search_bar_focus (self->search_bar);
  else
    gtk_widget_grab_focus (GTK_WIDGET (bgw_pages_get_list (self->pages)));
}

/* The list follows what is kept. */
void
bgw_window_set_order (BgwWindow *self)
{
  if (self->model != NULL)
    bgw_job_model_set_order (self->model, (BgwSort) g_settings_get_enum (self->settings, "sort"),
                             g_settings_get_boolean (self->settings, "reverse-order"));
}

/* No row moves away from under a pointer that is pressed, or below a menu. */
static void
on_held_changed (BgwWindow *self)
{
  if (self->model != NULL)
    bgw_job_model_set_held (self->model, bgw_job_list_is_held (bgw_pages_get_list (self->pages)) ||
                                             bgw_header_is_menu_open (self->header));
}

static void
furnish (BgwWindow *self)
{
  g_autoptr (BgwDeeds) deeds = NULL;
  g_autoptr (BgwJobActions) actions = NULL;

  self->poll = bgw_poll_new (self->manager);
  self->totals = bgw_totals_new (G_LIST_MODEL (self->manager));
  self->undo = bgw_undo_new (self->manager);
  self->model = bgw_job_model_new (G_LIST_MODEL (self->manager), self->undo);
  bgw_job_model_set_view (self->model, self->view);
  bgw_window_set_order (self);
  bgw_job_model_set_search (self->model, bgw_search_bar_get_text (self->search_bar),
                            bgw_search_bar_get_state (self->search_bar));
  deeds = bgw_deeds_new (self->manager, self->undo, GTK_WINDOW (self));
  actions = bgw_job_actions_new (self->manager, bgw_window_get_selection (self), self->undo, deeds);

  g_signal_connect_object (self->poll, "answered", G_CALLBACK (on_answered), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->totals, "changed", G_CALLBACK (on_totals_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->totals, "changed", G_CALLBACK (bgw_job_actions_update), actions,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->undo, "changed", G_CALLBACK (on_undo_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->undo, "changed", G_CALLBACK (bgw_job_actions_update), actions,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bgw_window_get_selection (self), "selection-changed",
                           G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bgw_window_get_selection (self), "items-changed",
                           G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (deeds, "toast", G_CALLBACK (bgw_news_show), self->news,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (deeds, "done", G_CALLBACK (bgw_poll_look), self->poll,
                           G_CONNECT_SWAPPED);

  g_signal_connect_object (bgw_pages_get_list (self->pages), "notify::selecting",
                           G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POLL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO]);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "jobs", bgw_job_actions_get_group (actions));
  bgw_job_list_set_actions (bgw_pages_get_list (self->pages), actions);
  bgw_details_furnish (bgw_pane_get_details (self->pane), actions, self->poll, self->undo);
  g_signal_connect_object (actions, "details", G_CALLBACK (bgw_pane_open), self->pane,
                           G_CONNECT_SWAPPED);
  bgw_header_set_actions (self->header, actions);
  on_visibility_changed (self);
}

static void
new_manager_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  self->manager = bg_manager_new_finish (result, &error);
  if (self->manager == NULL)
    {
      g_debug ("No bus: %s", error->message);
      self->failed = TRUE;
      update_page (self);
      return;
    }

  furnish (self);
  bgw_adder_set_manager (self->adder, self->manager, self->undo);
}

/* Again, if it could not be reached. */
void
bgw_window_connect (BgwWindow *self)
{
  bg_manager_new_async (NULL, new_manager_cb, g_object_ref (self));
}

static void
on_added (BgwWindow *self, GPtrArray *jobs)
{
  bgw_news_show_added (self->news, jobs);
  bgw_poll_look (self->poll);
}

/**
 * bgw_window_show_add_dialog:
 * @self: the window
 *
 * Opens it as soon as there is a service to add anything to.
 */
void
bgw_window_show_add_dialog (BgwWindow *self)
{
  bgw_adder_open_dialog (self->adder);
}

/**
 * bgw_window_take:
 * @self: the window
 * @offer: (transfer full): what another program wants to be added
 */
void
bgw_window_take (BgwWindow *self, BgwOffer *offer)
{
  bgw_adder_take (self->adder, offer, FALSE, NULL);
}

static void
on_dropped (BgwWindow *self, BgwOffer *offer, gboolean ask)
{
  bgw_adder_take (self->adder, offer, ask, _ ("No address found in what you dropped"));
}

static void
on_middle_clicked (BgwWindow *self)
{
  bgw_adder_paste_primary (self->adder);
}

static void
on_view_changed (BgwWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->views);

  for (guint i = 0; i < BGW_N_VIEWS; i++)
    {
      if (g_strcmp0 (bgw_window_views[i], name) == 0)
        self->view = (BgwView) i;
    }

  if (self->model == NULL)
    return;

  bgw_job_model_set_view (self->model, self->view);
  bgw_job_list_scroll_to_top (bgw_pages_get_list (self->pages));
  update_page (self);
}

static void
on_narrow_changed (BgwWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

static void
save_geometry (BgwWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_enum (self->settings, "view", (int) self->view);
}

static gboolean
on_close_request (BgwWindow *self)
{
  save_geometry (self);
  if (self->undo != NULL)
    bgw_undo_carry_out_all (self->undo);

  return GDK_EVENT_PROPAGATE;
}

static void
bgw_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BgwWindow *self = BGW_WINDOW (object);

  switch ((BgwWindowProperty) prop_id)
    {
    case PROP_POLL:
      g_value_set_object (value, self->poll);
      break;
    case PROP_UNDO:
      g_value_set_object (value, self->undo);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, bgw_header_is_narrow (self->header));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
bgw_window_dispose (GObject *object)
{
  BgwWindow *self = BGW_WINDOW (object);

  g_clear_object (&self->poll);
  g_clear_object (&self->totals);
  g_clear_object (&self->undo);
  g_clear_object (&self->model);
  g_clear_object (&self->manager);
  g_clear_object (&self->settings);
  g_clear_object (&self->adder);
  g_clear_object (&self->news);
  g_clear_pointer (&self->wanted_job, g_free);

  G_OBJECT_CLASS (bgw_window_parent_class)->dispose (object);
}

static void
bgw_window_class_init (BgwWindowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bgw_window_get_property;
  object_class->dispose = bgw_window_dispose;

  properties[PROP_POLL] = g_param_spec_object ("poll", NULL, NULL, BGW_TYPE_POLL, flags);
  properties[PROP_UNDO] = g_param_spec_object ("undo", NULL, NULL, BGW_TYPE_UNDO, flags);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BGW_TYPE_DROP_AREA);
  g_type_ensure (BGW_TYPE_HEADER);
  g_type_ensure (BGW_TYPE_PAGES);
  g_type_ensure (BGW_TYPE_PANE);
  g_type_ensure (BGW_TYPE_SEARCH_BAR);
  g_type_ensure (BGW_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BgwWindow, header);
  gtk_widget_class_bind_template_child (widget_class, BgwWindow, views);
  gtk_widget_class_bind_template_child (widget_class, BgwWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, BgwWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, BgwWindow, search_bar);
  gtk_widget_class_bind_template_child (widget_class, BgwWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, BgwWindow, drop_area);
  gtk_widget_class_bind_template_child (widget_class, BgwWindow, status_line);
  gtk_widget_class_bind_template_child (widget_class, BgwWindow, pane);
  gtk_widget_class_bind_template_callback (widget_class, on_close_request);
  gtk_widget_class_bind_template_callback (widget_class, on_visibility_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_realize);
  gtk_widget_class_bind_template_callback (widget_class, on_view_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_dropped);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_open_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_middle_clicked);
  bgw_window_install_actions (widget_class);
}

static void
bgw_window_init (BgwWindow *self)
{
  self->settings = g_settings_new (SETTINGS_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  bgw_header_join (self->header, self->views, self->pane, self->search_bar);
  self->news = bgw_news_new (self->toasts);
  self->adder = bgw_adder_new (GTK_WINDOW (self));
  g_signal_connect_object (self->adder, "added", G_CALLBACK (on_added), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adder, "known", G_CALLBACK (bgw_news_show_known), self->news,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adder, "refused", G_CALLBACK (bgw_window_show_text), self,
                           G_CONNECT_SWAPPED);

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_settings_bind (self->settings, "details", self->pane, "wanted", G_SETTINGS_BIND_DEFAULT);
  self->view = (BgwView) g_settings_get_enum (self->settings, "view");
  adw_view_stack_set_visible_child_name (self->views, bgw_window_views[self->view]);

  bgw_window_add_order_actions (self);
  bgw_search_bar_take_keys_of (self->search_bar, GTK_WIDGET (bgw_pages_get_list (self->pages)));
  g_signal_connect_object (bgw_pages_get_list (self->pages), "notify::held",
                           G_CALLBACK (on_held_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->header, "notify::menu-open", G_CALLBACK (on_held_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->header, "notify::narrow", G_CALLBACK (on_narrow_changed), self,
                           G_CONNECT_SWAPPED);
  bgw_drop_area_watch (self->drop_area, gtk_widget_get_parent (GTK_WIDGET (self->drop_area)));
  bgw_window_connect (self);
}

BgwWindow *
bgw_window_new (AdwApplication *application)
{
  return g_object_new (BGW_TYPE_WINDOW, "application", application, NULL);
}
