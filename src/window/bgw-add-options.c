/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row More Options of the dialog Add Download. */
#include "config.h"

#include "bgw-add-options.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bgw-addresses.h"
#include "bgw-checksum.h"
#include "bgw-password-row.h"
#include "bgw-words.h"

/* The service takes no limit that is lower, in bytes per second. */
#define LOWEST_SPEED_LIMIT 1024

struct _BgwAddOptions
{
  AdwExpanderRow parent_instance;

  char **headers;     /* (owned) (nullable) lines of a command; may be secret */
  char *headers_host; /* (owned) (nullable) who may get them */
  gboolean single;    /* a checksum is that of one file */

  GtkWidget *checksum_row;
  GtkWidget *user_row;
  GtkWidget *password_row;
  GtkSpinButton *speed_limit;
  GtkSpinButton *connections;
  GtkWidget *referrer_row;
  AdwActionRow *headers_row;
};

typedef enum
{
  SIGNAL_CHANGED,
} BgwAddOptionsSignal;

static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (BgwAddOptions, bgw_add_options, ADW_TYPE_EXPANDER_ROW)

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_error (GtkWidget *row, gboolean bad)
{
  if (bad)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

static gboolean
is_checksum_bad (BgwAddOptions *self)
{
  g_autofree char *checksum = bgw_checksum_parse (text_of (self->checksum_row));

  return self->single && *text_of (self->checksum_row) != '\0' && checksum == NULL;
}

/* A password alone signs nobody in. */
static gboolean
is_user_bad (BgwAddOptions *self)
{
  return *text_of (self->password_row) != '\0' && *text_of (self->user_row) == '\0';
}

static gboolean
is_referrer_bad (BgwAddOptions *self)
{
  const char *text = text_of (self->referrer_row);

  return *text != '\0' && bgw_address_check (text, NULL) != BGW_ADDRESS_GOOD;
}

static void
on_changed (BgwAddOptions *self)
{
  set_error (self->checksum_row, is_checksum_bad (self));
  set_error (self->user_row, is_user_bad (self));
  set_error (self->referrer_row, is_referrer_bad (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Any text with a number in it; without one it is none. */
static int
on_number_input (GtkSpinButton *button, double *value, gpointer user_data)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (button));

  *value = g_ascii_strtod (text + strcspn (text, "0123456789"), NULL);
  return TRUE;
}

static void
show_number (GtkSpinButton *button, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (button)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}

static gboolean
on_speed_limit_output (GtkSpinButton *button, gpointer user_data)
{
  int value = gtk_spin_button_get_value_as_int (button);
  g_autofree char *text = g_strdup_printf (_ ("%d kB/s"), value);

  show_number (button, value > 0 ? text : C_ ("speed limit", "None"));
  return TRUE;
}

static gboolean
on_connections_output (GtkSpinButton *button, gpointer user_data)
{
  int value = gtk_spin_button_get_value_as_int (button);
  g_autofree char *text = g_strdup_printf ("%d", value);

  show_number (button, value > 0 ? text : C_ ("connections", "Automatic"));
  return TRUE;
}

/* Their names; what they say may be a secret. */
static void
show_headers (BgwAddOptions *self)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; self->headers != NULL && self->headers[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (self->headers[i], strcspn (self->headers[i], ":"));
      g_autofree char *shown = bgw_words_name (name);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", shown);
    }

  adw_action_row_set_subtitle (self->headers_row, names->str);
  gtk_widget_set_visible (GTK_WIDGET (self->headers_row), names->len > 0);
}

static void
on_remove_headers (BgwAddOptions *self)
{
  g_clear_pointer (&self->headers, g_strfreev);
  gtk_widget_grab_focus (self->referrer_row);
  show_headers (self);
}

static void
bgw_add_options_finalize (GObject *object)
{
  BgwAddOptions *self = BGW_ADD_OPTIONS (object);

  g_strfreev (self->headers);
  g_free (self->headers_host);

  G_OBJECT_CLASS (bgw_add_options_parent_class)->finalize (object);
}

static void
bgw_add_options_class_init (BgwAddOptionsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bgw_add_options_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BGW_TYPE_ADD_OPTIONS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-add-options.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwAddOptions, checksum_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddOptions, user_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddOptions, password_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddOptions, speed_limit);
  gtk_widget_class_bind_template_child (widget_class, BgwAddOptions, connections);
  gtk_widget_class_bind_template_child (widget_class, BgwAddOptions, referrer_row);
  gtk_widget_class_bind_template_child (widget_class, BgwAddOptions, headers_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_number_input);
  gtk_widget_class_bind_template_callback (widget_class, on_speed_limit_output);
  gtk_widget_class_bind_template_callback (widget_class, on_connections_output);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_headers);
}

