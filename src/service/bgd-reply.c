/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server said to one step of an upload. */
#include "config.h"

#include "bgd-reply.h"

#include <string.h>

#include "bg-error.h"
#include "bgd-job.h"

BgdReply *
bgd_reply_new (guint status, const char *url)
{
  BgdReply *self = g_new0 (BgdReply, 1);

  self->status = status;
  self->url = g_strdup (url);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
bgd_reply_free (BgdReply *self)
{
  if (self == NULL)
    return;

  g_free (self->url);
  g_hash_table_unref (self->headers);
  g_clear_object (&self->body);
  g_free (self);
}

/* One that comes twice becomes a list. */
void
bgd_reply_add (BgdReply *self, const char *name, const char *value)
{
  g_autofree char *key = g_ascii_strdown (name, -1);
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  const char *before = g_hash_table_lookup (self->headers, key);

  if (before != NULL)
    {
      char *both = g_strconcat (before, ", ", valid, NULL);

      g_free (valid);
      valid = both;
    }

  g_hash_table_insert (self->headers, g_steal_pointer (&key), g_steal_pointer (&valid));
}

/* (nullable): the value of the header @name, which is given in lower case. */
const char *
bgd_reply_get (const BgdReply *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}

/* Whether the header is there, and a number that a size or an offset can be. */
gboolean
bgd_reply_get_number (const BgdReply *self, const char *name, guint64 *number)
{
  const char *value = bgd_reply_get (self, name);

  return value != NULL && g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, number, NULL);
}

gboolean
bgd_reply_is_good (const BgdReply *self)
{
  return self->status >= 200 && self->status < 300;
}

/**
 * bgd_reply_resolve:
 * @reference: an address, or a part of one, that the server sent
 *
 * Errors: %BG_ERROR_INVALID_SERVER_RESPONSE, %BG_ERROR_REDIRECT_REFUSED if it is not http, or leads
 * from https to http.
 *
 * Returns: (transfer full): the address that it means, or NULL
 */
char *
bgd_reply_resolve (const BgdReply *self, const char *reference, GError **error)
{
  g_autoptr (GUri) base = g_uri_parse (self->url, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GUri) uri =
      base != NULL ? g_uri_parse_relative (base, reference, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      strlen (reference) > BGD_MAX_URL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_SERVER_RESPONSE,
                           "The server named an address that is none");
      return NULL;
    }
  if ((g_ascii_strcasecmp (scheme, "http") != 0 && g_ascii_strcasecmp (scheme, "https") != 0) ||
      (g_ascii_strcasecmp (g_uri_get_scheme (base), "https") == 0 &&
       g_ascii_strcasecmp (scheme, "https") != 0))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_REDIRECT_REFUSED,
                           "The server named an address that Ferry does not go to from there");
      return NULL;
    }

  return g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
}
