/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window with the preferences: of the window and of the service. All count at once. */
#include "config.h"

#include "bgw-preferences.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bgw-hours-row.h"
#include "bgw-limit-row.h"
#include "bgw-saving.h"
#include "bgw-words.h"

#define SERVICE_SCHEMA SETTINGS_ID ".service"

struct _BgwPreferences
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings; /* (owned) of the window */
  GSettings *service;  /* (owned) */

  AdwActionRow *folder_row;
  GtkSwitch *complete;
  GtkSwitch *ask;
  GtkSwitch *sort;
  GtkSwitch *origin;
  GtkSpinButton *jobs;
  GtkSpinButton *connections;
  AdwComboRow *keep;
  GtkSwitch *notify_finished;
  GtkSwitch *notify_failed;
  GtkSwitch *notify_hidden;
  AdwComboRow *style;
  BgwLimitRow *download_limit;
  BgwLimitRow *upload_limit;
  BgwHoursRow *limit_hours;
  GtkSpinButton *host;
  GtkSwitch *polite;
  AdwComboRow *metered;
  AdwComboRow *power;
  AdwComboRow *battery;
  BgwHoursRow *hours;
  GtkSpinButton *retry;
  AdwComboRow *give_up;
  GtkSpinButton *timeout;
  GtkSwitch *system_proxy;
  AdwEntryRow *user_agent;
};

G_DEFINE_FINAL_TYPE (BgwPreferences, bgw_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows; the first is the default of the schema where people have chosen
 * nothing. */
static const char *const keeps[] = { "never", "day", "week", NULL };
static const char *const leaves[] = { "nobody", "foreground", "all", NULL };
static const char *const styles[] = { "system", "light", "dark", NULL };

/* Seconds, in the order of the rows. */
static const guint give_ups[] = { 0, 3600, 86400, 604800, 1209600, 2592000 };

static gboolean
get_choice (GValue *value, GVariant *variant, gpointer choices)
{
  const char *nick = g_variant_get_string (variant, NULL);

  for (guint i = 0; ((const char *const *) choices)[i] != NULL; i++)
    if (g_str_equal (((const char *const *) choices)[i], nick))
      g_value_set_uint (value, i);

  return TRUE;
}

static GVariant *
set_choice (const GValue *value, const GVariantType *type, gpointer choices)
{
  guint index = g_value_get_uint (value);

  if (index >= g_strv_length ((char **) choices))
    return NULL;

  return g_variant_new_string (((const char *const *) choices)[index]);
}

/* A value that is none of the rows, set by another program, is shown as the next longer one, and
 * stays until a person chooses. */
static gboolean
get_give_up (GValue *value, GVariant *variant, gpointer user_data)
{
  guint seconds = g_variant_get_uint32 (variant);
  guint index = 0;

  while (index < G_N_ELEMENTS (give_ups) - 1 && give_ups[index] < seconds)
    index++;
  g_value_set_uint (value, index);

  return TRUE;
}

static GVariant *
set_give_up (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint index = g_value_get_uint (value);

  return index < G_N_ELEMENTS (give_ups) ? g_variant_new_uint32 (give_ups[index]) : NULL;
}

/* What can stand in a header of a request. */
static gboolean
is_user_agent (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (text[i]))
      return FALSE;

  return length <= 256;
}

static gboolean
get_user_agent (GValue *value, GVariant *variant, gpointer user_data)
{
  g_value_set_string (value, g_variant_get_string (variant, NULL));
  return TRUE;
}

/* NULL: what was there stays. */
static GVariant *
set_user_agent (const GValue *value, const GVariantType *type, gpointer user_data)
{
  const char *text = g_value_get_string (value);

  return is_user_agent (text) ? g_variant_new_string (text) : NULL;
}

static void
on_user_agent_changed (BgwPreferences *self)
{
  if (is_user_agent (gtk_editable_get_text (GTK_EDITABLE (self->user_agent))))
    gtk_widget_remove_css_class (GTK_WIDGET (self->user_agent), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->user_agent), "error");
}

/* Below one is a word: as many as help. */
static gboolean
on_connections_output (GtkSpinButton *button, gpointer user_data)
{
  if (gtk_spin_button_get_value_as_int (button) > 0)
    return FALSE;

  gtk_editable_set_text (GTK_EDITABLE (button), C_ ("connections", "Automatic"));
  return TRUE;
}

static void
show_folder (BgwPreferences *self)
{
  g_autofree char *directory = bgw_saving_get_directory ();
  g_autofree char *folder = bgw_words_folder (directory);

  adw_action_row_set_subtitle (self->folder_row, folder);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->folder_row), directory);
}

static void
on_folder_response (GtkNativeDialog *chooser, int response, BgwPreferences *self)
{
  g_autoptr (GtkNativeDialog) finished = chooser;
  g_autoptr (GFile) folder = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (finished));
  if (folder != NULL && g_file_peek_path (folder) != NULL &&
      g_utf8_validate (g_file_peek_path (folder), -1, NULL))
    g_settings_set_string (self->settings, "download-folder", g_file_peek_path (folder));
}

static void
on_folder_activated (BgwPreferences *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Download Folder"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Select"), NULL);
  g_autofree char *directory = bgw_saving_get_directory ();
  g_autoptr (GFile) folder = g_file_new_for_path (directory);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_folder_response), self,
                           G_CONNECT_DEFAULT);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Hours of a limit are nothing without one. */
