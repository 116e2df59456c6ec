/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the name of a job. */
#include "config.h"

#include "bgw-name-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What the service takes, in characters. */
#define MAXIMUM 256

typedef struct
{
  AdwMessageDialog *dialog;
  GtkEditable *entry;
  BgwNameDialogFunc done;
  gpointer user_data; /* (owned) */
  GDestroyNotify destroy;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  asking->destroy (asking->user_data);
  g_free (asking);
}

static char *
get_name (Asking *asking)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (asking->entry)));
}

static void
on_changed (Asking *asking)
{
  g_autofree char *name = get_name (asking);

  adw_message_dialog_set_response_enabled (asking->dialog, "rename",
                                           *name != '\0' && g_utf8_strlen (name, -1) <= MAXIMUM);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Asking *asking)
{
  g_autofree char *name = get_name (asking);

  if (g_str_equal (response, "rename"))
    asking->done (name, asking->user_data);
}

/**
 * bgw_name_dialog_show:
 * @window: above which it stands
 * @name: what the job is called now
 * @done: is told the new name; not, if the person thinks better of it
 * @user_data: (transfer full): for @done
 * @destroy: for @user_data
 */
void
bgw_name_dialog_show (GtkWindow *window,
                      const char *name,
                      BgwNameDialogFunc done,
                      gpointer user_data,
                      GDestroyNotify destroy)
{
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Rename Job"), NULL);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_entry_row_new ();
  Asking *asking = g_new0 (Asking, 1);

  asking->dialog = ADW_MESSAGE_DIALOG (dialog);
  asking->entry = GTK_EDITABLE (row);
  asking->done = done;
  asking->user_data = user_data;
  asking->destroy = destroy;
  g_object_set_data_full (G_OBJECT (dialog), "asking", asking, asking_free);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Name"));
  gtk_editable_set_text (asking->entry, name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_message_dialog_set_extra_child (asking->dialog, group);
  adw_message_dialog_add_responses (asking->dialog, "back", C_ ("a dialog", "Cancel"), "rename",
                                    _ ("Rename"), NULL);
  adw_message_dialog_set_response_appearance (asking->dialog, "rename", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (asking->dialog, "rename");
  adw_message_dialog_set_close_response (asking->dialog, "back");

  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), asking);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), asking);
  on_changed (asking);
  gtk_window_set_title (GTK_WINDOW (dialog), adw_message_dialog_get_heading (asking->dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (row);
}
