/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for another address of a file of a job. */
#include "config.h"

#include "bgw-address-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bgw-addresses.h"
#include "bgw-words.h"

typedef struct
{
  AdwMessageDialog *dialog;
  AdwComboRow *chooser; /* (nullable) where there are several files */
  GtkEditable *entry;
  GtkLabel *trouble;
  GPtrArray *files; /* (owned) of BgFile (owned): those that can have another address */
  BgwAddressDialogFunc done;
  gpointer user_data; /* (owned) */
  GDestroyNotify destroy;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  asking->destroy (asking->user_data);
  g_ptr_array_unref (asking->files);
  g_free (asking);
}

static BgFile *
get_file (Asking *asking)
{
  guint selected = asking->chooser != NULL ? adw_combo_row_get_selected (asking->chooser) : 0;

  return selected < asking->files->len ? asking->files->pdata[selected] : NULL;
}

static char *
get_url (Asking *asking)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (asking->entry)));
}

/* An empty one is no news, and the old one no change. */
static void
on_changed (Asking *asking)
{
  BgFile *file = get_file (asking);
  g_autofree char *url = get_url (asking);
  gboolean is_good = bgw_address_check (url, NULL) == BGW_ADDRESS_GOOD;
  gboolean is_bad = *url != '\0' && !is_good;
  gboolean is_new = file != NULL && is_good && !g_str_equal (url, bg_file_get_url (file));

  adw_message_dialog_set_response_enabled (asking->dialog, "change", is_new);
  gtk_label_set_label (asking->trouble,
                       is_bad ? _ ("Not an address that Ferry can download from") : "");
  gtk_accessible_update_state (GTK_ACCESSIBLE (asking->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               is_bad ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (is_bad)
    gtk_widget_add_css_class (GTK_WIDGET (asking->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (asking->entry), "error");
}

static void
show_address (Asking *asking)
{
  BgFile *file = get_file (asking);

  gtk_editable_set_text (asking->entry, file != NULL ? bg_file_get_url (file) : "");
  on_changed (asking);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Asking *asking)
{
  BgFile *file = get_file (asking);
  g_autofree char *text = get_url (asking);
  g_autofree char *url = NULL;

  if (g_str_equal (response, "change") && file != NULL &&
      bgw_address_check (text, &url) == BGW_ADDRESS_GOOD)
    asking->done (bg_file_get_index (file), url, asking->user_data);
}

static gboolean
is_whole (BgFile *file)
{
  return bg_file_get_completed (file) ||
         (bg_file_get_bytes_total (file) != BG_SIZE_UNKNOWN &&
          bg_file_get_bytes_transferred (file) >= bg_file_get_bytes_total (file) &&
          bg_file_get_error (file) == NULL);
}

static GPtrArray *
find_files (BgJob *job)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job)); i++)
    {
      g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (job), i);

      if (!bg_file_get_replaced (file) && !is_whole (file))
        g_ptr_array_add (files, g_steal_pointer (&file));
    }

  return files;
}

static GtkWidget *
create_chooser (Asking *asking)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < asking->files->len; i++)
    {
      g_autofree char *base = g_path_get_basename (bg_file_get_path (asking->files->pdata[i]));
      g_autofree char *shown = g_filename_display_name (base);
      g_autofree char *name = bgw_words_name (shown);

      gtk_string_list_append (names, name);
    }

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), C_ ("one of several", "File"));
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (show_address), asking);

  return row;
}

static GtkWidget *
create_form (Asking *asking)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *trouble = gtk_label_new ("");

  asking->entry = GTK_EDITABLE (row);
  asking->trouble = GTK_LABEL (trouble);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Address"));
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_URL);
  if (asking->files->len > 1)
    {
      asking->chooser = ADW_COMBO_ROW (create_chooser (asking));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (asking->chooser));
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  trouble, NULL, -1);
  gtk_label_set_xalign (asking->trouble, 0);
  gtk_label_set_wrap (asking->trouble, TRUE);
  gtk_widget_add_css_class (trouble, "error");
  gtk_widget_add_css_class (trouble, "caption");
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), trouble);

  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), asking);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);

  return box;
}

/**
 * bgw_address_dialog_show:
 * @window: above which it stands
 * @job: a job whose files are known
 * @done: is told the index of a file and its new address; not, if the person thinks better of it
 * @user_data: (transfer full): for @done
 * @destroy: for @user_data
 */
void
bgw_address_dialog_show (GtkWindow *window,
                         BgJob *job,
                         BgwAddressDialogFunc done,
                         gpointer user_data,
                         GDestroyNotify destroy)
{
  GtkWidget *dialog = adw_message_dialog_new (
      window, _ ("Change Address"),
      _ ("What was received is kept, and goes on if the file at the new address is the same."));
  Asking *asking = g_new0 (Asking, 1);

  asking->dialog = ADW_MESSAGE_DIALOG (dialog);
  asking->files = find_files (job);
  asking->done = done;
  asking->user_data = user_data;
  asking->destroy = destroy;
  g_object_set_data_full (G_OBJECT (dialog), "asking", asking, asking_free);

  adw_message_dialog_set_extra_child (asking->dialog, create_form (asking));
  adw_message_dialog_add_responses (asking->dialog, "back", C_ ("a dialog", "Cancel"), "change",
                                    _ ("Change"), NULL);
  adw_message_dialog_set_response_appearance (asking->dialog, "change", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (asking->dialog, "change");
  adw_message_dialog_set_close_response (asking->dialog, "back");
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), asking);

  show_address (asking);
  gtk_window_set_title (GTK_WINDOW (dialog), adw_message_dialog_get_heading (asking->dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (asking->entry));
}