static void
on_limits_changed (BgwPreferences *self)
{
  gboolean is_limited = g_settings_get_uint64 (self->service, "download-limit") > 0 ||
                        g_settings_get_uint64 (self->service, "upload-limit") > 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self->limit_hours), is_limited);
}

/* The rows that show a value as it is. */
static void
bind_values (BgwPreferences *self)
{
  const struct
  {
    GSettings *settings;
    const char *key;
    gpointer widget;
    const char *property;
  } rows[] = {
    { self->settings, "complete-automatically", self->complete, "active" },
    { self->settings, "ask-before-adding", self->ask, "active" },
    { self->settings, "sort-by-type", self->sort, "active" },
    { self->service, "save-origin", self->origin, "active" },
    { self->service, "jobs-at-once", self->jobs, "value" },
    { self->service, "connections", self->connections, "value" },
    { self->service, "notify-finished", self->notify_finished, "active" },
    { self->service, "notify-failed", self->notify_failed, "active" },
    { self->settings, "notify-only-hidden", self->notify_hidden, "active" },
    { self->service, "connections-per-host", self->host, "value" },
    { self->service, "retry-delay", self->retry, "value" },
    { self->service, "polite", self->polite, "active" },
    { self->service, "timeout", self->timeout, "value" },
    { self->service, "system-proxy", self->system_proxy, "active" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_settings_bind (rows[i].settings, rows[i].key, rows[i].widget, rows[i].property,
                     G_SETTINGS_BIND_DEFAULT);
}

static void
bind_choices (BgwPreferences *self)
{
  g_settings_bind_with_mapping (self->service, "remove-finished", self->keep, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_choice, set_choice, (gpointer) keeps,
                                NULL);
  g_settings_bind_with_mapping (self->service, "metered-downloads", self->metered, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_choice, set_choice, (gpointer) leaves,
                                NULL);
  g_settings_bind_with_mapping (self->service, "power-saver-downloads", self->power, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_choice, set_choice, (gpointer) leaves,
                                NULL);
  g_settings_bind_with_mapping (self->service, "battery-downloads", self->battery, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_choice, set_choice, (gpointer) leaves,
                                NULL);
  g_settings_bind_with_mapping (self->settings, "style", self->style, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_choice, set_choice, (gpointer) styles,
                                NULL);
  g_settings_bind_with_mapping (self->service, "give-up-after", self->give_up, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_give_up, set_give_up, NULL, NULL);
  g_settings_bind_with_mapping (self->service, "user-agent", self->user_agent, "text",
                                G_SETTINGS_BIND_DEFAULT, get_user_agent, set_user_agent, NULL,
                                NULL);
}

static void
bgw_preferences_dispose (GObject *object)
{
  BgwPreferences *self = BGW_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bgw_preferences_parent_class)->dispose (object);
}

static void
bgw_preferences_class_init (BgwPreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bgw_preferences_dispose;

  g_type_ensure (BGW_TYPE_HOURS_ROW);
  g_type_ensure (BGW_TYPE_LIMIT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ferrydm/Ferry/bgw-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, folder_row);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, complete);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, ask);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, sort);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, origin);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, jobs);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, connections);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, keep);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, metered);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, polite);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, power);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, battery);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, hours);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, notify_finished);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, notify_failed);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, notify_hidden);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, style);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, download_limit);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, upload_limit);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, limit_hours);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, host);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, retry);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, give_up);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, timeout);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, system_proxy);
  gtk_widget_class_bind_template_child (widget_class, BgwPreferences, user_agent);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_connections_output);
  gtk_widget_class_bind_template_callback (widget_class, on_user_agent_changed);
}

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* libadwaita 1.2 leaves the button of its search, and the switch of a row that opens, without a
 * name. */
static void
name_widgets (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW);

  if (GTK_IS_TOGGLE_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "edit-find-symbolic") == 0)
    set_name (widget, _ ("Search"));
  else if (GTK_IS_SWITCH (widget) && row != NULL)
    set_name (widget, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_widgets (child);
}

static void
bgw_preferences_init (BgwPreferences *self)
{
  self->settings = g_settings_new (SETTINGS_ID);
  self->service = g_settings_new (SERVICE_SCHEMA);
  gtk_widget_init_template (GTK_WIDGET (self));

  bind_values (self);
  bind_choices (self);
  bgw_limit_row_bind (self->download_limit, self->service, "download-limit", self->settings,
                      "limit-speed");
  bgw_limit_row_bind (self->upload_limit, self->service, "upload-limit", self->settings,
                      "upload-limit-speed");
  bgw_hours_row_bind (self->hours, self->service, "hours", self->settings, "own-hours");
  bgw_hours_row_bind (self->limit_hours, self->service, "limit-hours", self->settings,
                      "own-limit-hours");
  name_widgets (GTK_WIDGET (self));
  show_folder (self);
  on_limits_changed (self);
  g_signal_connect_object (self->settings, "changed::download-folder", G_CALLBACK (show_folder),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->service, "changed::download-limit", G_CALLBACK (on_limits_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->service, "changed::upload-limit", G_CALLBACK (on_limits_changed),
                           self, G_CONNECT_SWAPPED);
}

/**
 * bgw_preferences_new:
 * @parent: the window that it belongs to
 */
BgwPreferences *
bgw_preferences_new (GtkWindow *parent)
{
  return g_object_new (BGW_TYPE_PREFERENCES, "transient-for", parent, NULL);
}
