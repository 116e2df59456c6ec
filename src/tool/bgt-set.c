/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl set: changes a setting of a job. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-connection.h"
#include "bgt-notify.h"
#include "bgt-password.h"
#include "bgt-rate.h"
#include "bgt-session.h"
#include "bgt-upload.h"
#include "bgt-value.h"
#include "bgt-words.h"

/* Returns what the service takes for @text, floating; NULL if it is no good value. */
typedef GVariant *(*Parser) (const char *property, const char *text, GError **error);

static GVariant *
parse_name (const char *property, const char *text, GError **error)
{
  g_autofree char *name = bgt_value_parse_name (text, error);

  return name != NULL ? g_variant_new_string (name) : NULL;
}

static GVariant *
parse_text (const char *property, const char *text, GError **error)
{
  return g_variant_new_string (text);
}

static GVariant *
parse_priority (const char *property, const char *text, GError **error)
{
  BgJobPriority priority;

  return bgt_value_parse_priority (text, &priority, error) ? g_variant_new_uint32 (priority) : NULL;
}

static GVariant *
parse_boolean (const char *property, const char *text, GError **error)
{
  gboolean value;

  return bgt_value_parse_boolean (property, text, &value, error) ? g_variant_new_boolean (value)
                                                                 : NULL;
}

static GVariant *
parse_connections (const char *property, const char *text, GError **error)
{
  guint value;

  return bgt_value_parse_number (property, text, 0, BGT_VALUE_MAX_CONNECTIONS, &value, error)
             ? g_variant_new_uint32 (value)
             : NULL;
}

static GVariant *
parse_rate (const char *property, const char *text, GError **error)
{
  guint64 rate;

  return bgt_rate_parse (property, text, &rate, error) ? g_variant_new_uint64 (rate) : NULL;
}

static GVariant *
parse_size (const char *property, const char *text, GError **error)
{
  guint64 size;

  return bgt_rate_parse_size (property, text, &size, error) ? g_variant_new_uint64 (size) : NULL;
}

/* An empty text takes all headers away. */
static GVariant *
parse_headers (const char *property, const char *text, GError **error)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);

  if (*text != '\0' && !bgt_value_parse_header (text, headers, error))
    return NULL;

  return g_variant_new_strv ((const char *const *) headers->pdata, headers->len);
}

static GVariant *
parse_protocol (const char *property, const char *text, GError **error)
{
  return bgt_upload_check_protocol (text, error) ? g_variant_new_string (text) : NULL;
}

static GVariant *
parse_notify (const char *property, const char *text, GError **error)
{
  BgNotifyFlags flags;

  return bgt_notify_parse_flags (text, &flags, error) ? g_variant_new_uint32 (flags) : NULL;
}

static GVariant *
parse_notify_action (const char *property, const char *text, GError **error)
{
  return bgt_notify_parse_action (text, error);
}

// clang-format off
static const struct
{
  const char *name; /* on the command line */
  const char *key;  /* of SetProperties */
  Parser parse;
} properties[] = {
  { "name",                "name",                parse_name },
  { "description",         "description",         parse_text },
  { "priority",            "priority",            parse_priority },
  { "auto-complete",       "auto-complete",       parse_boolean },
  { "retry-delay",         "minimum-retry-delay", bgt_connection_parse_seconds },
  { "minimum-retry-delay", "minimum-retry-delay", bgt_connection_parse_seconds },
  { "no-progress-timeout", "no-progress-timeout", bgt_connection_parse_seconds },
  { "maximum-time",        "maximum-download-time", bgt_connection_parse_seconds },
  { "maximum-size",        "maximum-download-size", parse_size },
  { "dynamic-content",     "dynamic-content",     parse_boolean },
  { "connections",         "connections",         parse_connections },
  { "limit-rate",          "speed-limit",         parse_rate },
  { "speed-limit",         "speed-limit",         parse_rate },
  { "upload-protocol",     "upload-protocol",     parse_protocol },
  { "method",              "http-method",         bgt_connection_parse_method },
  { "notify",              "notify-flags",        parse_notify },
  { "notify-action",       "notify-action",       parse_notify_action },
  { "header",              "headers",             parse_headers },
  { "proxy",               "proxy",               bgt_connection_parse_proxy },
  { "proxy-bypass",        "proxy-bypass",        bgt_connection_parse_hosts },
  { "ca-file",             "ca-file",             bgt_connection_parse_path },
  { "client-certificate",  "client-certificate",  bgt_connection_parse_path },
  { "security-flags",      "security-flags",      bgt_connection_parse_flags },
};
// clang-format on

