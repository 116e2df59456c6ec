/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All files of a job, which may be thousands, in a list that can be searched. */
#include "config.h"

#include "bgw-files-window.h"

#include "bgw-file-row.h"

struct _BgwFilesWindow
{
  AdwWindow parent_instance;

  char *wanted;      /* (owned) (nullable) folded; what the names must hold */
  GtkFilter *filter; /* (owned) */

  GtkEditable *search;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (BgwFilesWindow, bgw_files_window, ADW_TYPE_WINDOW)

static gboolean
is_wanted (gpointer item, gpointer user_data)
{
  BgwFilesWindow *self = user_data;
  BgFile *file = item;
  const char *path = bg_file_get_path (file);
  g_autofree char *name =
      path != NULL ? g_filename_display_basename (path) : g_strdup (bg_file_get_url (file));
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return self->wanted == NULL || strstr (folded, self->wanted) != NULL;
}

static void
on_search_changed (BgwFilesWindow *self)
{
  const char *text = gtk_editable_get_text (self->search);

  g_clear_pointer (&self->wanted, g_free);
  if (*text != '\0')
    self->wanted = g_utf8_casefold (text, -1);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (BGW_TYPE_FILE_ROW, NULL));
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  bgw_file_row_set_file (BGW_FILE_ROW (gtk_list_item_get_child (item)),
                         gtk_list_item_get_item (item));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  bgw_file_row_set_file (BGW_FILE_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
bgw_files_window_dispose (GObject *object)
{
  BgwFilesWindow *self = BGW_FILES_WINDOW (object);

  g_clear_object (&self->filter);
  g_clear_pointer (&self->wanted, g_free);

  G_OBJECT_CLASS (bgw_files_window_parent_class)->dispose (object);
}

static void
bgw_files_window_class_init (BgwFilesWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_files_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-files-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwFilesWindow, search);
  gtk_widget_class_bind_template_child (widget_class, BgwFilesWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static void
bgw_files_window_init (BgwFilesWindow *self)
{
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL));

  gtk_widget_init_template (GTK_WIDGET (self));
}

BgwFilesWindow *
bgw_files_window_new (GtkWindow *parent, BgJob *job)
{
  BgwFilesWindow *self = g_object_new (BGW_TYPE_FILES_WINDOW, "transient-for", parent, NULL);
  GtkFilterListModel *filtered =
      gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (job)), g_object_ref (self->filter));
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (filtered));

  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));

  return self;
}
