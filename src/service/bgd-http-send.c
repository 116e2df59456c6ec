/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request with any method and perhaps a body: a step of an upload. */
#include "config.h"

#include "bgd-http-send.h"

#include <string.h>

#include "bg-error.h"
#include "bgd-hosts.h"
#include "bgd-http-answer.h"
#include "bgd-http-private.h"
#include "bgd-http-session.h"
#include "bgd-http-sign-in.h"
#include "bgd-http-socket.h"
#include "bgd-http-tls.h"

typedef struct
{
  SoupSession *session;           /* (owned) (nullable) */
  SoupMessage *message;           /* (owned) */
  BgdRoute *route;                /* (owned) (nullable) */
  BgdHttpLogin *login;            /* (owned) (nullable) */
  GSocket *socket;                /* (owned) (nullable) that was made for it */
  GInputStream *body;             /* (owned) (nullable) */
  BgdHttpConnectedFunc connected; /* (nullable) */
} Order;

static void
order_free (gpointer data)
{
  Order *self = data;

  g_signal_handlers_disconnect_by_data (self->message, self);
  g_object_unref (self->message);
  g_clear_object (&self->session);
  g_clear_object (&self->socket);
  g_clear_object (&self->body);
  g_clear_pointer (&self->route, bgd_route_unref);
  g_clear_pointer (&self->login, bgd_http_login_unref);
  g_free (self);
}

static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  Order *self)
{
  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    g_set_object (&self->socket, g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
}

/* The body is next. */
static void
on_wrote_headers (SoupMessage *message, Order *self)
{
  if (self->socket != NULL)
    bgd_http_socket_keep (self->session, message, self->socket);
  g_clear_object (&self->socket);

  g_autoptr (GSocket) socket = bgd_http_socket_find (self->session, message);

  if (socket != NULL && self->body != NULL && self->connected != NULL)
    self->connected (self->body, socket);
}

static void
add_to_reply (const char *name, const char *value, gpointer user_data)
{
  bgd_reply_add (user_data, name, value);
}

static BgdReply *
new_reply (SoupMessage *message, const BgdHttpLogin *login, GInputStream *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autofree char *url = g_uri_to_string (soup_message_get_uri (message));
  BgdReply *self = bgd_reply_new (soup_message_get_status (message), url);

  soup_message_headers_foreach (headers, add_to_reply, self);
  self->retry_after = bgd_http_get_retry_after (headers);
  self->is_question = login != NULL && bgd_http_login_is_asked (login);
  if (bgd_reply_is_good (self))
    self->body = g_object_ref (body);
  else
    bgd_http_drop_body (body);

  return self;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Order *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) body = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (body == NULL)
    g_task_return_error (task, bgd_http_answer_error (self->message, self->route, error));
  else
    g_task_return_pointer (task, new_reply (self->message, self->login, body),
                           (GDestroyNotify) bgd_reply_free);
}

/* Ours win, whatever the owner has set. */
static void
set_own (SoupMessageHeaders *headers, const char *const *lines)
{
  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      const char *colon = strchr (lines[i], ':');
      g_autofree char *name = g_strndup (lines[i], (gsize) (colon - lines[i]));
      g_autofree char *value = g_strdup (colon + 1);

      soup_message_headers_replace (headers, name, g_strstrip (value));
    }
}

/* When an old connection turns out to be dead libsoup sends a PUT again by itself, and the body is
 * used up: a whole file gets a connection of its own. All else with a body says where its bytes
 * belong, and may share one; libsoup takes that for a licence to reuse, not to send again. */
static SoupMessage *
new_message (const BgdHttpOrder *order, GUri *uri, GUri *origin)
{
  SoupMessage *message = soup_message_new_from_uri (order->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  bgd_http_prepare (message, origin, order->headers);
  soup_message_add_flags (message,
                          order->is_whole ? SOUP_MESSAGE_NEW_CONNECTION : SOUP_MESSAGE_IDEMPOTENT);
  set_own (headers, order->own);
  if (order->login != NULL)
    bgd_http_login_prepare (order->login, message);
  bgd_http_sign_in_guard (message);

  /* Who says no before the body comes may not know where the next request begins. */
  if (order->waits)
    {
      soup_message_headers_set_expectations (headers, SOUP_EXPECTATION_CONTINUE);
      soup_message_headers_replace (headers, "Connection", "close");
    }

  if (order->body != NULL)
    soup_message_set_request_body (message, NULL, order->body, (gssize) order->length);
  else if (!g_str_equal (order->method, SOUP_METHOD_GET) &&
           !g_str_equal (order->method, SOUP_METHOD_HEAD))
    soup_message_headers_set_content_length (headers, 0);

  return message;
}

/**
 * bgd_http_send_order_async:
 * @order: what to send
 * @cancellable: (nullable): ends it
 * @callback: called when the headers of the answer are there
 * @user_data: for @callback
 *
 * For the transfer thread. No time-out: cancel it.
 */
void
bgd_http_send_order_async (const BgdHttpOrder *order,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GUri) uri = bgd_http_parse_uri (order->url);
  g_autoptr (GUri) origin = bgd_http_parse_uri (order->origin);
  g_autoptr (GError) error = NULL;
  Order *self;

  g_task_set_source_tag (task, bgd_http_send_order_async);
  if (uri == NULL || origin == NULL)
    {
      g_task_return_new_error (task, BG_ERROR, BG_ERROR_INVALID_URL, "This is not an address");
      return;
    }

  if (!bgd_hosts_check (uri, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self = g_new0 (Order, 1);
  self->message = new_message (order, uri, origin);
  g_signal_connect (self->message, "network-event", G_CALLBACK (on_network_event), self);
  g_signal_connect (self->message, "wrote-headers", G_CALLBACK (on_wrote_headers), self);
  if (order->body != NULL)
    self->body = g_object_ref (order->body);
  self->connected = order->connected;
  if (order->route != NULL)
    self->route = bgd_route_ref (order->route);
  if (order->login != NULL)
    self->login = bgd_http_login_ref (order->login);
  g_task_set_task_data (task, self, order_free);
  if (!bgd_http_tls_load (self->route, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  bgd_http_tls_prepare (self->message, self->route, bgd_http_is_same_origin (uri, origin));
  self->session = g_object_ref (bgd_http_session_get (self->route, uri));
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, cancellable, on_sent,
                           g_steal_pointer (&task));
}

/**
 * bgd_http_send_order_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Errors: BG_ERROR if there was no answer; G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the answer, whatever its status
 */
BgdReply *
bgd_http_send_order_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
