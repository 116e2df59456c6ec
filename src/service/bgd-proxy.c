/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proxies as the owner of a job writes them: which there are, and for which hosts. */
#include "config.h"

#include "bgd-proxy.h"

#include <gio/gio.h>
#include <string.h>

#include "bg-error.h"

/* Hosts without a dot: those of the own network. */
#define LOCAL_RULE "<local>"

/* What GIO speaks, and the port that is meant where none is written. */
static const struct
{
  const char *scheme;
  int port;
} protocols[] = {
  { "http", 80 },      { "https", 443 },   { "socks4", 1080 },
  { "socks4a", 1080 }, { "socks5", 1080 }, { "socks", 1080 },
};

static gboolean
is_host (const char *host)
{
  if (host == NULL || *host == '\0')
    return FALSE;

  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-._~:", *p) == NULL)
      return FALSE;

  return TRUE;
}

/* -1: it is no kind of proxy. */
static int
get_default_port (const char *scheme)
{
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    if (strcmp (scheme, protocols[i].scheme) == 0)
      return protocols[i].port;

  return -1;
}

/* No error quotes what it was given: it may hold a password. */
static char *
parse_one (const char *word, GError **error)
{
  g_autofree char *full =
      strstr (word, "://") != NULL ? g_strdup (word) : g_strconcat ("http://", word, NULL);
  g_autoptr (GUri) uri = g_uri_parse (full, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *scheme = uri != NULL ? g_ascii_strdown (g_uri_get_scheme (uri), -1) : NULL;

  if (strchr (word, '@') != NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The address of a proxy must not have a user name or password in it: "
                           "set them as credentials for the proxy.");
      return NULL;
    }
  if (uri == NULL || !is_host (g_uri_get_host (uri)) || g_uri_get_port (uri) == 0 ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      (*g_uri_get_path (uri) != '\0' && strcmp (g_uri_get_path (uri), "/") != 0))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "A proxy must be “system”, “none” or addresses such as "
                           "“http://proxy.example:3128”, with spaces between them.");
      return NULL;
    }
  if (get_default_port (scheme) == -1)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The address of a proxy begins with http, https, socks5, socks4a or "
                           "socks4.");
      return NULL;
    }

  return g_uri_join (G_URI_FLAGS_ENCODED, scheme, NULL, g_uri_get_host (uri),
                     g_uri_get_port (uri) != -1 ? g_uri_get_port (uri) : get_default_port (scheme),
                     "", NULL, NULL);
}

/**
 * bgd_proxy_parse:
 * @text: from outside: %BGD_PROXY_SYSTEM, %BGD_PROXY_NONE or addresses with spaces between them
 *
 * Source: SetProxySettings in the BITS reference: the usages PRECONFIG, NO_PROXY and OVERRIDE.
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT, BG_ERROR_STRING_TOO_LONG.
 *
 * Returns: (transfer full): the addresses as GProxyResolver has them, in the order in which they
 *   are tried; none for %BGD_PROXY_SYSTEM; or %NULL
 */
char **
bgd_proxy_parse (const char *text, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  gboolean has_words = FALSE;

  if (strcmp (text, BGD_PROXY_SYSTEM) == 0)
    return g_strv_builder_end (builder);
  if (strcmp (text, BGD_PROXY_NONE) == 0)
    {
      g_strv_builder_add (builder, "direct://");
      return g_strv_builder_end (builder);
    }
  if (g_utf8_strlen (text, -1) > BGD_MAX_PROXY)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG,
                   "The list of proxies has more than %d characters.", BGD_MAX_PROXY);
      return NULL;
    }

  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *uri = NULL;

      if (*words[i] == '\0')
        continue;

      uri = parse_one (words[i], error);
      if (uri == NULL)
        return NULL;

      g_strv_builder_add (builder, uri);
      has_words = TRUE;
    }

  if (!has_words)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "The proxy is empty.");
      return NULL;
    }

  return g_strv_builder_end (builder);
}

static GInetAddressMask *
get_network (const char *rule)
{
  return strcmp (rule, LOCAL_RULE) != 0 ? g_inet_address_mask_new_from_string (rule, NULL) : NULL;
}

static gboolean
is_rule (const char *rule)
{
  g_autoptr (GInetAddressMask) network = get_network (rule);

  return network != NULL || strcmp (rule, LOCAL_RULE) == 0 || strcmp (rule, "*") == 0 ||
         is_host (*rule == '*' ? rule + 1 : rule);
}

/**
 * bgd_proxy_check_bypass:
 * @rules: from outside: hosts, "*.domain", addresses, networks as "10.0.0.0/8", and "<local>"
 *
 * Source: SetProxySettings in the BITS reference. Networks are ours.
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT, BG_ERROR_STRING_TOO_LONG.
 *
 * Returns: whether each of them is one
 */
gboolean
bgd_proxy_check_bypass (const char *const *rules, GError **error)
{
  gsize length = 0;

  for (guint i = 0; rules[i] != NULL; i++)
    {
      if (!is_rule (rules[i]))
        {
          g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                       "What goes past the proxy is a host, “*.domain”, a network such as "
                       "“10.0.0.0/8” or “<local>”, not “%s”.",
                       rules[i]);
          return FALSE;
        }

      length += strlen (rules[i]) + 1;
    }

  if (length > BGD_MAX_PROXY)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG,
                   "The list of what goes past the proxy has more than %d characters.",
                   BGD_MAX_PROXY);
      return FALSE;
    }

  return TRUE;
}

static gboolean
ends_with (const char *text, const char *end)
{
  gsize length = strlen (text);
  gsize end_length = strlen (end);

  return length >= end_length && g_ascii_strcasecmp (text + length - end_length, end) == 0;
}

static gboolean
matches (const char *rule, const char *host, GInetAddress *address)
{
  g_autoptr (GInetAddressMask) network = get_network (rule);

  if (network != NULL)
    return address != NULL && g_inet_address_mask_matches (network, address);
  if (strcmp (rule, LOCAL_RULE) == 0)
    return address == NULL && strchr (host, '.') == NULL;

  return *rule == '*' ? ends_with (host, rule + 1) : g_ascii_strcasecmp (host, rule) == 0;
}

/**
 * bgd_proxy_is_bypassed:
 * @rules: (nullable): what bgd_proxy_check_bypass() found good
 * @host: a name or address
 *
 * Returns: whether no proxy is used for @host
 */
gboolean
bgd_proxy_is_bypassed (const char *const *rules, const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  for (guint i = 0; rules != NULL && rules[i] != NULL; i++)
    if (matches (rules[i], host, address))
      return TRUE;

  return FALSE;
}