static void
bgw_add_options_init (BgwAddOptions *self)
{
  self->single = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  bgw_password_row_guard (ADW_PASSWORD_ENTRY_ROW (self->password_row));
  gtk_spin_button_update (self->speed_limit);
  gtk_spin_button_update (self->connections);
}

/**
 * bgw_add_options_set_command:
 * @self: the row
 * @command: a good command
 *
 * Takes what it says of sign-in, referrer and headers. The latter go to its own host alone.
 */
void
bgw_add_options_set_command (BgwAddOptions *self, const BgwCommand *command)
{
  gtk_editable_set_text (GTK_EDITABLE (self->user_row), command->user ? command->user : "");
  gtk_editable_set_text (GTK_EDITABLE (self->password_row),
                         command->password ? command->password : "");
  gtk_editable_set_text (GTK_EDITABLE (self->referrer_row),
                         command->referrer ? command->referrer : "");

  g_strfreev (self->headers);
  g_free (self->headers_host);
  self->headers = g_strdupv (command->headers);
  self->headers_host = bgw_address_get_host (command->addresses[0]);
  show_headers (self);
}

/**
 * bgw_add_options_set_single:
 * @self: the row
 * @single: whether one file is to be added: a checksum is that of one file
 */
void
bgw_add_options_set_single (BgwAddOptions *self, gboolean single)
{
  self->single = single;
  gtk_widget_set_visible (self->checksum_row, single);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), single
                                                              ? _ ("Checksum, sign-in, speed limit")
                                                              : _ ("Sign-in, speed limit"));
}

gboolean
bgw_add_options_is_good (BgwAddOptions *self)
{
  return !is_checksum_bad (self) && !is_user_bad (self) && !is_referrer_bad (self);
}

/**
 * bgw_add_options_get_checksum:
 * @self: the row
 *
 * Returns: (nullable): the checksum as the service wants it, of one file
 */
char *
bgw_add_options_get_checksum (BgwAddOptions *self)
{
  return self->single ? bgw_checksum_parse (text_of (self->checksum_row)) : NULL;
}

/**
 * bgw_add_options_complete_address:
 * @self: the row
 * @address: a good address
 *
 * Returns: @address with the user name and password that were typed, which the service keeps as a
 *   secret
 */
char *
bgw_add_options_complete_address (BgwAddOptions *self, const char *address)
{
  if (*text_of (self->user_row) == '\0')
    return g_strdup (address);

  return bgw_address_with_user (address, text_of (self->user_row), text_of (self->password_row));
}

static gboolean
is_for_command (BgwAddOptions *self, BgwNewJob *job)
{
  for (guint i = 0; i < bgw_new_job_get_n_files (job); i++)
    {
      g_autofree char *host = bgw_address_get_host (bgw_new_job_get_address (job, i));

      if (g_strcmp0 (host, self->headers_host) != 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * bgw_add_options_apply:
 * @self: the row
 * @job: a plan with all its files
 */
void
bgw_add_options_apply (BgwAddOptions *self, BgwNewJob *job)
{
  g_autoptr (GStrvBuilder) headers = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;
  guint64 limit = (guint64) gtk_spin_button_get_value_as_int (self->speed_limit) * 1000;

  if (self->headers != NULL && is_for_command (self, job))
    g_strv_builder_addv (headers, (const char **) self->headers);
  if (*text_of (self->referrer_row) != '\0')
    {
      g_autofree char *address = NULL;
      g_autofree char *line = NULL;

      bgw_address_check (text_of (self->referrer_row), &address);
      line = g_strconcat ("Referer: ", address, NULL);
      g_strv_builder_add (headers, line);
    }
  lines = g_strv_builder_end (headers);

  bgw_new_job_set_headers (job, (const char *const *) lines);
  bgw_new_job_set_speed_limit (job, limit > 0 ? MAX (limit, LOWEST_SPEED_LIMIT) : 0);
  bgw_new_job_set_connections (job, (guint) gtk_spin_button_get_value_as_int (self->connections));
}
