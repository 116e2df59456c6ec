/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checksums as people paste them. Pure. */
#include "config.h"

#include "bgw-checksum.h"

#include <string.h>

static const struct
{
  const char *name;
  gsize length; /* in hexadecimal digits; each is different, so that bare digits tell */
} algorithms[] = {
  { "md5", 32 }, { "sha-1", 40 }, { "sha-256", 64 }, { "sha-384", 96 }, { "sha-512", 128 },
};

/* “SHA256” and “sha-256” are the same. */
static gboolean
is_name (const char *text, gsize length, const char *name)
{
  g_autofree char *given = g_ascii_strdown (text, (gssize) length);
  g_auto (GStrv) given_parts = g_strsplit (g_strstrip (given), "-", -1);
  g_auto (GStrv) name_parts = g_strsplit (name, "-", -1);
  g_autofree char *a = g_strjoinv (NULL, given_parts);
  g_autofree char *b = g_strjoinv (NULL, name_parts);

  return g_str_equal (a, b);
}

/**
 * bgw_checksum_parse:
 * @text: a checksum with or without its algorithm: “sha-256:HEX”, “SHA256: HEX” or “HEX”; any
 *   text
 *
 * Returns: (nullable): “sha-256:hex” as the service wants it, or %NULL if @text is none
 */
char *
bgw_checksum_parse (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *colon = strchr (trimmed, ':');
  g_autofree char *digits = g_strstrip (g_ascii_strdown (colon ? colon + 1 : trimmed, -1));

  for (const char *p = digits; *p != '\0'; p++)
    {
      if (!g_ascii_isxdigit (*p))
        return NULL;
    }

  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      if (strlen (digits) == algorithms[i].length &&
          (colon == NULL || is_name (trimmed, (gsize) (colon - trimmed), algorithms[i].name)))
        return g_strconcat (algorithms[i].name, ":", digits, NULL);
    }

  return NULL;
}
