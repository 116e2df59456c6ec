/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row Save In of a dialog: a folder, and a chooser for another one. */
#include "config.h"

#include "bgw-folder-row.h"

#include <glib/gi18n.h>

#include "bgw-words.h"

struct _BgwFolderRow
{
  AdwActionRow parent_instance;

  char *directory; /* (owned) */
};

G_DEFINE_FINAL_TYPE (BgwFolderRow, bgw_folder_row, ADW_TYPE_ACTION_ROW)

static void
on_response (GtkNativeDialog *chooser, int response, BgwFolderRow *self)
{
  g_autoptr (GtkNativeDialog) finished = chooser;
  g_autoptr (GFile) folder = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (finished));
  if (folder != NULL && g_file_peek_path (folder) != NULL)
    bgw_folder_row_set_directory (self, g_file_peek_path (folder));
}

static void
on_activated (BgwFolderRow *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Save In"),
                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Select"), NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (self->directory);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_DEFAULT);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
bgw_folder_row_finalize (GObject *object)
{
  g_free (BGW_FOLDER_ROW (object)->directory);

  G_OBJECT_CLASS (bgw_folder_row_parent_class)->finalize (object);
}

static void
bgw_folder_row_class_init (BgwFolderRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bgw_folder_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-folder-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
bgw_folder_row_init (BgwFolderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bgw_folder_row_set_directory (self, g_get_home_dir ());
}

/**
 * bgw_folder_row_set_directory:
 * @self: the row
 * @directory: an absolute path
 */
void
bgw_folder_row_set_directory (BgwFolderRow *self, const char *directory)
{
  g_autofree char *folder = bgw_words_folder (directory);
  g_autofree char *shown = g_filename_display_name (directory);
  char *own = g_strdup (directory);

  g_free (self->directory);
  self->directory = own;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), folder);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), shown);
}

const char *
bgw_folder_row_get_directory (BgwFolderRow *self)
{
  return self->directory;
}
