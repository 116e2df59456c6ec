/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request over http or https, redirections included. With bgd-http-answer.c the only libsoup.
 */
#include "config.h"

#include "bgd-http.h"

#include <string.h>

#include "bgd-hosts.h"
#include "bgd-http-answer.h"
#include "bgd-http-private.h"
#include "bgd-http-session.h"
#include "bgd-http-sign-in.h"
#include "bgd-http-socket.h"
#include "bgd-http-tls.h"
#include "bgd-manners.h"

#define MAXIMUM_REDIRECTS 20 /* what browsers allow */

typedef struct
{
  GUri *origin;                /* (owned) */
  char **headers;              /* (owned) (nullable) */
  BgdCredentials *credentials; /* (owned) (nullable) */
  BgdRoute *route;             /* (owned) (nullable) */
  char *method;                /* (owned) */
  char *range;                 /* (owned) (nullable) */
  char *if_range;              /* (owned) (nullable) */
  guint redirects;             /* followed so far */
  gboolean is_own;
  gboolean is_extra;
  gboolean asked_again;

  SoupMessage *message; /* (owned) (nullable) on its way */
  GSocket *socket;      /* (owned) (nullable) that was made for it */
} Exchange;

/* libsoup may keep it a little longer than we live. */
static void
forget_message (Exchange *self)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_object (&self->socket);
}

static void
exchange_free (gpointer data)
{
  Exchange *self = data;

  g_clear_pointer (&self->origin, g_uri_unref);
  g_strfreev (self->headers);
  g_clear_pointer (&self->credentials, bgd_credentials_unref);
  g_clear_pointer (&self->route, bgd_route_unref);
  g_free (self->method);
  g_free (self->range);
  g_free (self->if_range);
  forget_message (self);
  g_free (self);
}

/* SoupURI has it for itself only. */
int
bgd_http_get_port (GUri *uri)
{
  if (g_uri_get_port (uri) != -1)
    return g_uri_get_port (uri);

  return strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

gboolean
bgd_http_is_same_origin (GUri *one, GUri *other)
{
  return g_strcmp0 (g_uri_get_scheme (one), g_uri_get_scheme (other)) == 0 &&
         g_ascii_strcasecmp (g_uri_get_host (one), g_uri_get_host (other)) == 0 &&
         bgd_http_get_port (one) == bgd_http_get_port (other);
}

static gboolean
is_http (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);

  return strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0;
}

/* Without what must not travel: a fragment, and a name and password that came with a
 * redirection. */
static GUri *
parse_uri (GUri *base, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse_relative (base, url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;

  const char *path = g_uri_get_path (uri);

  return g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                      g_uri_get_port (uri), *path != '\0' ? path : "/", g_uri_get_query (uri),
                      NULL);
}

static void
add_line (SoupMessageHeaders *headers, const char *line)
{
  const char *colon = strchr (line, ':');

  if (colon == NULL)
    return;

  g_autofree char *name = g_strndup (line, (gsize) (colon - line));
  g_autofree char *value = g_strdup (colon + 1);

  soup_message_headers_append (headers, g_strstrip (name), g_strstrip (value));
}

static void
add_default (SoupMessageHeaders *headers, const char *name, const char *value)
{
  if (soup_message_headers_get_one (headers, name) == NULL)
    soup_message_headers_append (headers, name, value);
}

/* HTTP/2 would put all parts of a file into one connection, whose window they share. The next
 * libsoup has soup_message_set_force_http1(). */
static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection)
{
  static const char *const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection),
                                               (const char **) protocols);
}

