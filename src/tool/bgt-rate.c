/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speeds and sizes as they are typed: "2M", "512Ki", "none". Pure. */
#include "config.h"

#include "bgt-rate.h"

#include <glib/gi18n.h>
#include <string.h>

/* Faster than any wire, and far from where a double loses bytes. */
#define MAXIMUM 1e15

/* The least that the service limits to. */
#define MINIMUM 1024.0

/* Those of 1,000 first: sizes are shown in them. */
static const struct
{
  const char *name;
  guint64 bytes;
} units[] = {
  { "G", 1000000000 }, { "M", 1000000 },  { "K", 1000 },
  { "Gi", 1 << 30 },   { "Mi", 1 << 20 }, { "Ki", 1 << 10 },
};

/* 0: there is no such unit. */
static guint64
bytes_of_unit (const char *text)
{
  if (*text == '\0')
    return 1;

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (text, units[i].name) == 0)
      return units[i].bytes;

  return 0;
}

/* A plain number: no sign, no exponent, no word that strtod() would take for one. */
static gboolean
parse_number (const char *text, gsize length, double *number)
{
  g_autofree char *digits = g_strndup (text, length);

  if (!g_ascii_isdigit (digits[0]) || strchr (digits, '.') != strrchr (digits, '.') ||
      !g_ascii_isdigit (digits[length - 1]))
    return FALSE;

  *number = g_ascii_strtod (digits, NULL);
  return TRUE;
}

/* "none" is 0. */
static gboolean
parse_bytes (const char *text, gboolean is_rate, double *bytes)
{
  gsize length = strspn (text, "0123456789.");
  g_autoptr (GString) unit = g_string_new (text + length);

  *bytes = 0;
  if (g_str_equal (text, "none"))
    return TRUE;

  if (is_rate && g_str_has_suffix (unit->str, "/s"))
    g_string_truncate (unit, unit->len - 2);
  if (g_str_has_suffix (unit->str, "B"))
    g_string_truncate (unit, unit->len - 1);
  if (!parse_number (text, length, bytes))
    return FALSE;

  *bytes *= (double) bytes_of_unit (unit->str);
  return bytes_of_unit (unit->str) > 0 && *bytes <= MAXIMUM;
}

/**
 * bgt_rate_parse:
 * @what: the option or setting, as it is typed
 * @text: such as `2M`, `1.5M`, `512Ki` or `none`, with or without `B` and `/s`
 * @rate: (out): bytes per second; 0: no limit
 * @error: G_OPTION_ERROR_BAD_VALUE with a sentence for people
 *
 * Returns: whether it is a speed
 */
gboolean
bgt_rate_parse (const char *what, const char *text, guint64 *rate, GError **error)
{
  double number;

  if (parse_bytes (text, TRUE, &number) && (number >= MINIMUM || number <= 0))
    {
      *rate = (guint64) number;
      return TRUE;
    }

  g_set_error (
      error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      _ ("%s takes a speed in bytes per second, such as 500K or 2M, at least 1Ki, or “none”; "
         "not “%s”."),
      what, text);
  return FALSE;
}

/**
 * bgt_rate_parse_size:
 * @what: the option or setting, as it is typed
 * @text: such as `2G`, `1.5Mi` or `none`, with or without `B`
 * @size: (out): bytes; 0: any number
 * @error: G_OPTION_ERROR_BAD_VALUE with a sentence for people
 *
 * Returns: whether it is a size
 */
gboolean
bgt_rate_parse_size (const char *what, const char *text, guint64 *size, GError **error)
{
  double number;

  if (parse_bytes (text, FALSE, &number))
    {
      *size = (guint64) number;
      return TRUE;
    }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%s takes a size in bytes, such as 500M or 2Gi, or “none”; not “%s”."), what,
               text);
  return FALSE;
}

/**
 * bgt_rate_format:
 * @rate: bytes per second; 0: no limit
 *
 * Returns: the shortest text that bgt_rate_parse() takes for the same
 */
char *
bgt_rate_format (guint64 rate)
{
  if (rate == 0)
    return g_strdup ("none");

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (rate % units[i].bytes == 0)
      return g_strdup_printf ("%" G_GUINT64_FORMAT "%s", rate / units[i].bytes, units[i].name);

  return g_strdup_printf ("%" G_GUINT64_FORMAT, rate);
}
