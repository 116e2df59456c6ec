/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers the search of GNOME Shell: jobs by words of their names. */
#include "config.h"

#include "bgw-search-provider.h"

#include <string.h>

#include "bgw-words.h"

/* What the shell shows at most is far less. */
#define MAXIMUM_RESULTS 50

/* Source: https://developer.gnome.org/documentation/tutorials/search-provider.html */
static const char interface_xml[] = "<node>"
                                    "  <interface name='org.gnome.Shell.SearchProvider2'>"
                                    "    <method name='GetInitialResultSet'>"
                                    "      <arg type='as' name='terms' direction='in'/>"
                                    "      <arg type='as' name='results' direction='out'/>"
                                    "    </method>"
                                    "    <method name='GetSubsearchResultSet'>"
                                    "      <arg type='as' name='previous_results' direction='in'/>"
                                    "      <arg type='as' name='terms' direction='in'/>"
                                    "      <arg type='as' name='results' direction='out'/>"
                                    "    </method>"
                                    "    <method name='GetResultMetas'>"
                                    "      <arg type='as' name='identifiers' direction='in'/>"
                                    "      <arg type='aa{sv}' name='metas' direction='out'/>"
                                    "    </method>"
                                    "    <method name='ActivateResult'>"
                                    "      <arg type='s' name='identifier' direction='in'/>"
                                    "      <arg type='as' name='terms' direction='in'/>"
                                    "      <arg type='u' name='timestamp' direction='in'/>"
                                    "    </method>"
                                    "    <method name='LaunchSearch'>"
                                    "      <arg type='as' name='terms' direction='in'/>"
                                    "      <arg type='u' name='timestamp' direction='in'/>"
                                    "    </method>"
                                    "  </interface>"
                                    "</node>";

struct _BgwSearchProvider
{
  GObject parent_instance;

  GApplication *application;   /* (weak) which owns us */
  BgwErrands *errands;         /* (owned) */
  GDBusConnection *connection; /* (owned) (nullable) while exported */
  guint registration_id;       /* 0: not exported */
};

G_DEFINE_FINAL_TYPE (BgwSearchProvider, bgw_search_provider, G_TYPE_OBJECT)

/* One question on its way: keeps the program running, which may have no window. */
typedef struct
{
  GApplication *application;         /* (owned) */
  GDBusMethodInvocation *invocation; /* (owned) (nullable) until it is answered */
  char **words;                      /* (owned) terms, or ids for GetResultMetas */
  char **among;                      /* (owned) (nullable) ids; NULL: all */
} Question;

static void
question_free (Question *question)
{
  g_application_release (question->application);
  g_object_unref (question->application);
  g_clear_object (&question->invocation);
  g_strfreev (question->words);
  g_strfreev (question->among);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static Question *
question_new (BgwSearchProvider *self, GDBusMethodInvocation *invocation)
{
  Question *question = g_new0 (Question, 1);

  question->application = g_object_ref (self->application);
  question->invocation = invocation;
  g_application_hold (question->application);

  return question;
}

/* Without case and accents, as the search in the window. */
static gboolean
matches (BgJob *job, char **terms)
{
  g_autofree char *name = g_str_to_ascii (bg_job_get_name (job), NULL);
  g_autofree char *folded_name = g_utf8_casefold (bg_job_get_name (job), -1);
  g_autofree char *plain = g_ascii_strdown (name, -1);

  for (guint i = 0; terms[i] != NULL; i++)
    {
      g_autofree char *term = g_str_to_ascii (terms[i], NULL);
      g_autofree char *plain_term = g_ascii_strdown (term, -1);
      g_autofree char *folded_term = g_utf8_casefold (terms[i], -1);

      if (strstr (folded_name, folded_term) == NULL && strstr (plain, plain_term) == NULL)
        return FALSE;
    }

  return *terms != NULL;
}

static void
search_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (BgManager) manager = bgw_errands_look_finish (result, NULL);
  GVariantBuilder builder;
  guint found = 0;

  /* Without the service there is nothing to find, which is no error to the shell. */
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = manager != NULL ? g_list_model_get_n_items (G_LIST_MODEL (manager)) : 0;
       i > 0 && found < MAXIMUM_RESULTS; i--)
    {
      g_autoptr (BgJob) job = g_list_model_get_item (G_LIST_MODEL (manager), i - 1);
      const char *id = bg_job_get_id (job);

      if ((question->among != NULL &&
           !g_strv_contains ((const char *const *) question->among, id)) ||
          !matches (job, question->words))
        continue;

      g_variant_builder_add (&builder, "s", id);
      found++;
    }

  g_dbus_method_invocation_return_value (g_steal_pointer (&question->invocation),
                                         g_variant_new ("(as)", &builder));
}

