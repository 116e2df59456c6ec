/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl config: lists, shows and changes the settings of the service. */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include <bg.h>

#include "bgt-command.h"
#include "bgt-print.h"
#include "bgt-rate.h"
#include "bgt-session.h"
#include "bgt-value.h"

/* The service sends no longer one. */
#define MAXIMUM_USER_AGENT 256

#define SCHEMA "io.github.ferrydm.Ferry.service"

/* Returns the value, floating; NULL if @text is none. */
typedef GVariant *(*Parser) (const char *key, const char *text, GError **error);
typedef char *(*Formatter) (GVariant *value);

typedef struct
{
  const char *key; /* of the schema */
  Parser parse;
  Formatter format;
  const char *summary;
} Setting;

static GVariant *
parse_rate (const char *key, const char *text, GError **error)
{
  guint64 rate;

  return bgt_rate_parse (key, text, &rate, error) ? g_variant_new_uint64 (rate) : NULL;
}

static char *
format_rate (GVariant *value)
{
  return bgt_rate_format (g_variant_get_uint64 (value));
}

static GVariant *
parse_jobs (const char *key, const char *text, GError **error)
{
  guint number;

  return bgt_value_parse_number (key, text, 1, 100, &number, error) ? g_variant_new_uint32 (number)
                                                                    : NULL;
}

static GVariant *
parse_connections (const char *key, const char *text, GError **error)
{
  guint number;

  return bgt_value_parse_number (key, text, 1, 64, &number, error) ? g_variant_new_uint32 (number)
                                                                   : NULL;
}

static GVariant *
parse_own_connections (const char *key, const char *text, GError **error)
{
  guint number;

  if (g_str_equal (text, "auto"))
    return g_variant_new_uint32 (0);

  return bgt_value_parse_number (key, text, 1, BGT_VALUE_MAX_CONNECTIONS, &number, error)
             ? g_variant_new_uint32 (number)
             : NULL;
}

static char *
format_own_connections (GVariant *value)
{
  guint number = g_variant_get_uint32 (value);

  return number == 0 ? g_strdup ("auto") : g_strdup_printf ("%u", number);
}

/* All in seconds, in the range of the schema. */
static GVariant *
parse_seconds (const char *key, const char *text, GError **error)
{
  static const struct
  {
    const char *key;
    guint minimum, maximum;
  } ranges[] = {
    { "retry-delay", 1, 86400 },
    { "give-up-after", 0, 31536000 },
    { "timeout", 5, 3600 },
  };
  guint number;

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (g_str_equal (key, ranges[i].key))
      return bgt_value_parse_number (key, text, ranges[i].minimum, ranges[i].maximum, &number,
                                     error)
                 ? g_variant_new_uint32 (number)
                 : NULL;

  g_assert_not_reached ();
}

static GVariant *
parse_user_agent (const char *key, const char *text, GError **error)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (text[i]) || length > MAXIMUM_USER_AGENT)
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     _ ("“%s” takes up to %d letters, digits and signs of ASCII."), key,
                     MAXIMUM_USER_AGENT);
        return NULL;
      }

  return g_variant_new_string (text);
}

static char *
format_user_agent (GVariant *value)
{
  const char *text = g_variant_get_string (value, NULL);

  return g_strdup (*text != '\0' ? text : "default");
}

static GVariant *
parse_keep (const char *key, const char *text, GError **error)
{
  if (g_str_equal (text, "never") || g_str_equal (text, "day") || g_str_equal (text, "week"))
    return g_variant_new_string (text);

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is nothing for “%s”: it is never, day or week."), text, key);
  return NULL;
}

static char *
format_keep (GVariant *value)
{
  return g_variant_dup_string (value, NULL);
}

static char *
format_number (GVariant *value)
{
  return g_strdup_printf ("%u", g_variant_get_uint32 (value));
}

