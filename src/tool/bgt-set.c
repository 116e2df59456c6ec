/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl set: changes a setting of a job. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
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
parse_seconds (const char *property, const char *text, GError **error)
{
  guint value;

  return bgt_value_parse_number (property, text, 0, G_MAXUINT, &value, error)
             ? g_variant_new_uint32 (value)
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
  { "retry-delay",         "minimum-retry-delay", parse_seconds },
  { "minimum-retry-delay", "minimum-retry-delay", parse_seconds },
  { "no-progress-timeout", "no-progress-timeout", parse_seconds },
  { "connections",         "connections",         parse_connections },
  { "limit-rate",          "speed-limit",         parse_rate },
  { "speed-limit",         "speed-limit",         parse_rate },
  { "upload-protocol",     "upload-protocol",     parse_protocol },
  { "header",              "headers",             parse_headers },
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

int
bgt_set (int argc, char **argv, GError **error)
{
  g_auto (GStrv) words =
      bgt_command_parse_words (_ ("Changes a setting of a job."), _ ("JOB PROPERTY VALUE"), 3, 3,
                               NULL, argc, argv, error);
  const char *job_words[] = { words != NULL ? words[0] : NULL, NULL };
  g_autoptr (GVariant) changes = NULL;
  g_autoptr (GPtrArray) jobs = NULL;

  if (words == NULL)
    return BGT_EXIT_USAGE;

  changes = parse_change (words[1], words[2], error);

  if (changes == NULL)
    return BGT_EXIT_USAGE;

  g_variant_ref_sink (changes);
  jobs = bgt_session_open_jobs (job_words, is_meant_by_all, NULL, NULL, error);

  if (jobs == NULL)
    return BGT_EXIT_FAILED;

  for (guint i = 0; i < jobs->len; i++)
    if (!bg_job_set_properties_sync (jobs->pdata[i], changes, NULL, error))
      return BGT_EXIT_FAILED;

  return BGT_EXIT_OK;
}
