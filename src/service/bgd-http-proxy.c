/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proxies of a job, or those of the system, for whoever connects. */
#include "config.h"

#include "bgd-http-proxy.h"

#include "bgd-proxy.h"

struct _BgdHttpProxy
{
  GObject parent_instance;

  BgdRoute *route; /* (owned) (nullable) names its proxies; NULL: the system does */
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

/* Not that it has failed: there is nobody to be asked, as in a sandbox with an old portal, or with
 * none. */
static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
}

/* Takes what the system's resolver has said. Without one there is no proxy; one that fails may do
 * better the next time. */
static char **
judge_system (char **proxies, GError *failure, GError **error)
{
  g_autoptr (GError) taken = failure;

  if (proxies != NULL)
    return proxies;

  if (is_missing (taken))
    {
      g_debug ("No proxy is used, as nobody tells of any: %s", taken->message);
      return bgd_proxy_parse (BGD_PROXY_NONE, NULL);
    }

  if (taken->domain == G_IO_ERROR && !g_dbus_error_is_remote_error (taken))
    {
      g_propagate_error (error, g_steal_pointer (&taken));
      return NULL;
    }

  g_dbus_error_strip_remote_error (taken);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED,
               "The system does not say which proxy to use: %s", taken->message);
  return NULL;
}

static char **
lookup_system (const char *url, GCancellable *cancellable, GError **error)
{
  GError *failure = NULL;
  char **proxies =
      g_proxy_resolver_lookup (g_proxy_resolver_get_default (), url, cancellable, &failure);

  return judge_system (proxies, failure, error);
}

static char **
lookup_route (BgdHttpProxy *self, const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, error);
  char **proxies;

  if (uri == NULL)
    return NULL;

  proxies =
      bgd_route_get_proxies (self->route, g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "");
  add_credentials (proxies, self->route->credentials);

  return proxies;
}

static char **
bgd_http_proxy_lookup (GProxyResolver *resolver,
                       const char *url,
                       GCancellable *cancellable,
                       GError **error)
{
  BgdHttpProxy *self = BGD_HTTP_PROXY (resolver);

  return self->route != NULL ? lookup_route (self, url, error)
                             : lookup_system (url, cancellable, error);
}

static void
end_lookup (GTask *task, char **proxies, GError *error)
{
  if (proxies != NULL)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
lookup_system_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *failure = NULL;
  GError *error = NULL;
  char **found = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &failure);
  char **proxies = judge_system (found, failure, &error);

  end_lookup (task, proxies, error);
}

static void
bgd_http_proxy_lookup_async (GProxyResolver *resolver,
                             const char *url,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  BgdHttpProxy *self = BGD_HTTP_PROXY (resolver);
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GError *error = NULL;
  char **proxies;

  g_task_set_source_tag (task, bgd_http_proxy_lookup_async);
  if (self->route == NULL)
    {
      g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), url, cancellable,
                                     lookup_system_cb, g_steal_pointer (&task));
      return;
    }

  proxies = lookup_route (self, url, &error);
  end_lookup (task, proxies, error);
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

  g_clear_pointer (&self->route, bgd_route_unref);

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
 * @route: (nullable): a way; whoever names no proxies itself uses those of the system
 *
 * Returns: (transfer full): what tells which proxies a request goes to
 */
GProxyResolver *
bgd_http_proxy_new (BgdRoute *route)
{
  BgdHttpProxy *self = g_object_new (BGD_TYPE_HTTP_PROXY, NULL);

  /* A copy: sessions end when nobody but they has their route. */
  if (route != NULL && bgd_route_has_proxies (route))
    self->route = bgd_route_freeze (route);

  return G_PROXY_RESOLVER (self);
}
