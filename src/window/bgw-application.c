/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one window, opened by people, by addresses, and over the bus. */
#include "config.h"

#include "bgw-application.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bgw-addresses.h"
#include "bgw-contrast.h"
#include "bgw-errands.h"
#include "bgw-help.h"
#include "bgw-notifier.h"
#include "bgw-preferences.h"
#include "bgw-search-provider.h"
#include "bgw-window.h"
#include "bgw-words.h"

struct _BgwApplication
{
  AdwApplication parent_instance;

  BgwErrands *errands;                /* (owned) */
  BgwSearchProvider *search_provider; /* (owned) */
  BgwNotifier *notifier;              /* (owned) (nullable) only in the program that has the name */
  GSettings *settings;                /* (owned) (nullable) likewise */
};

/* Long enough for jobs that end one after another to be told of in one sentence. */
#define INACTIVITY_MILLISECONDS 12000

G_DEFINE_FINAL_TYPE (BgwApplication, bgw_application, ADW_TYPE_APPLICATION)

static BgwWindow *
get_window (BgwApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  /* A dialog may be the active one. */
  while (window != NULL && !BGW_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);

  return window != NULL ? BGW_WINDOW (window) : NULL;
}

static gboolean
on_close_request (BgwWindow *window, BgwApplication *self)
{
  bgw_notifier_tell_background (self->notifier, bgw_window_count_running (window));

  return GDK_EVENT_PROPAGATE;
}

/* Who has the window before them has seen what there was to tell. */
static void
on_active_changed (BgwWindow *window, GParamSpec *pspec, BgwApplication *self)
{
  if (gtk_window_is_active (GTK_WINDOW (window)))
    bgw_notifier_withdraw_all (self->notifier);
}

static BgwWindow *
ensure_window (BgwApplication *self)
{
  BgwWindow *window = get_window (self);

  if (window != NULL)
    return window;

  window = bgw_window_new (ADW_APPLICATION (self));
  g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_active_changed), self,
                           G_CONNECT_DEFAULT);

  return window;
}

static void
on_add (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwWindow *window = ensure_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  bgw_window_show_add_dialog (window);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (GTK_WINDOW (ensure_window (user_data)), "application-name", _ ("Ferry"),
                         "application-icon", APP_ID, "version", PACKAGE_VERSION, "developer-name",
                         _ ("The Ferry contributors"), "comments",
                         _ ("Download files in the background"), "website",
                         "https://github.com/ferrydm/ferry", "issue-url",
                         "https://github.com/ferrydm/ferry/issues", "license-type",
                         GTK_LICENSE_GPL_3_0,
                         /* Translators: Your name, one on each line, to be named as translator. */
                         "translator-credits", _ ("translator-credits"), NULL);
}

/* The window of this type that is open, so that a key that is pressed twice opens no second one. */
static GtkWindow *
find_open (BgwApplication *self, GType type)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;

  return NULL;
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwWindow *window = ensure_window (user_data);
  GtkWindow *preferences = find_open (user_data, BGW_TYPE_PREFERENCES);

  if (preferences == NULL)
    preferences = GTK_WINDOW (bgw_preferences_new (GTK_WINDOW (window)));
  gtk_window_present (GTK_WINDOW (window));
  gtk_window_present (preferences);
}

static void
on_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwWindow *window = ensure_window (user_data);
  GtkWindow *help = find_open (user_data, BGW_TYPE_HELP);

  if (help == NULL)
    help = GTK_WINDOW (bgw_help_new (GTK_WINDOW (window)));
  gtk_window_present (GTK_WINDOW (window));
  gtk_window_present (help);
}

/* There is one window for the one list: who asks for a new one gets that. */
static void
on_new_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (ensure_window (user_data)));
}

static void
on_show_job (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwWindow *window = ensure_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  bgw_window_show_job (window, g_variant_get_string (parameter, NULL));
}

/* More of what the desktop's search has found. */
static void
on_search (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwWindow *window = ensure_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  bgw_window_search (window, g_variant_get_string (parameter, NULL));
}

static void
on_errand_failed (BgwApplication *self, const char *text)
{
  BgwWindow *window = ensure_window (self);

  gtk_window_present (GTK_WINDOW (window));
  bgw_window_show_text (window, text);
}

/* The jobs go on. The window is closed as by hand, so that it can finish what it has begun; what
 * else keeps the program running does not count any more. */
static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwWindow *window = get_window (user_data);

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  g_application_quit (G_APPLICATION (user_data));
}

static gboolean
get_color_scheme (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *style = g_variant_get_string (variant, NULL);

  if (g_str_equal (style, "light"))
    g_value_set_enum (value, ADW_COLOR_SCHEME_FORCE_LIGHT);
  else if (g_str_equal (style, "dark"))
    g_value_set_enum (value, ADW_COLOR_SCHEME_FORCE_DARK);
  else
    g_value_set_enum (value, ADW_COLOR_SCHEME_DEFAULT);

  return TRUE;
}