static char *
describe (BgJob *job)
{
  BgwFacts facts = {
    .state = bg_job_get_state (job),
    .type = bg_job_get_job_type (job),
    .seconds_left = -1,
    .seconds_to_retry = -1,
    .error = bg_job_get_error (job),
    .directory = bg_job_get_directory (job),
  };
  g_autofree char *description = NULL;

  bg_job_get_progress (job, &facts.progress);
  description = bgw_words_describe (&facts, FALSE);
  if (description == NULL || *description == '\0')
    return g_strdup (bg_job_state_get_label (facts.state));

  return g_strdup_printf ("%s · %s", bg_job_state_get_label (facts.state), description);
}

static void
add_meta (GVariantBuilder *builder, BgJob *job)
{
  g_autofree char *name = bgw_words_name (bg_job_get_name (job));
  g_autofree char *description = describe (job);
  g_autoptr (GIcon) icon = g_themed_icon_new (APP_ID);
  GVariant *serialized = g_icon_serialize (icon);

  g_variant_builder_open (builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (builder, "{sv}", "id", g_variant_new_string (bg_job_get_id (job)));
  g_variant_builder_add (builder, "{sv}", "name", g_variant_new_string (name));
  g_variant_builder_add (builder, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_add (builder, "{sv}", "icon", serialized);
  g_variant_builder_close (builder);
  g_variant_unref (serialized);
}

static void
describe_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (BgManager) manager = bgw_errands_look_finish (result, NULL);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; question->words[i] != NULL && manager != NULL; i++)
    {
      BgJob *job = bg_manager_get_job (manager, question->words[i]);

      if (job != NULL)
        add_meta (&builder, job);
    }

  g_dbus_method_invocation_return_value (g_steal_pointer (&question->invocation),
                                         g_variant_new ("(aa{sv})", &builder));
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  BgwSearchProvider *self = user_data;
  GActionGroup *actions = G_ACTION_GROUP (self->application);

  if (g_str_equal (method, "ActivateResult"))
    {
      const char *id = NULL;

      g_variant_get_child (parameters, 0, "&s", &id);
      g_action_group_activate_action (actions, "show-job", g_variant_new_string (id));
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else if (g_str_equal (method, "LaunchSearch"))
    {
      g_autoptr (GVariant) terms = g_variant_get_child_value (parameters, 0);
      g_autofree const char **words = g_variant_get_strv (terms, NULL);
      g_autofree char *text = g_strjoinv (" ", (char **) words);

      g_action_group_activate_action (actions, "search", g_variant_new_string (text));
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else
    {
      Question *question = question_new (self, invocation);
      gboolean is_subsearch = g_str_equal (method, "GetSubsearchResultSet");

      if (is_subsearch)
        g_variant_get (parameters, "(^as^as)", &question->among, &question->words);
      else
        g_variant_get (parameters, "(^as)", &question->words);

      bgw_errands_look_async (self->errands,
                              g_str_equal (method, "GetResultMetas") ? describe_cb : search_cb,
                              question);
    }
}

/**
 * bgw_search_provider_export:
 * @self: the provider
 * @connection: the bus
 * @application_path: the object of the application, below which it appears
 */
gboolean
bgw_search_provider_export (BgwSearchProvider *self,
                            GDBusConnection *connection,
                            const char *application_path,
                            GError **error)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, error);
  g_autofree char *path = g_strconcat (application_path, "/SearchProvider", NULL);

  if (node == NULL)
    return FALSE;

  self->registration_id = g_dbus_connection_register_object (connection, path, node->interfaces[0],
                                                             &table, self, NULL, error);
  g_set_object (&self->connection, connection);

  return self->registration_id != 0;
}

void
bgw_search_provider_unexport (BgwSearchProvider *self)
{
  if (self->registration_id != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration_id);
  self->registration_id = 0;
  g_clear_object (&self->connection);
}

static void
bgw_search_provider_dispose (GObject *object)
{
  BgwSearchProvider *self = BGW_SEARCH_PROVIDER (object);

  bgw_search_provider_unexport (self);
  g_clear_object (&self->errands);
  g_clear_weak_pointer (&self->application);

  G_OBJECT_CLASS (bgw_search_provider_parent_class)->dispose (object);
}

static void
bgw_search_provider_class_init (BgwSearchProviderClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bgw_search_provider_dispose;
}

static void
bgw_search_provider_init (BgwSearchProvider *self)
{
}

/**
 * bgw_search_provider_new:
 * @application: has the actions “show-job” with an id and “search” with a text
 * @errands: knows the jobs
 */
BgwSearchProvider *
bgw_search_provider_new (GApplication *application, BgwErrands *errands)
{
  BgwSearchProvider *self = g_object_new (BGW_TYPE_SEARCH_PROVIDER, NULL);

  g_set_weak_pointer (&self->application, application);
  self->errands = g_object_ref (errands);

  return self;
}