/* Returns the changes, floating; NULL if there is no such property or it cannot have that value. */
static GVariant *
parse_change (const char *name, const char *text, GError **error)
{
  g_auto (GVariantDict) changes = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      GVariant *value;

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", properties[i].name);

      if (!g_str_equal (name, properties[i].name))
        continue;

      value = properties[i].parse (name, text, error);

      if (value == NULL)
        return NULL;

      g_variant_dict_insert_value (&changes, properties[i].key, value);
      return g_variant_dict_end (&changes);
    }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is not a property. There are %s."), name, names->str);
  return NULL;
}

static gboolean
is_meant_by_all (BgJobState state, gconstpointer user_data)
{
  return !bg_job_state_is_final (state);
}

typedef gboolean (*Setter) (BgJob *job,
                            BgAuthScheme scheme,
                            const char *user,
                            const char *password,
                            GCancellable *cancellable,
                            GError **error);
typedef gboolean (*Remover) (BgJob *job,
                             BgAuthScheme scheme,
                             GCancellable *cancellable,
                             GError **error);

/* As whom to sign in, and where. */
typedef struct
{
  const char *user; /* empty: nobody */
  const char *password;
  BgAuthScheme scheme;
  Setter set;
  Remover remove;
} SignIn;

/* What there was for the other scheme goes. */
static gboolean
sign_in (BgJob *job, const SignIn *self, GError **error)
{
  BgAuthScheme other =
      self->scheme == BG_AUTH_SCHEME_BASIC ? BG_AUTH_SCHEME_DIGEST : BG_AUTH_SCHEME_BASIC;
  gboolean is_done = *self->user != '\0'
                         ? self->set (job, self->scheme, self->user, self->password, NULL, error)
                         : self->remove (job, self->scheme, NULL, error);

  return is_done && self->remove (job, other, NULL, error);
}

static gboolean
check_words (char **words, const char *user, const char *proxy_user, gboolean more, GError **error)
{
  guint n_words = words != NULL ? g_strv_length (words) : 0;

  if (user != NULL && proxy_user != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("Only one password can be given at a time: --user or --proxy-user."));
      return FALSE;
    }
  if (user != NULL || proxy_user != NULL ? n_words == 1 : n_words == 3 && !more)
    return TRUE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("Say what to set: JOB PROPERTY VALUE, or JOB --user NAME."));
  return FALSE;
}

int
bgt_set (int argc, char **argv, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *user = NULL;
  g_autofree char *proxy_user = NULL;
  gboolean from_pipe = FALSE;
  gboolean digest = FALSE;
  // clang-format off
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, NULL },
    { "user", 0, 0, G_OPTION_ARG_STRING, &user, N_ ("Sign in as NAME if the server asks; empty: do not"), N_ ("NAME") },
    { "proxy-user", 0, 0, G_OPTION_ARG_STRING, &proxy_user, N_ ("Sign in as NAME if the proxy asks; empty: do not"), N_ ("NAME") },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &from_pipe, N_ ("Read the password from the standard input"), NULL },
    { "digest", 0, 0, G_OPTION_ARG_NONE, &digest, N_ ("Never send the password as it is"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  // clang-format on
  g_autofree char *password = NULL;
  g_autoptr (GVariant) changes = NULL;
  g_autoptr (GPtrArray) jobs = NULL;

  if (!bgt_command_parse (_ ("Changes a setting of a job."), _ ("JOB PROPERTY VALUE"), entries,
                          argc, argv, error) ||
      !check_words (words, user, proxy_user, from_pipe || digest, error))
    return BGT_EXIT_USAGE;

  const char *job_words[] = { words[0], NULL };
  SignIn who = {
    .user = user != NULL ? user : proxy_user,
    .scheme = digest ? BG_AUTH_SCHEME_DIGEST : BG_AUTH_SCHEME_BASIC,
    .set = user != NULL ? bg_job_set_credentials_sync : bg_job_set_proxy_credentials_sync,
    .remove = user != NULL ? bg_job_remove_credentials_sync : bg_job_remove_proxy_credentials_sync,
  };

  if (who.user == NULL)
    {
      changes = parse_change (words[1], words[2], error);
      if (changes == NULL)
        return BGT_EXIT_USAGE;
      g_variant_ref_sink (changes);
    }

  jobs = bgt_session_open_jobs (job_words, is_meant_by_all, NULL, NULL, error);
  if (jobs == NULL)
    return BGT_EXIT_FAILED;

  if (who.user != NULL && *who.user != '\0')
    {
      password = bgt_password_read (from_pipe, who.user, error);
      if (password == NULL)
        return BGT_EXIT_FAILED;
      who.password = password;
    }

  for (guint i = 0; i < jobs->len; i++)
    if (who.user != NULL ? !sign_in (jobs->pdata[i], &who, error)
                         : !bg_job_set_properties_sync (jobs->pdata[i], changes, NULL, error))
      return BGT_EXIT_FAILED;

  return BGT_EXIT_OK;
}
