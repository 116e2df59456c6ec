/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one window, opened by people, by addresses, and over the bus. */
#include "config.h"

#include "bgw-application.h"

#include <glib/gi18n.h>

#include "bgw-addresses.h"
#include "bgw-window.h"
#include "bgw-words.h"

struct _BgwApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (BgwApplication, bgw_application, ADW_TYPE_APPLICATION)

static BgwWindow *
ensure_window (BgwApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  /* A dialog may be the active one. */
  while (window != NULL && !BGW_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);

  return window != NULL ? BGW_WINDOW (window) : bgw_window_new (ADW_APPLICATION (self));
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

/* The jobs go on. */
static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwWindow *window = ensure_window (user_data);

  gtk_window_close (GTK_WINDOW (window));
}

static void
bgw_application_startup (GApplication *application)
{
  const GActionEntry entries[] = {
    { .name = "add", .activate = on_add },
    { .name = "about", .activate = on_about },
    { .name = "quit", .activate = on_quit },
  };
  /* Those of text fields, such as Ctrl+V, are in the window's template: an accelerator would take
   * them away. */
  const struct
  {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "app.add", { "<Control>n" } },      { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } }, { "win.update", { "F5", "<Control>r" } },
    { "win.toggle-details", { "F9" } },   { "win.view::all", { "<Alt>1" } },
    { "win.view::active", { "<Alt>2" } }, { "win.view::finished", { "<Alt>3" } },
    { "win.view::failed", { "<Alt>4" } }, { "win.search", { "<Control>f" } },
  };

  G_APPLICATION_CLASS (bgw_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
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
      else if (refused == NULL)
        refused = g_steal_pointer (&uri);
    }

  if (refused != NULL)
    show_refused (window, refused);

  addresses = g_strv_builder_end (builder);
  if (*addresses != NULL)
    bgw_window_add_addresses (window, (const char *const *) addresses);
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

static void
bgw_application_class_init (BgwApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

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
