/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has asked an upload who it is, and was told. When libsoup sends a request again by itself,
 * its body is used up: here the question is kept, and the next request has the answer with it. */
#include "config.h"

#include "bgd-http-login.h"

#include "bgd-http-private.h"
#include "bgd-http-sign-in.h"

/* One who may ask. */
typedef struct
{
  SoupAuth *auth;   /* (owned) (nullable) the last question */
  gboolean is_due;  /* it has no answer yet */
  gboolean is_told; /* it had one in this step: once is enough */
} Door;

struct _BgdHttpLogin
{
  GUri *origin;                /* (owned) */
  BgdCredentials *credentials; /* (owned) (nullable) */
  BgdRoute *route;             /* (owned) (nullable) */
  Door server;
  Door proxy;
};

/**
 * bgd_http_login_new:
 * @origin: the file's own address
 * @credentials: (nullable): for its server
 * @route: (nullable): has what is for proxies
 *
 * Returns: (transfer full) (nullable): nobody was told yet; %NULL if there is nothing to tell
 */
BgdHttpLogin *
bgd_http_login_new (const char *origin, BgdCredentials *credentials, BgdRoute *route)
{
  g_autoptr (GUri) uri = bgd_http_parse_uri (origin);
  BgdHttpLogin *self;

  if (uri == NULL || (credentials == NULL && (route == NULL || route->credentials == NULL)))
    return NULL;

  self = g_atomic_rc_box_new0 (BgdHttpLogin);
  self->origin = g_steal_pointer (&uri);
  if (credentials != NULL)
    self->credentials = bgd_credentials_ref (credentials);
  if (route != NULL)
    self->route = bgd_route_ref (route);

  return self;
}

BgdHttpLogin *
bgd_http_login_ref (BgdHttpLogin *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BgdHttpLogin *self = data;

  g_uri_unref (self->origin);
  g_clear_pointer (&self->credentials, bgd_credentials_unref);
  g_clear_pointer (&self->route, bgd_route_unref);
  g_clear_object (&self->server.auth);
  g_clear_object (&self->proxy.auth);
}

void
bgd_http_login_unref (BgdHttpLogin *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* The next step of the upload: a nonce may have become too old since the last one. */
void
bgd_http_login_begin (BgdHttpLogin *self)
{
  self->server.is_told = self->proxy.is_told = FALSE;
}

/* Whether there is somebody who has not asked yet. */
gboolean
bgd_http_login_may_be_asked (const BgdHttpLogin *self)
{
  return (self->credentials != NULL && self->server.auth == NULL) ||
         (self->route != NULL && self->route->credentials != NULL && self->proxy.auth == NULL);
}

static gboolean
find (const BgdHttpLogin *self,
      SoupMessage *message,
      SoupAuth *auth,
      const char **user,
      const char **password)
{
  const BgdHttpSecrets secrets = { self->origin, self->credentials, self->route };

  return bgd_http_sign_in_find (&secrets, message, auth, user, password);
}

static gboolean
on_authenticate (SoupMessage *message, SoupAuth *auth, gboolean again, BgdHttpLogin *self)
{
  Door *door = soup_auth_is_for_proxy (auth) ? &self->proxy : &self->server;
  const char *user, *password;

  if (again || !find (self, message, auth, &user, &password))
    return FALSE;

  /* A tunnel is made before anything of the message is sent. */
  if (soup_message_get_status (message) == SOUP_STATUS_NONE)
    {
      soup_auth_authenticate (auth, user, password);
      return TRUE;
    }

  door->is_due = !door->is_told;
  if (door->is_due)
    g_set_object (&door->auth, auth);
  else
    g_clear_object (&door->auth);

  return FALSE;
}

static void
answer (Door *door, const BgdCredentials *credentials, SoupMessage *message, const char *header)
{
  const char *user, *password;
  g_autofree char *line = NULL;

  if (door->auth == NULL)
    return;

  if (door->is_due &&
      bgd_credentials_find (credentials, soup_auth_get_scheme_name (door->auth), &user, &password))
    {
      soup_auth_authenticate (door->auth, user, password);
      door->is_told = TRUE;
    }
  door->is_due = FALSE;
  line = soup_auth_get_authorization (door->auth, message);
  soup_message_headers_replace (soup_message_get_request_headers (message), header, line);
}

static void
release (gpointer self, GClosure *closure)
{
  bgd_http_login_unref (self);
}

/**
 * bgd_http_login_prepare:
 * @self: who was told what
 * @message: a request that is not sent yet
 *
 * Adds what is known to be asked for, and listens to what is asked.
 */
void
bgd_http_login_prepare (BgdHttpLogin *self, SoupMessage *message)
{
  soup_message_add_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  g_signal_connect_data (message, "authenticate", G_CALLBACK (on_authenticate),
                         bgd_http_login_ref (self), release, G_CONNECT_DEFAULT);

  if (bgd_http_is_same_origin (soup_message_get_uri (message), self->origin))
    answer (&self->server, self->credentials, message, "Authorization");
  if (self->route != NULL)
    answer (&self->proxy, self->route->credentials, message, "Proxy-Authorization");
}

/* Whether somebody has asked who gets an answer if the request is sent again. */
gboolean
bgd_http_login_is_asked (const BgdHttpLogin *self)
{
  return self->server.is_due || self->proxy.is_due;
}