static GVariant *
parse_boolean (const char *key, const char *text, GError **error)
{
  gboolean value;

  return bgt_value_parse_boolean (key, text, &value, error) ? g_variant_new_boolean (value) : NULL;
}

static char *
format_boolean (GVariant *value)
{
  return g_strdup (g_variant_get_boolean (value) ? "true" : "false");
}

/* The values of the schema's enumeration "Leave". */
static GVariant *
parse_leave (const char *key, const char *text, GError **error)
{
  if (g_str_equal (text, "nobody") || g_str_equal (text, "foreground") || g_str_equal (text, "all"))
    return g_variant_new_string (text);

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is nothing for “%s”: it is nobody, foreground or all."), text, key);
  return NULL;
}

static char *
format_text (GVariant *value)
{
  return g_variant_dup_string (value, NULL);
}

/* Times of the week with semicolons between them, or "always". */
static GVariant *
parse_hours (const char *key, const char *text, GError **error)
{
  const char *always[] = { NULL };
  g_auto (GStrv) lines = g_strsplit (text, ";", -1);
  g_autoptr (BgHours) hours = NULL;

  if (g_str_equal (text, "always"))
    return g_variant_new_strv (always, -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_strstrip (lines[i]);

  hours = bg_hours_new ((const char *const *) lines, NULL);
  if (hours != NULL && lines[0] != NULL)
    return g_variant_new_strv ((const char *const *) lines, -1);

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is nothing for “%s”. Say it as in “mon-fri 22:00-6:00; sat,sun”, or "
                  "“always”."),
               text, key);
  return NULL;
}

static char *
format_hours (GVariant *value)
{
  g_autofree const char **lines = g_variant_get_strv (value, NULL);

  return lines[0] != NULL ? g_strjoinv ("; ", (char **) lines) : g_strdup ("always");
}

// clang-format off
static const Setting known_settings[] = {
  { "download-limit",       parse_rate,        format_rate,    N_ ("Bytes per second of all downloads together") },
  { "upload-limit",         parse_rate,        format_rate,    N_ ("Bytes per second of all uploads together") },
  { "system-proxy",         parse_boolean,     format_boolean, N_ ("Whether jobs go through the proxies of the desktop") },
  { "jobs-at-once",         parse_jobs,        format_number,  N_ ("Jobs side by side") },
  { "connections",          parse_own_connections, format_own_connections, N_ ("Connections for one file of a new job") },
  { "retry-delay",          parse_seconds,     format_number,  N_ ("Seconds that a new job waits between two tries") },
  { "give-up-after",        parse_seconds,     format_number,  N_ ("Seconds without a byte until a new job gives up") },
  { "timeout",              parse_seconds,     format_number,  N_ ("Seconds that a server may send nothing") },
  { "user-agent",           parse_user_agent,  format_user_agent, N_ ("What servers are told about the program") },
  { "remove-finished",      parse_keep,        format_keep,    N_ ("When finished jobs leave the list") },
  { "notify-finished",      parse_boolean,     format_boolean, N_ ("Whether a notification tells of jobs that finish") },
  { "notify-failed",        parse_boolean,     format_boolean, N_ ("Whether a notification tells of jobs that fail") },
  { "connections-per-host", parse_connections, format_number,  N_ ("Connections to one server") },
  { "polite",               parse_boolean,     format_boolean, N_ ("Whether the background leaves the network to others") },
  { "save-origin",          parse_boolean,     format_boolean, N_ ("Whether files remember where they came from") },
  { "metered-downloads",     parse_leave,       format_text,    N_ ("Who transfers over networks that cost by the byte") },
  { "power-saver-downloads", parse_leave,       format_text,    N_ ("Who transfers while the machine saves power") },
  { "battery-downloads",     parse_leave,       format_text,    N_ ("Who transfers while the machine runs from its battery") },
  { "hours",                 parse_hours,       format_hours,   N_ ("When jobs transfer; those in the foreground always do") },
  { "limit-hours",           parse_hours,       format_hours,   N_ ("When the speed limits hold") },
};
// clang-format on

