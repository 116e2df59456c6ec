/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions “win.…” of the window. */
#include "config.h"

#include "bgw-window.h"

#include "bgw-window-private.h"

static void
on_show_job (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BgwWindow *self = BGW_WINDOW (widget);
  BgJob *job = bg_manager_get_job (self->manager, g_variant_get_string (parameter, NULL));

  if (job == NULL || bgw_job_list_show_job (bgw_pages_get_list (self->pages), job))
    return;

  /* It is not in this view. */
  adw_view_stack_set_visible_child_name (self->views, bgw_window_views[BGW_VIEW_ALL]);
  bgw_job_list_show_job (bgw_pages_get_list (self->pages), job);
}

static void
on_paste (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  bgw_adder_paste (BGW_WINDOW (widget)->adder);
}

static void
on_upload (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  bgw_adder_open_upload (BGW_WINDOW (widget)->adder, g_variant_get_boolean (parameter));
}

static void
on_open_document (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  bgw_adder_choose_document (BGW_WINDOW (widget)->adder);
}

/* At once, whatever the timer does; after a failure that is “Try Again”. */
static void
on_update (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BgwWindow *self = BGW_WINDOW (widget);

  if (self->manager == NULL)
    {
      bgw_window_connect (self);
      return;
    }

  self->updating = TRUE;
  self->changes = bgw_totals_get_changes (self->totals);
  bgw_poll_look (self->poll);
}

static void
on_search (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BgwWindow *self = BGW_WINDOW (widget);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->search_bar)))
    return;

  bgw_search_bar_set_open (self->search_bar, TRUE);
  bgw_search_bar_focus (self->search_bar);
}

static void
on_clear_search (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BgwWindow *self = BGW_WINDOW (widget);

  bgw_search_bar_clear (self->search_bar);
  bgw_search_bar_focus (self->search_bar);
}

static void
on_toggle_details (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  bgw_pane_toggle (BGW_WINDOW (widget)->pane);
}

static void
on_details (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  bgw_pane_open (BGW_WINDOW (widget)->pane);
}

static void
on_leave_details (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  bgw_pane_leave (BGW_WINDOW (widget)->pane);
}

/* Escape: one step back. */
static void
on_leave (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BgwWindow *self = BGW_WINDOW (widget);

  if (bgw_search_bar_get_open (self->search_bar))
    bgw_search_bar_set_open (self->search_bar, FALSE);
  else if (bgw_pane_leave (self->pane))
    return;
  else if (self->model != NULL)
    gtk_selection_model_unselect_all (bgw_window_get_selection (self));
}

static void
on_clear_selection (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BgwWindow *self = BGW_WINDOW (widget);

  if (self->model != NULL)
    gtk_selection_model_unselect_all (bgw_window_get_selection (self));
}

static void
on_go_to_view (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  BgwWindow *self = BGW_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->views, g_variant_get_string (parameter, NULL));
}

/* “win.sort” and “win.reverse-order” are kept, and the list follows what is kept. */
void
bgw_window_add_order_actions (BgwWindow *self)
{
  const char *keys[] = { "sort", "reverse-order" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GAction) action = g_settings_create_action (self->settings, keys[i]);
      g_autofree char *signal = g_strconcat ("changed::", keys[i], NULL);

      g_action_map_add_action (G_ACTION_MAP (self), action);
      g_signal_connect_object (self->settings, signal, G_CALLBACK (bgw_window_set_order), self,
                               G_CONNECT_SWAPPED);
    }
}

void
bgw_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, on_paste);
  gtk_widget_class_install_action (widget_class, "win.open-document", NULL, on_open_document);
  gtk_widget_class_install_action (widget_class, "win.upload", "b", on_upload);
  gtk_widget_class_install_action (widget_class, "win.show-job", "s", on_show_job);
  gtk_widget_class_install_action (widget_class, "win.update", NULL, on_update);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, on_search);
  gtk_widget_class_install_action (widget_class, "win.clear-search", NULL, on_clear_search);
  gtk_widget_class_install_action (widget_class, "win.leave", NULL, on_leave);
  gtk_widget_class_install_action (widget_class, "win.details", NULL, on_details);
  gtk_widget_class_install_action (widget_class, "win.toggle-details", NULL, on_toggle_details);
  gtk_widget_class_install_action (widget_class, "win.leave-details", NULL, on_leave_details);
  gtk_widget_class_install_action (widget_class, "win.clear-selection", NULL, on_clear_selection);
  gtk_widget_class_install_action (widget_class, "win.view", "s", on_go_to_view);
}