static void
on_connected (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, Exchange *self)
{
  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    g_set_object (&self->socket, g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
}

/* Once for each request: who was told and asks again does not know us. */
static gboolean
on_authenticate (SoupMessage *message, SoupAuth *auth, gboolean again, Exchange *self)
{
  const BgdHttpSecrets secrets = { self->origin, self->credentials, self->route };
  const char *user;
  const char *password;

  if (again || !bgd_http_sign_in_find (&secrets, message, auth, &user, &password))
    return FALSE;

  soup_auth_authenticate (auth, user, password);

  return TRUE;
}

static gboolean
is_get (Exchange *self)
{
  return g_str_equal (self->method, SOUP_METHOD_GET);
}

static SoupMessage *
new_message (Exchange *self, GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (self->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  /* Redirections are ours to judge; the metrics tell how large a head was. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS);
  /* A session serves all jobs: what one of them signs in with is not for the others. */
  soup_message_add_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  /* Without the flag libsoup makes new connections to a server one after another; and what goes
   * over an old one that turns out to be dead it may send again. */
  if (self->is_extra || !is_get (self))
    soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), NULL);
  g_signal_connect (message, "network-event", G_CALLBACK (on_connected), self);
  g_signal_connect (message, "authenticate", G_CALLBACK (on_authenticate), self);
  bgd_http_sign_in_guard (message);

  if (bgd_http_is_same_origin (uri, self->origin))
    for (guint i = 0; self->headers != NULL && self->headers[i] != NULL; i++)
      add_line (headers, self->headers[i]);

  add_default (headers, "User-Agent", bgd_manners_get_user_agent ());
  add_default (headers, "Accept", "*/*");

  /* The job's cannot change what is asked for. */
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  soup_message_headers_remove (headers, "Range");
  soup_message_headers_remove (headers, "If-Range");
  if (!is_get (self))
    soup_message_headers_set_content_length (headers, 0);
  if (self->range != NULL)
    soup_message_headers_replace (headers, "Range", self->range);
  if (self->range != NULL && self->if_range != NULL)
    soup_message_headers_replace (headers, "If-Range", self->if_range);

  return message;
}

static gboolean
is_redirection (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* RFC 9110, section 15.4: after 303 with GET, and after 301 and 302 a POST becomes one, as in
 * browsers. */
static void
adapt_method (Exchange *self, guint status)
{
  gboolean was_post = g_str_equal (self->method, SOUP_METHOD_POST);

  if (status == 303 || ((status == 301 || status == 302) && was_post))
    {
      g_free (self->method);
      self->method = g_strdup (SOUP_METHOD_GET);
    }
}

/* Where a redirection leads, if we go there. */
static GUri *
get_target (Exchange *self, GError **error)
{
  const char *location =
      soup_message_headers_get_one (soup_message_get_response_headers (self->message), "Location");
  GUri *from = soup_message_get_uri (self->message);

  if (location == NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_SERVER_RESPONSE,
                           "The server sent us elsewhere and did not say where");
      return NULL;
    }

  g_autoptr (GUri) target = parse_uri (from, location);

  if (target == NULL || !is_http (target))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_REDIRECT_REFUSED,
                           "The server sent us to an address that is neither http nor https");
      return NULL;
    }
  if (strcmp (g_uri_get_scheme (from), "https") == 0 &&
      strcmp (g_uri_get_scheme (target), "https") != 0 &&
      !bgd_route_has_flag (self->route, BG_SECURITY_ALLOW_HTTP))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_REDIRECT_REFUSED,
                   "The server sent us from https to an insecure address on %s",
                   g_uri_get_host (target));
      return NULL;
    }
  if (++self->redirects > MAXIMUM_REDIRECTS)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_TOO_MANY_REDIRECTS,
                   "The server sent us elsewhere more than %d times", MAXIMUM_REDIRECTS);
      return NULL;
    }

  return g_steal_pointer (&target);
}

/* The body of an answer that is no file: mostly short, and here already. If it is read to its end
 * the connection can be used again; if not, it is not worth waiting for. */
static void
drop_body (GInputStream *body)
{
  char rubbish[4096];
  gssize n = 1;

  for (guint i = 0; i < 4 && n > 0; i++)
    n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (body), rubbish,
                                                  sizeof rubbish, NULL, NULL);

  g_input_stream_close (body, NULL, NULL);
}

/* An answer like any other that brings no file. It says where it would have led. */
static BgdAnswer *
refuse (Exchange *self, GUri *target, GInputStream *body)
{
  BgdAnswer *answer = bgd_http_answer_new (self->message, body);

  if (target == NULL)
    return answer;

  g_free (answer->url);
  answer->url = g_uri_to_string (target);

  return answer;
}

