/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a file came from, as it may be written on the file for everybody to read. */
#include "config.h"

#include "bgd-origin.h"

#include <string.h>

/* So long, and nothing but letters, digits and what joins them: no person has typed that. */
#define TOKEN_LENGTH 32

#define REFERRER "Referer"

/* Parts of the names of parameters that open a door, in lower case. */
static const char *const secret_parts[] = {
  "token",  "signature", "password", "passwd",  "secret", "credential", "auth",  "session",
  "sessid", "key",       "policy",   "expires", "expiry", "ticket",     "hmac",  "jwt",
  "x-amz-", "x-goog-",   "x-ms-",    "x-oss-",  "x-cos-", "hdne",       "hdnts",
};

/* Such names that are too short to look for in others; those of two letters are Azure's. */
static const char *const secret_names[] = {
  "sig", "sign", "pass", "pwd", "pw", "sid", "code", "otp", "pin", "hash", "st",
  "se",  "sp",   "sv",   "sr",  "ss", "srt", "sip",  "spr", "ske", "skt",  "skv",
};

static gboolean
is_secret_name (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (secret_parts); i++)
    if (strstr (lower, secret_parts[i]) != NULL)
      return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (secret_names); i++)
    if (g_str_equal (lower, secret_names[i]))
      return TRUE;

  return FALSE;
}

static gboolean
looks_like_a_token (const char *value)
{
  gboolean has_digit = FALSE, has_letter = FALSE;

  for (const char *p = value; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr ("+/=_-%~", *p) == NULL)
        return FALSE;

      has_digit |= g_ascii_isdigit (*p);
      has_letter |= g_ascii_isalpha (*p);
    }

  return has_digit && has_letter && strlen (value) >= TOKEN_LENGTH;
}

/* "name=value", or a value alone; what cannot be decoded is not trusted. */
static gboolean
is_secret_parameter (const char *parameter)
{
  const char *equals = strchr (parameter, '=');
  g_autofree char *name = NULL;

  if (equals == NULL)
    return is_secret_name (parameter) || looks_like_a_token (parameter);

  name = g_uri_unescape_segment (parameter, equals, NULL);

  return name == NULL || is_secret_name (name) || looks_like_a_token (equals + 1);
}

static gboolean
has_secrets (const char *query)
{
  g_auto (GStrv) parameters = g_strsplit_set (query, "&;", -1);

  for (guint i = 0; parameters[i] != NULL; i++)
    if (is_secret_parameter (parameters[i]))
      return TRUE;

  return FALSE;
}

/* Segments of a path have parameters too: "/file;jsessionid=…". */
static char *
clean_path (const char *path)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);

  for (guint i = 0; segments[i] != NULL; i++)
    {
      char *semicolon = strchr (segments[i], ';');

      if (semicolon != NULL && has_secrets (semicolon + 1))
        *semicolon = '\0';
    }

  return g_strjoinv ("/", segments);
}

static char *
join (GUri *uri, const char *query)
{
  g_autofree char *path = clean_path (g_uri_get_path (uri));
  g_autofree char *joined =
      g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                  g_uri_get_port (uri), path, query, NULL);

  /* Whatever was let through so far: no control characters, no bytes that are not ASCII. */
  return g_uri_escape_string (
      joined,
      "%" G_URI_RESERVED_CHARS_GENERIC_DELIMITERS G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS,
      FALSE);
}

/**
 * bgd_origin_from_url:
 * @url: an address, from whomever
 *
 * Leaves out user name, password and fragment, and the whole query if a parameter in it may be a
 * secret: what is left of a signed address without its signature is of no use.
 *
 * Source: “Common Extended Attributes” of freedesktop.org; the care is ours.
 *
 * Returns: (nullable): at most %BGD_ORIGIN_MAXIMUM bytes; NULL if there is nothing to tell
 */
char *
bgd_origin_from_url (const char *url)
{
  g_autoptr (GUri) uri =
      g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED,
                   NULL);
  g_autofree char *whole = NULL;
  g_autofree char *bare = NULL;
  const char *query;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;

  query = g_uri_get_query (uri);
  if (query != NULL && !has_secrets (query))
    {
      whole = join (uri, query);
      if (strlen (whole) <= BGD_ORIGIN_MAXIMUM)
        return g_steal_pointer (&whole);
    }

  bare = join (uri, NULL);

  return strlen (bare) <= BGD_ORIGIN_MAXIMUM ? g_steal_pointer (&bare) : NULL;
}

/**
 * bgd_origin_from_headers:
 * @headers: (nullable): lines that are sent with the request
 *
 * Source: RFC 9110, section 10.1.3.
 *
 * Returns: (nullable): the page that linked to the file, like bgd_origin_from_url()
 */
char *
bgd_origin_from_headers (const char *const *headers)
{
  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (headers[i], ":", 2);

      if (parts[0] != NULL && parts[1] != NULL && g_ascii_strcasecmp (parts[0], REFERRER) == 0)
        return bgd_origin_from_url (g_strstrip (parts[1]));
    }

  return NULL;
}
