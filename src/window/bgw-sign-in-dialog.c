/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for a user name and a password. */
#include "config.h"

#include "bgw-sign-in-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "bgw-password-row.h"

/* What the service takes, in characters. */
#define MAXIMUM_USER 300

typedef struct
{
  AdwMessageDialog *dialog;
  GtkEditable *user;
  GtkEditable *password;
  BgwSignInDialogFunc done;
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

/* A colon is where HTTP sees the end of a name. */
static void
on_changed (Asking *asking)
{
  const char *user = gtk_editable_get_text (asking->user);
  gboolean is_good = strchr (user, ':') == NULL && g_utf8_strlen (user, -1) <= MAXIMUM_USER;

  adw_message_dialog_set_response_enabled (asking->dialog, "sign-in", is_good && *user != '\0');
  gtk_accessible_update_state (GTK_ACCESSIBLE (asking->user), GTK_ACCESSIBLE_STATE_INVALID,
                               is_good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (asking->user), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (asking->user), "error");
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Asking *asking)
{
  if (g_str_equal (response, "sign-in"))
    asking->done (gtk_editable_get_text (asking->user), gtk_editable_get_text (asking->password),
                  asking->user_data);
}

static GtkEditable *
add_row (AdwPreferencesGroup *group, GtkWidget *row, const char *title)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  adw_preferences_group_add (group, row);

  return GTK_EDITABLE (row);
}

/**
 * bgw_sign_in_dialog_show:
 * @window: above which it stands
 * @body: who asks
 * @done: is told the name and the password; not, if the person thinks better of it
 * @user_data: (transfer full): for @done
 * @destroy: for @user_data
 */
void
bgw_sign_in_dialog_show (GtkWindow *window,
                         const char *body,
                         BgwSignInDialogFunc done,
                         gpointer user_data,
                         GDestroyNotify destroy)
{
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Sign In"), body);
  GtkWidget *group = adw_preferences_group_new ();
  Asking *asking = g_new0 (Asking, 1);

  asking->dialog = ADW_MESSAGE_DIALOG (dialog);
  asking->user = add_row (ADW_PREFERENCES_GROUP (group), adw_entry_row_new (), _ ("User Name"));
  asking->password =
      add_row (ADW_PREFERENCES_GROUP (group), adw_password_entry_row_new (), _ ("Password"));
  bgw_password_row_guard (ADW_PASSWORD_ENTRY_ROW (asking->password));
  asking->done = done;
  asking->user_data = user_data;
  asking->destroy = destroy;
  g_object_set_data_full (G_OBJECT (dialog), "asking", asking, asking_free);

  adw_message_dialog_set_extra_child (asking->dialog, group);
  adw_message_dialog_add_responses (asking->dialog, "back", C_ ("a dialog", "Cancel"), "sign-in",
                                    _ ("Sign In"), NULL);
  adw_message_dialog_set_response_appearance (asking->dialog, "sign-in", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (asking->dialog, "sign-in");
  adw_message_dialog_set_close_response (asking->dialog, "back");

  g_signal_connect_swapped (asking->user, "changed", G_CALLBACK (on_changed), asking);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), asking);
  on_changed (asking);
  gtk_window_set_title (GTK_WINDOW (dialog), adw_message_dialog_get_heading (asking->dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (asking->user));
}