static void send_message (GTask *task, GUri *uri);

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) body = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  /* Rubbish, or an answer that was cut off in its headers: libsoup does not tell these apart, but a
   * second look does. */
  if (g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) &&
      !self->asked_again && is_get (self))
    {
      g_autoptr (GUri) uri = g_uri_ref (soup_message_get_uri (self->message));

      self->asked_again = TRUE;
      send_message (g_steal_pointer (&task), uri);
      return;
    }
  if (body == NULL)
    {
      g_task_return_error (task, bgd_http_answer_error (self->message, self->route, error));
      return;
    }

  if (self->socket != NULL)
    bgd_http_socket_keep (SOUP_SESSION (source), self->message, self->socket);
  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message)))
    drop_body (body);
  if (!is_redirection (soup_message_get_status (self->message)))
    {
      BgdAnswer *answer = bgd_http_answer_new (self->message, g_steal_pointer (&body));

      answer->socket = bgd_http_socket_find (SOUP_SESSION (source), self->message);
      g_task_return_pointer (task, answer, (GDestroyNotify) bgd_answer_free);
      return;
    }

  g_autoptr (GUri) target = get_target (self, &error);

  if (bgd_route_has_flag (self->route, BG_SECURITY_REFUSE_REDIRECTS))
    {
      g_task_return_pointer (task, refuse (self, target, g_steal_pointer (&body)),
                             (GDestroyNotify) bgd_answer_free);
      return;
    }
  if (target == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  adapt_method (self, soup_message_get_status (self->message));
  send_message (g_steal_pointer (&task), target);
}

/* Takes the task. */
static void
send_message (GTask *task, GUri *uri)
{
  Exchange *self = g_task_get_task_data (task);
  GError *error = NULL;

  forget_message (self);
  if (!bgd_hosts_check (uri, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  self->message = new_message (self, uri);
  bgd_http_tls_prepare (self->message, self->route,
                        self->is_own && bgd_http_is_same_origin (uri, self->origin));
  soup_session_send_async (bgd_http_session_get (self->route, uri), self->message,
                           G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_sent, task);
}

/**
 * bgd_http_send_async:
 * @request: what to ask for
 * @cancellable: (nullable): ends it
 * @callback: called when the headers of the answer are there
 * @user_data: for @callback
 *
 * For the transfer thread. No time-out: cancel it.
 */
void
bgd_http_send_async (const BgdHttpRequest *request,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GUri) uri = parse_uri (NULL, request->url);
  g_autoptr (GError) error = NULL;
  Exchange *self = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, bgd_http_send_async);
  g_task_set_task_data (task, self, exchange_free);

  self->origin = parse_uri (NULL, request->origin);
  if (uri == NULL || self->origin == NULL || !is_http (uri))
    {
      g_task_return_new_error (task, BG_ERROR, BG_ERROR_INVALID_URL, "This is not an address");
      return;
    }

  self->headers = g_strdupv ((char **) request->headers);
  if (request->credentials != NULL)
    self->credentials = bgd_credentials_ref (request->credentials);
  if (request->route != NULL)
    self->route = bgd_route_ref (request->route);
  self->method = g_strdup (request->method != NULL ? request->method : SOUP_METHOD_GET);
  self->if_range = g_strdup (request->if_range);
  self->is_own = request->is_own;
  self->is_extra = request->is_extra;
  if (request->ranged && request->end == BGD_TO_THE_END)
    self->range = g_strdup_printf ("bytes=%" G_GUINT64_FORMAT "-", request->start);
  else if (request->ranged)
    self->range = g_strdup_printf ("bytes=%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, request->start,
                                   request->end - 1);

  if (!bgd_http_tls_load (self->route, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  send_message (g_steal_pointer (&task), uri);
}

/**
 * bgd_http_send_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Errors: BG_ERROR if there was no answer; G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the answer, whatever its status
 */
BgdAnswer *
bgd_http_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* (transfer full) (nullable): an address that a request can go to. */
GUri *
bgd_http_parse_uri (const char *url)
{
  g_autoptr (GUri) uri = parse_uri (NULL, url);

  return uri != NULL && is_http (uri) ? g_steal_pointer (&uri) : NULL;
}

/**
 * bgd_http_prepare:
 * @message: a request
 * @origin: whose server gets @headers
 * @headers: (nullable): lines "Name: value"
 *
 * What all requests have in common.
 */
void
bgd_http_prepare (SoupMessage *message, GUri *origin, const char *const *headers)
{
  SoupMessageHeaders *to_send = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), NULL);

  if (bgd_http_is_same_origin (soup_message_get_uri (message), origin))
    for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
      add_line (to_send, headers[i]);

  add_default (to_send, "User-Agent", "Ferry/" PACKAGE_VERSION);
  add_default (to_send, "Accept", "*/*");
  soup_message_headers_replace (to_send, "Accept-Encoding", "identity");
  soup_message_headers_remove (to_send, "Range");
  soup_message_headers_remove (to_send, "If-Range");
}

/* Of an answer whose body nobody wants. */
void
bgd_http_drop_body (GInputStream *body)
{
  drop_body (body);
}
