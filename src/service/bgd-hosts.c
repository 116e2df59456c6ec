/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which servers an administrator lets Ferry ask. The main thread tells callers at once, the
 * transfer thread looks at each request: a redirection may lead anywhere. */
#include "config.h"

#include "bgd-hosts.h"

#include <string.h>

#include "bg-error.h"
#include "bgd-net.h"

typedef struct
{
  char **allowed; /* (owned) (nullable) NULL: all */
  char **refused; /* (owned) (nullable) NULL: none */
} Hosts;

/* Of the transfer thread. */
static Hosts used;

/* What it has been told; of the main thread. */
static Hosts told;

static gboolean
is_same (const char *const *one, char **other)
{
  if (one == NULL || other == NULL)
    return one == NULL && other == NULL;

  return g_strv_equal (one, (const char *const *) other);
}

static void
hosts_set (Hosts *self, const char *const *allowed, const char *const *refused)
{
  g_strfreev (self->allowed);
  g_strfreev (self->refused);
  self->allowed = g_strdupv ((char **) allowed);
  self->refused = g_strdupv ((char **) refused);
}

static void
apply (gpointer data)
{
  Hosts *hosts = data;

  hosts_set (&used, NULL, NULL);
  used = *hosts;
  g_free (hosts);
}

/**
 * bgd_hosts_set:
 * @allowed: (nullable): patterns in lower case; %NULL: all servers
 * @refused: (nullable): likewise; %NULL: none
 *
 * Counts for every request from now on. Does not start the transfer thread to tell it what it
 * knows.
 */
void
bgd_hosts_set (const char *const *allowed, const char *const *refused)
{
  Hosts *copy;

  if (is_same (allowed, told.allowed) && is_same (refused, told.refused))
    return;

  hosts_set (&told, allowed, refused);
  copy = g_new0 (Hosts, 1);
  hosts_set (copy, allowed, refused);
  bgd_net_call (apply, copy);
}

static gboolean
matches (char **patterns, const char *host)
{
  for (guint i = 0; patterns[i] != NULL; i++)
    if (g_pattern_match_simple (patterns[i], host))
      return TRUE;

  return FALSE;
}

/* A name with a point at its end is the same server. */
static gboolean
check (const Hosts *hosts, GUri *uri, GError **error)
{
  const char *name = g_uri_get_host (uri);
  g_autofree char *host = g_ascii_strdown (name != NULL ? name : "", -1);
  gsize length = strlen (host);

  while (length > 0 && host[length - 1] == '.')
    host[--length] = '\0';

  if ((hosts->allowed == NULL || matches (hosts->allowed, host)) &&
      (hosts->refused == NULL || !matches (hosts->refused, host)))
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_BLOCKED_BY_POLICY,
               "Your administrator does not allow Ferry to ask the server “%s”.", host);
  return FALSE;
}

/**
 * bgd_hosts_check_address:
 * @url: an address that bgd_address_parse() gave
 * @error: %BG_ERROR_BLOCKED_BY_POLICY
 *
 * Returns: whether its server may be asked
 */
gboolean
bgd_hosts_check_address (const char *url, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  if (told.allowed == NULL && told.refused == NULL)
    return TRUE;

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, error);

  return uri != NULL && check (&told, uri, error);
}

gboolean
bgd_hosts_check (GUri *uri, GError **error)
{
  return check (&used, uri, error);
}