static void
bgw_application_startup (GApplication *application)
{
  BgwApplication *self = BGW_APPLICATION (application);
  const GActionEntry entries[] = {
    { .name = "add", .activate = on_add },
    { .name = "about", .activate = on_about },
    { .name = "help", .activate = on_help },
    { .name = "new-window", .activate = on_new_window },
    { .name = "preferences", .activate = on_preferences },
    { .name = "quit", .activate = on_quit },
    { .name = "search", .activate = on_search, .parameter_type = "s" },
    { .name = "show-job", .activate = on_show_job, .parameter_type = "s" },
  };
  /* Those of text fields, such as Ctrl+V, are in the window's template: an accelerator would take
   * them away. */
  const struct
  {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "app.add", { "<Control>n" } },
    { "win.open-document", { "<Control>o" } },
    { "win.upload(false)", { "<Control>u" } },
    { "win.upload(true)", { "<Control><Shift>u" } },
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    { "win.update", { "F5", "<Control>r" } },
    { "win.view::all", { "<Alt>1" } },
    { "win.view::active", { "<Alt>2" } },
    { "win.view::finished", { "<Alt>3" } },
    { "win.view::failed", { "<Alt>4" } },
    { "app.help", { "F1" } },
    { "app.preferences", { "<Control>comma" } },
    { "win.toggle-details", { "F9" } },
    { "win.search", { "<Control>f" } },
  };

  G_APPLICATION_CLASS (bgw_application_parent_class)->startup (application);
  bgw_contrast_follow ();

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  self->settings = g_settings_new (SETTINGS_ID);
  g_settings_bind_with_mapping (self->settings, "style", adw_style_manager_get_default (),
                                "color-scheme", G_SETTINGS_BIND_GET, get_color_scheme, NULL, NULL,
                                NULL);
  self->notifier = bgw_notifier_new (application, self->errands);
  if (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE)
    g_application_set_inactivity_timeout (application, INACTIVITY_MILLISECONDS);

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                           (const char **) accels[i].keys);
}

static void
bgw_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (BGW_APPLICATION (application))));
}

static void
show_refused (BgwWindow *window, const char *address)
{
  g_autofree char *scheme = bgw_address_get_scheme (address);
  g_autofree char *quotable = bgw_words_quotable (address);
  g_autofree char *text = NULL;

  if (bgw_address_check (address, NULL) == BGW_ADDRESS_UNSUPPORTED)
    text = g_strdup_printf (_ ("Cannot download from “%s:” addresses"), scheme);
  else
    text = g_strdup_printf (_ ("“%s” is not an address"), quotable);

  bgw_window_show_text (window, text);
}

/* Addresses from the command line, or from another program. Of several that are refused the first
 * is named. */
static void
bgw_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  BgwWindow *window = ensure_window (BGW_APPLICATION (application));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) addresses = NULL;
  g_autofree char *refused = NULL;

  gtk_window_present (GTK_WINDOW (window));

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);
      g_autofree char *address = NULL;

      if (bgw_address_check (uri, &address) == BGW_ADDRESS_GOOD)
        g_strv_builder_add (builder, address);
      else if (bgw_offer_is_document (uri))
        bgw_window_take (window, bgw_offer_new_from_uri_list (uri, strlen (uri)));
      else if (refused == NULL)
        refused = g_steal_pointer (&uri);
    }

  if (refused != NULL)
    show_refused (window, refused);

  addresses = g_strv_builder_end (builder);
  if (*addresses != NULL)
    bgw_window_take (window, bgw_offer_new ((const char *const *) addresses));
}

/* Says what needs no window; -1 means: go on. */
static int
bgw_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("ferry %s\n", PACKAGE_VERSION);
      return 0;
    }

  if (!g_variant_dict_contains (options, "add"))
    return -1;

  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("ferry: %s\n", error->message);
      return 1;
    }

  g_action_group_activate_action (G_ACTION_GROUP (application), "add", NULL);
  return g_application_get_is_remote (application) ? 0 : -1;
}

static gboolean
bgw_application_dbus_register (GApplication *application,
                               GDBusConnection *connection,
                               const char *object_path,
                               GError **error)
{
  return G_APPLICATION_CLASS (bgw_application_parent_class)
             ->dbus_register (application, connection, object_path, error) &&
         bgw_search_provider_export (BGW_APPLICATION (application)->search_provider, connection,
                                     object_path, error);
}

static void
bgw_application_dbus_unregister (GApplication *application,
                                 GDBusConnection *connection,
                                 const char *object_path)
{
  bgw_search_provider_unexport (BGW_APPLICATION (application)->search_provider);

  G_APPLICATION_CLASS (bgw_application_parent_class)
      ->dbus_unregister (application, connection, object_path);
}

static void
bgw_application_finalize (GObject *object)
{
  BgwApplication *self = BGW_APPLICATION (object);

  g_clear_object (&self->search_provider);
  g_clear_object (&self->notifier);
  g_clear_object (&self->errands);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (bgw_application_parent_class)->finalize (object);
}

static void
bgw_application_class_init (BgwApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bgw_application_finalize;
  application_class->dbus_register = bgw_application_dbus_register;
  application_class->dbus_unregister = bgw_application_dbus_unregister;

  application_class->startup = bgw_application_startup;
  application_class->activate = bgw_application_activate;
  application_class->open = bgw_application_open;
  application_class->handle_local_options = bgw_application_handle_local_options;
}

static void
bgw_application_init (BgwApplication *self)
{
  const GOptionEntry options[] = {
    { .long_name = "add", .arg = G_OPTION_ARG_NONE, .description = N_ ("Show the add window") },
    { .long_name = "version", .arg = G_OPTION_ARG_NONE, .description = N_ ("Show the version") },
    { NULL },
  };

  self->errands = bgw_errands_new (G_APPLICATION (self));
  g_signal_connect_object (self->errands, "failed", G_CALLBACK (on_errand_failed), self,
                           G_CONNECT_SWAPPED);
  self->search_provider = bgw_search_provider_new (G_APPLICATION (self), self->errands);

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[ADDRESS…]"));
}

BgwApplication *
bgw_application_new (void)
{
  return g_object_new (BGW_TYPE_APPLICATION, "application-id", APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/ferrydm/Ferry",
                       NULL);
}
