/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may be told with what a job signs in: its server, its proxies, nobody else. */
#include "config.h"

#include "bgd-http-sign-in.h"

#include "bgd-http-private.h"

/* Whether who is at the other end of the connection is a proxy, and not of the kinds that GIO talks
 * to by itself. */
static gboolean
goes_to_proxy (SoupMessage *message)
{
  GSocketAddress *address = soup_message_get_remote_address (message);

  return address != NULL && G_IS_PROXY_ADDRESS (address) &&
         g_strcmp0 (g_proxy_address_get_protocol (G_PROXY_ADDRESS (address)), "http") == 0;
}

static gboolean
is_encrypted (SoupMessage *message)
{
  return g_strcmp0 (g_uri_get_scheme (soup_message_get_uri (message)), "https") == 0;
}

/* A server may claim to be a proxy, through a tunnel as well. There the proxy answers before the
 * message itself gets an answer; without one, it answers the message. */
static gboolean
is_proxy (SoupMessage *message)
{
  gboolean was_answered = soup_message_get_status (message) == SOUP_STATUS_PROXY_UNAUTHORIZED;

  return goes_to_proxy (message) && was_answered != is_encrypted (message);
}

/* A proxy may claim to be the server, where a tunnel was to begin. */
static gboolean
is_server (SoupMessage *message, GUri *origin)
{
  return soup_message_get_status (message) == SOUP_STATUS_UNAUTHORIZED &&
         bgd_http_is_same_origin (soup_message_get_uri (message), origin);
}

/**
 * bgd_http_sign_in_find:
 * @secrets: what there is to tell
 * @message: a request, or one that a tunnel is being made for
 * @auth: what is asked for
 * @user: (out) (transfer none): the name to sign in with
 * @password: (out) (transfer none): the password
 *
 * Returns: whether who asks may be told
 */
gboolean
bgd_http_sign_in_find (const BgdHttpSecrets *secrets,
                       SoupMessage *message,
                       SoupAuth *auth,
                       const char **user,
                       const char **password)
{
  const char *scheme = soup_auth_get_scheme_name (auth);

  if (soup_auth_is_for_proxy (auth))
    return secrets->route != NULL && is_proxy (message) &&
           bgd_credentials_find (secrets->route->credentials, scheme, user, password);

  return is_server (message, secrets->origin) &&
         bgd_credentials_find (secrets->credentials, scheme, user, password);
}

static void
on_starting (SoupMessage *message)
{
  if (is_encrypted (message) || !goes_to_proxy (message))
    soup_message_headers_remove (soup_message_get_request_headers (message), "Proxy-Authorization");
}

/**
 * bgd_http_sign_in_guard:
 * @message: a request that is not sent yet
 *
 * What was told to a proxy stays in the headers, and libsoup may send them again over another
 * connection: one that leads to the server itself.
 */
void
bgd_http_sign_in_guard (SoupMessage *message)
{
  g_signal_connect_after (message, "starting", G_CALLBACK (on_starting), NULL);
}
