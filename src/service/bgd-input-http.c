/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers want in requests, checked before any server gets it: headers and methods. Pure. */
#include "config.h"

#include "bgd-input-http.h"

#include <string.h>

#include "bgd-job.h"

/* Headers that say how the bytes travel: the engine's own business, and a way to smuggle requests.
 */
static const char *const reserved_headers[] = {
  "Accept-Encoding",
  "Connection",
  "Content-Length",
  "Expect",
  "Host",
  "If-Match",
  "If-Range",
  "If-Modified-Since",
  "If-Unmodified-Since",
  "If-None-Match",
  "Keep-Alive",
  "Range",
  "Proxy-Connection",
  "TE",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
};

/* Methods that never bring a file: there is no body, or it is what was sent, secrets and all. */
static const char *const useless_methods[] = { "HEAD", "CONNECT", "TRACE" };

/* A header whose name has one of these in it may open a door. It is kept in memory alone. */
static const char *const secret_words[] = {
  "auth", "cookie", "token", "secret", "password", "key", "session", "credential",
};

/* RFC 9110, section 5.6.2: token. */
static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

static gsize
token_length (const char *text)
{
  gsize length = 0;

  while (is_token_char (text[length]))
    length++;

  return length;
}

/**
 * bgd_input_check_method:
 * @method: (nullable): what a caller wants
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT, BG_ERROR_STRING_TOO_LONG.
 *
 * Returns: whether it may be one, empty included
 */
gboolean
bgd_input_check_method (const char *method, GError **error)
{
  if (method == NULL)
    return TRUE;

  if (strlen (method) > BGD_MAX_METHOD)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG,
                   "The method of HTTP has more than %d bytes.", BGD_MAX_METHOD);
      return FALSE;
    }

  if (method[token_length (method)] != '\0')
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "A method of HTTP is one word, such as POST, not “%s”.", method);
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (useless_methods); i++)
    if (g_ascii_strcasecmp (method, useless_methods[i]) == 0)
      {
        g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                     "The method %s of HTTP brings no file.", useless_methods[i]);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_header (const char *line, GError **error)
{
  gsize length = token_length (line);

  if (length == 0 || line[length] != ':')
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "A header must have the form “Name: value”.");
      return FALSE;
    }

  for (const char *p = line + length; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && *p != '\t')
      {
        g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                     "The value of the header “%.*s” has a control character in it.", (int) length,
                     line);
        return FALSE;
      }

  for (guint i = 0; i < G_N_ELEMENTS (reserved_headers); i++)
    if (strlen (reserved_headers[i]) == length &&
        g_ascii_strncasecmp (reserved_headers[i], line, length) == 0)
      {
        g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                     "Ferry sets the header “%s” by itself.", reserved_headers[i]);
        return FALSE;
      }

  return TRUE;
}

/**
 * bgd_input_check_headers:
 * @headers: lines
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT, BG_ERROR_STRING_TOO_LONG.
 *
 * Returns: whether all of them may be sent
 */
gboolean
bgd_input_check_headers (const char *const *headers, GError **error)
{
  gsize length = 0;

  for (guint i = 0; headers[i] != NULL; i++)
    {
      if (!check_header (headers[i], error))
        return FALSE;

      length += strlen (headers[i]) + strlen ("\r\n");
    }

  if (length > BGD_MAX_HEADERS)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG,
                   "The headers have %" G_GSIZE_FORMAT " bytes; %d are allowed.", length,
                   BGD_MAX_HEADERS);
      return FALSE;
    }

  return TRUE;
}

/* By its name. */
gboolean
bgd_input_header_is_secret (const char *line)
{
  g_autofree char *name = g_strndup (line, token_length (line));
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (secret_words); i++)
    if (strstr (lower, secret_words[i]) != NULL)
      return TRUE;

  return FALSE;
}
