/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the requests of a job get to its servers: what its owner has said about the way. */
#include "config.h"

#include "bgd-route.h"

#include "bgd-proxy.h"

/* What “system” means. */
static gboolean is_system_used = TRUE;

/**
 * bgd_route_set_uses_system_proxy:
 * @uses_system_proxy: whether jobs that name no proxy go through those of the desktop, and not
 *   straight to their servers
 *
 * Counts for what bgd_route_freeze() gives from now on.
 */
void
bgd_route_set_uses_system_proxy (gboolean uses_system_proxy)
{
  is_system_used = uses_system_proxy;
}

/* The usual way: the desktop's proxies, and whom the system trusts. */
BgdRoute *
bgd_route_new (void)
{
  BgdRoute *self = g_new0 (BgdRoute, 1);

  g_atomic_ref_count_init (&self->references);
  self->proxy = g_strdup (BGD_PROXY_SYSTEM);

  return self;
}

BgdRoute *
bgd_route_ref (BgdRoute *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

void
bgd_route_unref (BgdRoute *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_free (self->proxy);
  g_strfreev (self->bypass);
  g_clear_pointer (&self->credentials, bgd_credentials_unref);
  g_free (self->ca_file);
  g_free (self->client_certificate);
  g_clear_object (&self->authorities);
  g_clear_object (&self->identity);
  g_free (self);
}

static const char *
get_proxy (const BgdRoute *self)
{
  return bgd_route_has_proxies (self) || is_system_used ? self->proxy : BGD_PROXY_NONE;
}

/* Connections to a proxy that was told who the job is are for nobody else. */
static gboolean
is_plain (const BgdRoute *self)
{
  return !bgd_route_has_proxies (self) && self->credentials == NULL && self->ca_file == NULL &&
         self->client_certificate == NULL && self->security_flags == 0;
}

/* One for all plain jobs, who share their connections. */
static BgdRoute *
get_direct (void)
{
  static BgdRoute *direct = NULL;

  if (direct == NULL)
    {
      direct = bgd_route_new ();
      bgd_route_set_proxy (direct, BGD_PROXY_NONE);
    }

  return direct;
}

/**
 * bgd_route_freeze:
 * @self: a job's
 *
 * Returns: (transfer full) (nullable): the same for other threads; %NULL is the usual way
 */
BgdRoute *
bgd_route_freeze (const BgdRoute *self)
{
  BgdRoute *copy;

  if (is_plain (self))
    return is_system_used ? NULL : bgd_route_ref (get_direct ());

  copy = bgd_route_new ();
  bgd_route_set_proxy (copy, get_proxy (self));
  bgd_route_set_bypass (copy, (const char *const *) self->bypass);
  bgd_route_set_credentials (copy, self->credentials);
  bgd_route_set_ca_file (copy, self->ca_file);
  bgd_route_set_client_certificate (copy, self->client_certificate);
  copy->security_flags = self->security_flags;

  return copy;
}

static gboolean
is_same_list (char **one, char **other)
{
  return one == NULL || other == NULL
             ? one == other
             : g_strv_equal ((const char *const *) one, (const char *const *) other);
}

/**
 * bgd_route_is_frozen:
 * @self: a job's
 * @frozen: (nullable): what bgd_route_freeze() gave
 *
 * Returns: whether it would give the same now
 */
gboolean
bgd_route_is_frozen (const BgdRoute *self, const BgdRoute *frozen)
{
  if (is_plain (self))
    return frozen == (is_system_used ? NULL : get_direct ());
  if (frozen == NULL)
    return FALSE;

  return g_str_equal (get_proxy (self), frozen->proxy) &&
         is_same_list (self->bypass, frozen->bypass) && self->credentials == frozen->credentials &&
         g_strcmp0 (self->ca_file, frozen->ca_file) == 0 &&
         g_strcmp0 (self->client_certificate, frozen->client_certificate) == 0 &&
         self->security_flags == frozen->security_flags;
}

/* Whether nobody but the caller has it. */
gboolean
bgd_route_is_last (BgdRoute *self)
{
  return g_atomic_ref_count_compare (&self->references, 1);
}

/* Checked. */
void
bgd_route_set_proxy (BgdRoute *self, const char *proxy)
{
  g_free (self->proxy);
  self->proxy = g_strdup (proxy);
}

/* Checked; NULL or empty: none. */
void
bgd_route_set_bypass (BgdRoute *self, const char *const *bypass)
{
  g_strfreev (self->bypass);
  self->bypass = bypass != NULL && bypass[0] != NULL ? g_strdupv ((char **) bypass) : NULL;
}

/* NULL: none. */
void
bgd_route_set_credentials (BgdRoute *self, BgdCredentials *credentials)
{
  BgdCredentials *before = self->credentials;

  self->credentials = credentials != NULL ? bgd_credentials_ref (credentials) : NULL;
  if (before != NULL)
    bgd_credentials_unref (before);
}

static void
set_path (char **field, const char *path)
{
  g_free (*field);
  *field = path != NULL && *path != '\0' ? g_strdup (path) : NULL;
}

/* Checked; NULL or empty: none. */
void
bgd_route_set_ca_file (BgdRoute *self, const char *path)
{
  set_path (&self->ca_file, path);
}

/* Likewise. */
void
bgd_route_set_client_certificate (BgdRoute *self, const char *source)
{
  set_path (&self->client_certificate, source);
}

/* NULL, the usual way, has none. */
gboolean
bgd_route_has_flag (const BgdRoute *self, BgSecurityFlags flag)
{
  return self != NULL && (self->security_flags & flag) != 0;
}

/* Whether it says itself which they are. */
gboolean
bgd_route_has_proxies (const BgdRoute *self)
{
  return !g_str_equal (self->proxy, BGD_PROXY_SYSTEM);
}

/**
 * bgd_route_get_proxies:
 * @self: a route
 * @host: where a request goes
 *
 * Returns: (transfer full): the proxies to try, as GProxyResolver has them; none: the system's
 */
char **
bgd_route_get_proxies (const BgdRoute *self, const char *host)
{
  char **proxies = bgd_proxy_is_bypassed ((const char *const *) self->bypass, host)
                       ? bgd_proxy_parse (BGD_PROXY_NONE, NULL)
                       : bgd_proxy_parse (self->proxy, NULL);

  return proxies;
}
