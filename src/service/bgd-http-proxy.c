/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proxies of a job, for whoever connects. */
#include "config.h"

#include "bgd-http-proxy.h"

struct _BgdHttpProxy
{
  GObject parent_instance;

  BgdRoute *route; /* (owned) */
};

static gboolean
bgd_http_proxy_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

/* With HTTP proxies libsoup talks; those of SOCKS before 5 would hear the name without asking. */
static gboolean
is_for_gio (const char *proxy)
{
  return g_str_has_prefix (proxy, "socks5:") || g_str_has_prefix (proxy, "https:");
}

/* GIO takes a name and a password out of the address. */
static void
add_credentials (char **proxies, const BgdCredentials *credentials)
{
  const char *user, *password;

  if (!bgd_credentials_get (credentials, BGD_AUTH_SCHEME_BASIC, &user, &password))
    return;

  g_autofree char *safe_user = g_uri_escape_string (user, NULL, FALSE);
  g_autofree char *safe_password = g_uri_escape_string (password, NULL, FALSE);

  for (guint i = 0; proxies[i] != NULL; i++)
    if (is_for_gio (proxies[i]))
      {
        g_auto (GStrv) parts = g_strsplit (proxies[i], "://", 2);

        g_free (proxies[i]);
        proxies[i] =
            g_strdup_printf ("%s://%s:%s@%s", parts[0], safe_user, safe_password, parts[1]);
      }
}

static char **
bgd_http_proxy_lookup (GProxyResolver *resolver,
                       const char *url,
                       GCancellable *cancellable,
                       GError **error)
{
  BgdHttpProxy *self = BGD_HTTP_PROXY (resolver);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, error);
  char **proxies;

  if (uri == NULL)
    return NULL;

  proxies =
      bgd_route_get_proxies (self->route, g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "");
  add_credentials (proxies, self->route->credentials);

  return proxies;
}

static void
bgd_http_proxy_lookup_async (GProxyResolver *resolver,
                             const char *url,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  char **proxies = bgd_http_proxy_lookup (resolver, url, cancellable, &error);

  g_task_set_source_tag (task, bgd_http_proxy_lookup_async);
  if (proxies != NULL)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static char **
bgd_http_proxy_lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bgd_http_proxy_resolver_init (GProxyResolverInterface *iface)
{
  iface->is_supported = bgd_http_proxy_is_supported;
  iface->lookup = bgd_http_proxy_lookup;
  iface->lookup_async = bgd_http_proxy_lookup_async;
  iface->lookup_finish = bgd_http_proxy_lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BgdHttpProxy,
                               bgd_http_proxy,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER,
                                                      bgd_http_proxy_resolver_init))

static void
bgd_http_proxy_finalize (GObject *object)
{
  BgdHttpProxy *self = BGD_HTTP_PROXY (object);

  bgd_route_unref (self->route);

  G_OBJECT_CLASS (bgd_http_proxy_parent_class)->finalize (object);
}

static void
bgd_http_proxy_class_init (BgdHttpProxyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bgd_http_proxy_finalize;
}

static void
bgd_http_proxy_init (BgdHttpProxy *self)
{
}

/**
 * bgd_http_proxy_new:
 * @route: names its proxies itself
 *
 * Returns: (transfer full): what tells which proxies a request goes to
 */
GProxyResolver *
bgd_http_proxy_new (BgdRoute *route)
{
  BgdHttpProxy *self = g_object_new (BGD_TYPE_HTTP_PROXY, NULL);

  self->route = bgd_route_ref (route);

  return G_PROXY_RESOLVER (self);
}
