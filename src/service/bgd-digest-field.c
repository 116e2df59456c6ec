/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checksum that a server tells of a file: two generations of headers, and the best of what they
 * hold. */
#include "config.h"

#include "bgd-digest-field.h"

#include <string.h>

typedef struct
{
  const char *label; /* in the header */
  const char *name;  /* ours */
  gsize length;      /* bytes */
} Algorithm;

/* From weak to strong. */
static const Algorithm algorithms[] = {
  { "md5", "md5", 16 },
  { "sha", "sha-1", 20 },
  { "sha-256", "sha-256", 32 },
  { "sha-512", "sha-512", 64 },
};

/* The best so far. */
typedef struct
{
  int strength; /* index of its algorithm; -1: none */
  char *digest; /* (owned) (nullable) "sha-256:hex" */
} Choice;

/* g_base64_decode() skips what it does not know. */
static gboolean
is_base64 (const char *text, gsize length)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  gsize used = strspn (text, digits);
  gsize padding = strspn (text + used, "=");

  return used + padding == length && length % 4 == 0 && padding <= 2;
}

static void
consider (Choice *choice, int strength, const char *text, gsize length)
{
  const Algorithm *algorithm = &algorithms[strength];
  g_autofree char *encoded = g_strndup (text, length);

  if (strength <= choice->strength || !is_base64 (encoded, strlen (encoded)))
    return;

  gsize decoded_length;
  g_autofree guchar *decoded = g_base64_decode (encoded, &decoded_length);
  g_autoptr (GString) digest = g_string_new (algorithm->name);

  if (decoded_length != algorithm->length)
    return;

  g_string_append_c (digest, ':');
  for (gsize i = 0; i < decoded_length; i++)
    g_string_append_printf (digest, "%02x", decoded[i]);

  choice->strength = strength;
  g_free (choice->digest);
  choice->digest = g_string_free (g_steal_pointer (&digest), FALSE);
}

/* One "sha-256=:BASE64:" of RFC 9530, or one "SHA-256=BASE64" of RFC 3230. */
static void
read_member (Choice *choice, const char *member, gboolean structured)
{
  const char *equals = strchr (member, '=');

  if (equals == NULL)
    return;

  const char *text = equals + 1;
  gsize length = strlen (text);

  if (structured)
    {
      /* Parameters may follow; none is defined. */
      length = text[0] == ':' ? strcspn (text + 1, ":") : 0;
      if (length == 0 || text[length + 1] != ':' || strchr ("; ", text[length + 2]) == NULL)
        return;
      text++;
    }

  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      gsize label = strlen (algorithms[i].label);

      if ((gsize) (equals - member) == label &&
          g_ascii_strncasecmp (member, algorithms[i].label, label) == 0)
        consider (choice, (int) i, text, length);
    }
}

static void
read_field (Choice *choice, const char *value, gboolean structured)
{
  /* A comma in a string would part no members; no digest has strings. */
  if (value == NULL || strchr (value, '"') != NULL)
    return;

  g_auto (GStrv) members = g_strsplit (value, ",", -1);

  for (guint i = 0; members[i] != NULL; i++)
    read_member (choice, g_strstrip (members[i]), structured);
}

/**
 * bgd_digest_field_choose:
 * @fields: what the server sent
 * @body_is_file: whether the body is the whole file, byte by byte
 *
 * Source: RFC 9530 and, before it, RFC 3230 and RFC 1864. What is malformed or unknown does not
 * count.
 *
 * Returns: (transfer full) (nullable): the strongest checksum of the whole file, such as
 *   "sha-256:hex"
 */
char *
bgd_digest_field_choose (const BgdDigestFields *fields, gboolean body_is_file)
{
  Choice choice = { .strength = -1 };

  read_field (&choice, fields->repr_digest, TRUE);
  if (body_is_file)
    read_field (&choice, fields->content_digest, TRUE);
  read_field (&choice, fields->digest, FALSE);

  if (body_is_file && fields->content_md5 != NULL)
    {
      g_autofree char *text = g_strstrip (g_strdup (fields->content_md5));

      consider (&choice, 0, text, strlen (text));
    }

  return choice.digest;
}