static const Setting *
find_setting (const char *key, GError **error)
{
  g_autoptr (GString) keys = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (known_settings); i++)
    {
      if (g_str_equal (key, known_settings[i].key))
        return &known_settings[i];

      g_string_append_printf (keys, "%s%s", i > 0 ? ", " : "", known_settings[i].key);
    }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is not a setting. There are %s."), key, keys->str);
  return NULL;
}

/* A GSettings of a schema, or of a key, that is not there would end the program. */
static GSettings *
open_settings (GError **error)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  gboolean is_known;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SCHEMA, TRUE);

  is_known = schema != NULL;
  for (gsize i = 0; is_known && i < G_N_ELEMENTS (known_settings); i++)
    is_known = g_settings_schema_has_key (schema, known_settings[i].key);

  if (!is_known)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("The settings of Ferry are not installed; its defaults count."));
      return NULL;
    }

  return g_settings_new_full (schema, NULL, NULL);
}

/* Without dconf, as in a bare container, GSettings keeps everything in the memory of this program
 * alone. */
static gboolean
is_kept (GSettings *settings)
{
  g_autoptr (GObject) backend = NULL;

  g_object_get (settings, "backend", &backend, NULL);

  return !g_str_equal (G_OBJECT_TYPE_NAME (backend), "GMemorySettingsBackend") &&
         !g_str_equal (G_OBJECT_TYPE_NAME (backend), "GNullSettingsBackend");
}

static gboolean
change (GSettings *settings, const Setting *setting, const char *text, GError **error)
{
  g_autoptr (GVariant) value = NULL;

  if (!g_str_equal (text, "default"))
    {
      value = setting->parse (setting->key, text, error);
      if (value == NULL)
        return FALSE;
      g_variant_ref_sink (value);
    }

  if (!is_kept (settings) || !g_settings_is_writable (settings, setting->key))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY,
                   is_kept (settings)
                       ? _ ("“%s” cannot be changed: the administrator has set it.")
                       : _ ("“%s” cannot be kept: this system has no place for settings (dconf)."),
                   setting->key);
      return FALSE;
    }

  if (value == NULL)
    g_settings_reset (settings, setting->key);
  else
    g_settings_set_value (settings, setting->key, value);
  g_settings_sync (); /* else it would be lost with us */

  return TRUE;
}

static char *
show (GSettings *settings, const Setting *setting)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, setting->key);

  return setting->format (value);
}

static void
list (GSettings *settings)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (gsize i = 0; i < G_N_ELEMENTS (known_settings); i++)
    {
      char **row = g_new0 (char *, 4);

      row[0] = g_strdup (known_settings[i].key);
      row[1] = show (settings, &known_settings[i]);
      row[2] = g_strdup (_ (known_settings[i].summary));
      g_ptr_array_add (rows, row);
    }

  bgt_print_table (rows, 3, TRUE);
}

int
bgt_config (int argc, char **argv, GError **error)
{
  g_auto (GStrv) words =
      bgt_command_parse_words (_ ("Shows or changes the settings of the service."),
                               _ ("[KEY [VALUE]]"), 0, 2, NULL, argc, argv, error);
  g_autoptr (GSettings) settings = NULL;
  const Setting *setting = NULL;

  if (words == NULL)
    return BGT_EXIT_USAGE;

  if (words[0] != NULL && (setting = find_setting (words[0], error)) == NULL)
    return BGT_EXIT_USAGE;

  settings = open_settings (error);
  if (settings == NULL)
    return BGT_EXIT_FAILED;

  bgt_session_look_at_policy ();
  if (setting == NULL)
    list (settings);
  else if (words[1] == NULL)
    {
      g_autofree char *text = show (settings, setting);

      bgt_print_line ("%s", text);
    }
  else if (!change (settings, setting, words[1], error))
    return BGT_EXIT_FAILED;

  return BGT_EXIT_OK;
}
