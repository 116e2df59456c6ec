/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses as callers and documents give them, checked before anything believes them. Pure. */
#include "config.h"

#include "bgd-address.h"

#include <string.h>

#include "bg-error.h"
#include "bgd-transfer.h"

/* With the port that the scheme stands for where none is written. */
#define SERVER_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE)

/* A user name and password leave the address and become the header that they stand for
 * (RFC 7617), so that they are in no log, no list and no store. */
static char *
take_user_info (GUri *uri)
{
  const char *user = g_uri_get_user (uri);
  const char *password = g_uri_get_password (uri);
  g_autofree char *pair = NULL;
  g_autofree char *encoded = NULL;

  pair = g_strdup_printf ("%s:%s", user != NULL ? user : "", password != NULL ? password : "");
  if (g_str_equal (pair, ":"))
    return NULL;

  encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strdup_printf ("Authorization: Basic %s", encoded);
}

/* A name or address of a server, and nothing that could be more than one in a request. */
static gboolean
is_host (const char *host)
{
  gboolean is_address = host != NULL && strchr (host, ':') != NULL; /* of IPv6, with its zone */

  if (host == NULL || *host == '\0')
    return FALSE;

  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (is_address ? "-._~:%" : "-._~", *p) == NULL)
      return FALSE;

  return TRUE;
}

/* "http://host;rest" is parsed, but cannot be written down again: GLib ends a host at ";". */
static gboolean
is_hierarchic (GUri *uri)
{
  const char *path = g_uri_get_path (uri);

  return g_uri_get_host (uri) == NULL ? !g_str_has_prefix (path, "//")
                                      : *path == '\0' || *path == '/';
}

/**
 * bgd_address_parse:
 * @text: an address, with a user name and password or without
 * @authorization: (out) (optional) (nullable): the header line that the user name and password
 * stand for; where nobody asks for it, an address that has them is refused
 *
 * Errors: BG_ERROR_INVALID_URL, BG_ERROR_UNSUPPORTED_SCHEME, BG_ERROR_STRING_TOO_LONG. None quotes
 * what could be a password.
 *
 * Returns: (transfer full): the address in ASCII, without user name, password and fragment, or NULL
 */
char *
bgd_address_parse (const char *text, char **authorization, GError **error)
{
  const GUriFlags flags = G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH |
                          G_URI_FLAGS_ENCODED_QUERY | G_URI_FLAGS_ENCODED_FRAGMENT |
                          G_URI_FLAGS_SCHEME_NORMALIZE | G_URI_FLAGS_PARSE_RELAXED;
  g_autoptr (GUri) uri = NULL;
  g_autofree char *open = NULL;
  g_autofree char *secret = NULL;

  if (strlen (text) > BGD_MAX_URL)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG,
                   "The address has more than %d characters.", BGD_MAX_URL);
      return NULL;
    }

  uri = g_uri_parse (text, flags, NULL);
  if (uri == NULL || !is_hierarchic (uri))
    {
      /* Not quoted: it may hold a password that could not be found. */
      g_set_error_literal (
          error, BG_ERROR, BG_ERROR_INVALID_URL,
          "This is not an address that Ferry understands. A full one begins with “https://”.");
      return NULL;
    }

  open = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_FRAGMENT);
  if (!bgd_transfer_supports (open, error))
    return NULL;

  if (!is_host (g_uri_get_host (uri)))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_URL,
                           "The address does not name a server.");
      return NULL;
    }

  secret = take_user_info (uri);
  if (secret != NULL && authorization == NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_URL,
                           "Only the first address of a file may have a user name and password.");
      return NULL;
    }

  if (authorization != NULL)
    *authorization = g_steal_pointer (&secret);
  return g_uri_escape_string (
      open,
      "%" G_URI_RESERVED_CHARS_GENERIC_DELIMITERS G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS,
      FALSE);
}

/**
 * bgd_address_is_same_server:
 * @one: an address that bgd_address_parse() gave
 * @other: likewise
 *
 * Source: RFC 6454, section 5: scheme, host and port.
 *
 * Returns: whether what may be sent to one may be sent to the other
 */
gboolean
bgd_address_is_same_server (const char *one, const char *other)
{
  g_autoptr (GUri) first = g_uri_parse (one, SERVER_FLAGS, NULL);
  g_autoptr (GUri) second = g_uri_parse (other, SERVER_FLAGS, NULL);

  return first != NULL && second != NULL &&
         g_str_equal (g_uri_get_scheme (first), g_uri_get_scheme (second)) &&
         g_ascii_strcasecmp (g_uri_get_host (first), g_uri_get_host (second)) == 0 &&
         g_uri_get_port (first) == g_uri_get_port (second);
}
