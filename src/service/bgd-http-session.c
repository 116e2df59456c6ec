/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sessions of libsoup: which one a request goes through. */
#include "config.h"

#include "bgd-http-session.h"

#include "bgd-http-basic.h"
#include "bgd-http-digest.h"
#include "bgd-http-proxy.h"
#include "bgd-http-trust.h"

#define MAXIMUM_CONNECTIONS 4096 /* how many there are is decided elsewhere: here nobody waits */
#define IDLE_TIMEOUT 30          /* seconds that a connection is kept for the next request */

/* Whatever happens to a message, libsoup looks at all of its session. So there are several, and a
 * server always belongs to the same one, which has its idle connections. */
#define N_SESSIONS 32

typedef struct
{
  SoupSession *sessions[N_SESSIONS]; /* (owned) (nullable) */
} Sessions;

/* Who goes another way has connections that nobody else may use. */
typedef struct
{
  Sessions usual;
  GHashTable *others; /* (owned) BgdRoute (owned) → Sessions (owned) */
} Pool;

static void
sessions_clear (Sessions *self)
{
  for (guint i = 0; i < N_SESSIONS; i++)
    g_clear_object (&self->sessions[i]);
}

static void
sessions_free (gpointer data)
{
  sessions_clear (data);
  g_free (data);
}

static void
pool_free (gpointer data)
{
  Pool *self = data;

  sessions_clear (&self->usual);
  g_hash_table_unref (self->others);
  g_free (self);
}

/* Of each thread that sends; goes with it. */
static GPrivate pool_key = G_PRIVATE_INIT (pool_free);

static Pool *
get_pool (void)
{
  Pool *self = g_private_get (&pool_key);

  if (self != NULL)
    return self;

  self = g_new0 (Pool, 1);
  self->others =
      g_hash_table_new_full (NULL, NULL, (GDestroyNotify) bgd_route_unref, sessions_free);
  g_private_set (&pool_key, self);

  return self;
}

static gboolean
is_left (gpointer route, gpointer sessions, gpointer user_data)
{
  return bgd_route_is_last (route);
}

static Sessions *
get_sessions (Pool *pool, BgdRoute *route)
{
  Sessions *own = route != NULL ? g_hash_table_lookup (pool->others, route) : &pool->usual;

  if (own != NULL)
    return own;

  g_hash_table_foreach_remove (pool->others, is_left, NULL);
  own = g_new0 (Sessions, 1);
  g_hash_table_insert (pool->others, bgd_route_ref (route), own);

  return own;
}

static SoupSession *
new_session (BgdRoute *route)
{
  /* No time-out: who sends watches over the silence, the same way in every phase. */
  SoupSession *session =
      soup_session_new_with_options ("max-conns", MAXIMUM_CONNECTIONS, "max-conns-per-host",
                                     MAXIMUM_CONNECTIONS, "timeout", 0, "idle-timeout",
                                     IDLE_TIMEOUT, NULL);
  g_autoptr (GProxyResolver) resolver = bgd_http_proxy_new (route);

  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_autoptr (GTlsDatabase) trust =
          bgd_http_trust_new (route != NULL ? route->authorities : NULL);

      soup_session_set_tls_database (session, trust);
    }

  /* The bytes on the disk are the bytes on the wire. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_BASIC);
  soup_session_add_feature_by_type (session, BGD_TYPE_HTTP_BASIC);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_DIGEST);
  soup_session_add_feature_by_type (session, BGD_TYPE_HTTP_DIGEST);

  soup_session_set_proxy_resolver (session, resolver);

  return session;
}

/**
 * bgd_http_session_get:
 * @route: (nullable): the way that the request goes, loaded; %NULL: the usual one
 * @uri: where it goes
 *
 * Returns: (transfer none): a session of this thread
 */
SoupSession *
bgd_http_session_get (BgdRoute *route, GUri *uri)
{
  Sessions *own = get_sessions (get_pool (), route);
  guint index = (g_str_hash (g_uri_get_host (uri)) + (guint) g_uri_get_port (uri)) % N_SESSIONS;

  if (own->sessions[index] == NULL)
    own->sessions[index] = new_session (route);

  return own->sessions[index];
}
