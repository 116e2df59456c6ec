/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses as people type them, and what can be told from one. Pure. */
#include "config.h"

#include "bgt-url.h"

#include <glib/gi18n.h>

#include <gio/gio.h>

/* Escapes are kept as they are: they belong to the server. */
#define FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)

/* “example.org/file” and “localhost:8080” have no scheme, although the latter looks like it. */
static gboolean
has_scheme (const char *text)
{
  const char *scheme = g_uri_peek_scheme (text);
  const char *rest;

  if (scheme == NULL || strchr (scheme, '.') != NULL)
    return FALSE;

  rest = text + strlen (scheme) + 1;

  return g_str_has_prefix (rest, "//") || !g_ascii_isdigit (*rest);
}

static gboolean
looks_like_host (const char *text)
{
  gsize length = strcspn (text, "/?#");

  if (length == 0 || *text == '.' || text[length - 1] == '.')
    return FALSE;

  return g_str_has_prefix (text, "localhost") ||
         (memchr (text, '.', length) != NULL && memchr (text, ' ', length) == NULL);
}

/* What http needs. Other kinds of address may be about something else than hosts. */
static gboolean
has_good_host (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  if (!g_str_has_prefix (g_uri_get_scheme (uri), "http"))
    return TRUE;

  return host != NULL && *host != '\0' && strpbrk (host, " %") == NULL;
}

/**
 * bgt_url_hide_secrets:
 * @text: need not be an address
 *
 * Returns: @text without what may be a user name and password
 */
char *
bgt_url_hide_secrets (const char *text)
{
  const char *begin = strstr (text, "://");
  const char *end = strrchr (text, '@');

  if (begin == NULL || end == NULL || end < begin)
    return g_strdup (text);

  return g_strdup_printf ("%.*s://…%s", (int) (begin - text), text, end);
}

static void
set_no_address (GError **error, const char *text)
{
  g_autofree char *public_text = bgt_url_hide_secrets (text);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("“%s” is not an address. An address looks like https://example.org/file."),
               public_text);
}

/**
 * bgt_url_parse:
 * @text: an address, as it was typed
 *
 * Spaces and letters that an address may not have are escaped. Whether the service can do something
 * with that kind of address is for the service to say.
 *
 * Returns: (nullable): the address; NULL and a sentence in @error if it is none
 */
char *
bgt_url_parse (const char *text, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  if (!has_scheme (text) && looks_like_host (text))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("“%s” is not an address. Did you mean https://%s?"), text, text);
      return NULL;
    }

  uri = has_scheme (text) ? g_uri_parse (text, FLAGS, NULL) : NULL;

  if (uri == NULL || !has_good_host (uri))
    {
      set_no_address (error, text);
      return NULL;
    }

  return g_uri_to_string (uri);
}

/**
 * bgt_url_get_host:
 *
 * Returns: the host, for people; @url itself if it has none
 */
char *
bgt_url_get_host (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, FLAGS, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *readable = NULL;

  if (host == NULL || *host == '\0')
    return g_strdup (url);

  readable = g_hostname_to_unicode (host);

  return g_strdup (readable != NULL ? readable : host);
}

/**
 * bgt_url_get_scheme:
 *
 * Returns: the scheme; empty if there is none
 */
char *
bgt_url_get_scheme (const char *url)
{
  const char *scheme = g_uri_peek_scheme (url);

  return g_strdup (scheme != NULL ? scheme : "");
}

/**
 * bgt_url_get_name:
 *
 * What a job with this address is called: the last segment of the path, readable. It names no file:
 * that is up to the service.
 *
 * Returns: the name; the host if the path has none
 */
char *
bgt_url_get_name (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, FLAGS, NULL);
  g_auto (GStrv) segments = NULL;

  if (uri == NULL)
    return g_strdup (url);

  segments = g_strsplit (g_uri_get_path (uri), "/", -1);

  for (gsize i = g_strv_length (segments); i > 0; i--)
    if (*segments[i - 1] != '\0')
      {
        g_autofree char *readable = g_uri_unescape_string (segments[i - 1], NULL);

        if (readable != NULL && g_utf8_validate (readable, -1, NULL))
          return g_steal_pointer (&readable);

        return g_strdup (segments[i - 1]);
      }

  return bgt_url_get_host (url);
}
