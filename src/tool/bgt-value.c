/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of the command line, checked: numbers, priorities, checksums, headers. */
#include "config.h"

#include "bgt-value.h"

#include <glib/gi18n.h>

/* The service refuses more; here the sentence is better. */
#define MAX_NAME 256
#define MAX_HEADERS 16384

typedef struct
{
  const char *name;
  const char *other_name;
  gsize digits;
} Algorithm;

static const Algorithm algorithms[] = {
  { "sha-256", "sha256", 64 }, { "sha-512", "sha512", 128 }, { "sha-384", "sha384", 96 },
  { "sha-1", "sha1", 40 },     { "md5", "md-5", 32 },
};

/**
 * bgt_value_parse_number:
 * @what: the option, as it is typed
 */
gboolean
bgt_value_parse_number (
    const char *what, const char *text, guint minimum, guint maximum, guint *value, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, minimum, maximum, &number, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("%s takes a number from %u to %u, not “%s”."), what, minimum, maximum, text);
      return FALSE;
    }

  *value = (guint) number;
  return TRUE;
}

gboolean
bgt_value_parse_boolean (const char *what, const char *text, gboolean *value, GError **error)
{
  static const char *const yes[] = { "true", "yes", "on", "1", NULL };
  static const char *const no[] = { "false", "no", "off", "0", NULL };

  if (!g_strv_contains (yes, text) && !g_strv_contains (no, text))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("%s takes “true” or “false”, not “%s”."), what, text);
      return FALSE;
    }

  *value = g_strv_contains (yes, text);
  return TRUE;
}

gboolean
bgt_value_parse_priority (const char *text, BgJobPriority *priority, GError **error)
{
  if (bg_job_priority_from_string (text, priority))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is not a priority. There are foreground, high, normal and low."), text);
  return FALSE;
}

static const Algorithm *
find_algorithm (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (g_ascii_strcasecmp (name, algorithms[i].name) == 0 ||
        g_ascii_strcasecmp (name, algorithms[i].other_name) == 0)
      return &algorithms[i];

  return NULL;
}

/**
 * bgt_value_parse_checksum:
 * @text: such as `sha256:HEX`
 *
 * Returns: (nullable): the same as the service wants it: `sha-256:hex`
 */
char *
bgt_value_parse_checksum (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  const Algorithm *algorithm = parts[0] != NULL ? find_algorithm (parts[0]) : NULL;
  g_autofree char *digits = NULL;

  if (algorithm == NULL || parts[1] == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is not a checksum. It looks like sha-256:HEX; there are sha-256, "
                      "sha-384, sha-512, sha-1 and md5."),
                   text);
      return NULL;
    }

  digits = g_ascii_strdown (parts[1], -1);

  if (strlen (digits) != algorithm->digits ||
      strspn (digits, "0123456789abcdef") != algorithm->digits)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("A checksum of the kind %s has %u hexadecimal digits; “%s” has not."),
                   algorithm->name, (guint) algorithm->digits, parts[1]);
      return NULL;
    }

  return g_strconcat (algorithm->name, ":", digits, NULL);
}

/**
 * bgt_value_parse_name:
 *
 * Returns: (nullable): @text without spaces around it
 */
char *
bgt_value_parse_name (const char *text, GError **error)
{
  g_autofree char *name = g_strstrip (g_strdup (text));

  if (*name == '\0' || g_utf8_strlen (name, -1) > MAX_NAME)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("The name of a job has 1 to %d characters."), MAX_NAME);
      return NULL;
    }

  return g_steal_pointer (&name);
}

static gboolean
is_token (const char *text, gsize length)
{
  if (length == 0)
    return FALSE;

  /* RFC 9110, section 5.6.2. */
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("!#$%&'*+-.^_`|~", text[i]) == NULL)
      return FALSE;

  return TRUE;
}

static gboolean
is_clean (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && *p != '\t')
      return FALSE;

  return TRUE;
}

static gboolean
add_line (const char *line, GPtrArray *headers, GError **error)
{
  const char *colon = strchr (line, ':');
  gsize length = 0;

  if (colon == NULL || !is_token (line, (gsize) (colon - line)) || !is_clean (colon + 1))
    {
      /* Without the line itself: it may be a password. */
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("A header looks like “Name: value”, on one line."));
      return FALSE;
    }

  g_ptr_array_add (headers, g_strstrip (g_strdup (line)));

  for (guint i = 0; i < headers->len; i++)
    length += strlen (headers->pdata[i]);

  if (length > MAX_HEADERS)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("The headers are longer than %d bytes."), MAX_HEADERS);
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_lines_of_file (const char *path, GPtrArray *headers, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &contents, NULL, &local_error))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("The headers could not be read: %s."), local_error->message);
      return FALSE;
    }

  lines = g_strsplit (contents, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);

      if (*lines[i] != '\0' && !add_line (lines[i], headers, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bgt_value_parse_header:
 * @text: `Name: value`, or `@FILE` for all lines of a file: arguments can be seen by everybody on
 *   the machine
 * @headers: (element-type utf8): takes the lines
 */
gboolean
bgt_value_parse_header (const char *text, GPtrArray *headers, GError **error)
{
  if (*text == '@')
    return add_lines_of_file (text + 1, headers, error);

  return add_line (text, headers, error);
}
