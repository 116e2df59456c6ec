/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A web server that misbehaves on demand, in threads of its own, on 127.0.0.1. Not a SoupServer:
 * that one cannot lie. */
#include "config.h"

#include "fake-server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "fake-content.h"

#define PIECE (64 * 1024)

struct _FakeServer
{
  GTlsCertificate *certificate; /* (owned) (nullable) */

  GSocketListener *listener; /* (owned) */
  GThread *thread;           /* (owned) takes connections in */
  GCancellable *cancellable; /* (owned) ends everything */
  guint16 port;

  /* Under the lock. */
  GMutex lock;
  FakeAnswer answer;
  FakeScript script;
  gpointer script_data;
  GPtrArray *requests; /* (owned) (element-type FakeRequest) */
};

/* One connection. */
typedef struct
{
  FakeServer *server;
  GSocket *socket;
  GIOStream *stream; /* (owned) */
  GDataInputStream *input;
  guint number;
} Peer;

static void
request_free (gpointer data)
{
  FakeRequest *self = data;

  g_free (self->path);
  g_free (self->version);
  g_free (self->protocol);
  g_hash_table_unref (self->headers);
  g_free (self);
}

static gboolean
send_bytes (Peer *peer, const void *data, gsize length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (peer->stream), data, length,
                                    NULL, peer->server->cancellable, NULL);
}

/* Until the other side, or the server, gives up. */
static void
stall (Peer *peer)
{
  char buffer[256];

  while (g_socket_condition_wait (peer->socket, G_IO_IN | G_IO_HUP | G_IO_ERR,
                                  peer->server->cancellable, NULL) &&
         g_socket_receive (peer->socket, buffer, sizeof buffer, peer->server->cancellable, NULL) >
             0)
    ;
}

/* The next close() sends RST and drops what is on its way. */
static void
arm_reset (Peer *peer)
{
  const struct linger linger = { 1, 0 };

  setsockopt (g_socket_get_fd (peer->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static gboolean
send_piece (Peer *peer, const FakeAnswer *answer, const char *data, gsize length)
{
  g_autofree char *size = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n", length);

  if (!answer->chunked)
    return send_bytes (peer, data, length);

  return send_bytes (peer, size, strlen (size)) && send_bytes (peer, data, length) &&
         send_bytes (peer, "\r\n", 2);
}

/* FALSE: nothing more can be sent over this connection. */
static gboolean
send_body (Peer *peer, const FakeAnswer *answer, guint64 start, guint64 length)
{
  g_autofree char *piece = g_malloc (PIECE);
  guint64 sent = 0;
  guint64 total = 0;

  for (;;)
    {
      guint64 left = length - sent;

      if (answer->stalls)
        left = MIN (left, answer->stall_at - MIN (answer->stall_at, sent));
      if (answer->cuts)
        left = MIN (left, answer->cut_at - MIN (answer->cut_at, sent));

      gsize n = MIN (left, answer->rate > 0 ? CLAMP (answer->rate / 20, 1, PIECE) : PIECE);

      if (n == 0)
        break;

      fake_fill (answer->seed, start + sent, piece, n);
      if (!send_piece (peer, answer, piece, n))
        return FALSE;
      sent += n;
      if (answer->sent != NULL)
        total = atomic_fetch_add (answer->sent, n) + n;
      if (answer->sent_limit > 0 && total >= answer->sent_limit)
        return FALSE;
      if (answer->rate > 0)
        g_usleep (n * G_USEC_PER_SEC / answer->rate);
    }

  if (answer->stalls && sent == answer->stall_at)
    {
      stall (peer);
      return FALSE;
    }
  if (answer->cuts && sent == answer->cut_at)
    {
      if (answer->resets)
        arm_reset (peer);
      return FALSE;
    }

  if (answer->chunked && !send_bytes (peer, "0\r\n\r\n", 5))
    return FALSE;
  for (guint64 i = 0; i < answer->surplus; i++)
    if (!send_bytes (peer, "x", 1))
      return FALSE;

  return !answer->no_length && !answer->closes;
}

static void
add_validators (GString *head, const FakeAnswer *answer)
{
  if (answer->etag != NULL)
    g_string_append_printf (head, "ETag: %s\r\n", answer->etag);
  if (answer->last_modified != NULL)
    g_string_append_printf (head, "Last-Modified: %s\r\n", answer->last_modified);
  if (answer->closes)
    g_string_append (head, "Connection: close\r\n");
  if (answer->headers != NULL)
    g_string_append (head, answer->headers);
}

static gboolean
send_status (Peer *peer, const FakeAnswer *answer)
{
  static const char body[] = "<html>This is not the file.</html>\n";
  g_autoptr (GString) head = g_string_new (answer->prelude);

  g_string_append_printf (head, "HTTP/1.1 %u %s\r\n", answer->status,
                          answer->reason != NULL ? answer->reason : "So");
  g_string_append_printf (head, "Content-Length: %" G_GSIZE_FORMAT "\r\n", strlen (body));
  if (answer->location != NULL)
    g_string_append_printf (head, "Location: %s\r\n", answer->location);
  if (answer->content_range != NULL)
    g_string_append_printf (head, "Content-Range: %s\r\n", answer->content_range);
  add_validators (head, answer);
  g_string_append (head, "\r\n");
  g_string_append (head, body); /* in one packet, as servers do */

  return send_bytes (peer, head->str, head->len) && !answer->closes;
}

/* Whether the request is for a part, by the rules. */
static gboolean
wants_part (const FakeRequest *request, const FakeAnswer *answer, guint64 *start, guint64 *end)
{
  const char *range = fake_request_get (request, "range");
  const char *condition = fake_request_get (request, "if-range");

  if (range == NULL || answer->ignores_range || !g_str_has_prefix (range, "bytes="))
    return FALSE;
  if (condition != NULL && !answer->ignores_if_range && g_strcmp0 (condition, answer->etag) != 0 &&
      g_strcmp0 (condition, answer->last_modified) != 0)
    return FALSE;

  char *cursor;

  *start = strtoull (range + strlen ("bytes="), &cursor, 10);
  *end = cursor[1] != '\0' ? strtoull (cursor + 1, NULL, 10) + 1 : answer->size;
  *end = answer->overlong ? answer->size : MIN (*end, answer->size);
  if ((gint64) *start + answer->start_slip >= 0)
    *start += (guint64) answer->start_slip;
  if (answer->part_limit > 0)
    *end = MIN (*end, *start + answer->part_limit);

  return TRUE;
}

static gboolean
send_file (Peer *peer, const FakeRequest *request, const FakeAnswer *answer)
{
  g_autoptr (GString) head = g_string_new (answer->prelude);
  guint64 start = 0;
  guint64 end = answer->size;
  gboolean part = wants_part (request, answer, &start, &end);

  if (part && start >= answer->size)
    {
      g_string_append_printf (head,
                              "HTTP/1.1 416 No\r\nContent-Length: 0\r\n"
                              "Content-Range: bytes */%" G_GUINT64_FORMAT "\r\n",
                              answer->size);
      add_validators (head, answer);
      g_string_append (head, "\r\n");
      return send_bytes (peer, head->str, head->len);
    }

  part |= answer->status == 206;
  g_string_append (head, part ? "HTTP/1.1 206 Part\r\n" : "HTTP/1.1 200 All\r\n");
  if (part && answer->content_range != NULL)
    g_string_append_printf (head, "Content-Range: %s\r\n", answer->content_range);
  else if (part)
    g_string_append_printf (head,
                            "Content-Range: bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT
                            "/%" G_GINT64_FORMAT "\r\n",
                            start, end - 1, (gint64) answer->size + answer->total_lie);

  if (answer->chunked)
    g_string_append (head, "Transfer-Encoding: chunked\r\n");
  else if (!answer->no_length)
    g_string_append_printf (head, "Content-Length: %" G_GINT64_FORMAT "\r\n",
                            (gint64) (end - start) + answer->length_lie);
  add_validators (head, answer);
  g_string_append (head, "\r\n");

  return send_bytes (peer, head->str, head->len) &&
         send_body (peer, answer, start + answer->start_shift, end - start);
}

static char *
read_line (Peer *peer)
{
  char *line = g_data_input_stream_read_line (peer->input, NULL, peer->server->cancellable, NULL);

  if (line != NULL)
    g_strchomp (line);

  return line;
}

static char *
get_protocol (Peer *peer)
{
  return G_IS_TLS_CONNECTION (peer->stream)
             ? g_strdup (g_tls_connection_get_negotiated_protocol (G_TLS_CONNECTION (peer->stream)))
             : NULL;
}

static FakeRequest *
read_request (Peer *peer)
{
  g_autofree char *first = read_line (peer);
  g_auto (GStrv) words = first != NULL ? g_strsplit (first, " ", 3) : NULL;

  if (words == NULL || g_strv_length (words) != 3)
    return NULL;

  FakeRequest *request = g_new0 (FakeRequest, 1);

  request->connection = peer->number;
  request->path = g_strdup (words[1]);
  request->version = g_strdup (words[2]);
  request->protocol = get_protocol (peer);
  request->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (;;)
    {
      g_autofree char *line = read_line (peer);
      char *colon = line != NULL ? strchr (line, ':') : NULL;

      if (colon == NULL)
        return request;

      *colon = '\0';
      g_hash_table_insert (request->headers, g_ascii_strdown (line, -1),
                           g_strdup (g_strstrip (colon + 1)));
    }
}

/* Takes the request. FALSE: the connection is over. */
static gboolean
answer_request (Peer *peer, FakeRequest *request)
{
  FakeServer *self = peer->server;
  FakeAnswer answer;

  g_mutex_lock (&self->lock);
  request->number = self->requests->len;
  g_ptr_array_add (self->requests, request);
  answer = self->answer;
  if (self->script != NULL)
    self->script (request, &answer, self->script_data);
  g_mutex_unlock (&self->lock);

  if (answer.mute)
    {
      stall (peer);
      return FALSE;
    }
  if (answer.raw != NULL)
    {
      send_bytes (peer, answer.raw,
                  answer.raw_length > 0 ? answer.raw_length : strlen (answer.raw));
      return FALSE;
    }
  if (answer.status != 0 && answer.status != 200 && answer.status != 206)
    return send_status (peer, &answer);

  return send_file (peer, request, &answer);
}

static gpointer
run_peer (gpointer data)
{
  Peer *peer = data;
  FakeRequest *request;

  if (peer->server->certificate != NULL)
    {
      static const char *const protocols[] = { "h2", "http/1.1", NULL };
      g_autoptr (GIOStream) plain = g_steal_pointer (&peer->stream);

      peer->stream = g_tls_server_connection_new (plain, peer->server->certificate, NULL);
      g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (peer->stream),
                                                 (const char **) protocols);
    }

  peer->input = g_data_input_stream_new (g_io_stream_get_input_stream (peer->stream));
  while ((request = read_request (peer)) != NULL && answer_request (peer, request))
    ;

  g_object_unref (peer->input);
  g_io_stream_close (peer->stream, NULL, NULL);
  g_object_unref (peer->stream);
  g_object_unref (peer->socket);
  g_free (peer);

  return NULL;
}

static gpointer
run_listener (gpointer data)
{
  FakeServer *self = data;
  g_autoptr (GPtrArray) threads = g_ptr_array_new_with_free_func ((GDestroyNotify) g_thread_join);

  for (;;)
    {
      GSocketConnection *connection =
          g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL);

      if (connection == NULL)
        return NULL; /* all peers end with the same cancellable */

      Peer *peer = g_new0 (Peer, 1);

      peer->server = self;
      peer->number = threads->len;
      peer->stream = G_IO_STREAM (connection);
      peer->socket = g_object_ref (g_socket_connection_get_socket (connection));
      g_ptr_array_add (threads, g_thread_new ("fake-server-peer", run_peer, peer));
    }
}

FakeServer *
fake_server_new_tls (const FakeAnswer *answer, GTlsCertificate *certificate)
{
  FakeServer *self = g_new0 (FakeServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  g_set_object (&self->certificate, certificate);
  self->answer = *answer;
  self->cancellable = g_cancellable_new ();
  self->requests = g_ptr_array_new_with_free_func (request_free);

  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  self->thread = g_thread_new ("fake-server", run_listener, self);

  return self;
}

FakeServer *
fake_server_new (const FakeAnswer *answer)
{
  return fake_server_new_tls (answer, NULL);
}

void
fake_server_free (FakeServer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_socket_listener_close (self->listener);

  g_object_unref (self->listener);
  g_ptr_array_unref (self->requests);
  g_object_unref (self->cancellable);
  g_clear_object (&self->certificate);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
fake_server_set_answer (FakeServer *self, const FakeAnswer *answer)
{
  g_mutex_lock (&self->lock);
  self->answer = *answer;
  g_mutex_unlock (&self->lock);
}

void
fake_server_set_script (FakeServer *self, FakeScript script, gpointer user_data)
{
  g_mutex_lock (&self->lock);
  self->script = script;
  self->script_data = user_data;
  g_mutex_unlock (&self->lock);
}

guint16
fake_server_get_port (FakeServer *self)
{
  return self->port;
}

char *
fake_server_get_url (FakeServer *self, const char *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s", self->certificate != NULL ? "https" : "http",
                          self->port, path);
}

guint
fake_server_count_requests (FakeServer *self)
{
  g_mutex_lock (&self->lock);
  guint count = self->requests->len;
  g_mutex_unlock (&self->lock);

  return count;
}

/* (transfer none): what has come does not change any more. */
const FakeRequest *
fake_server_get_request (FakeServer *self, guint number)
{
  g_mutex_lock (&self->lock);
  g_assert_cmpuint (number, <, self->requests->len);
  const FakeRequest *request = g_ptr_array_index (self->requests, number);
  g_mutex_unlock (&self->lock);

  return request;
}

const char *
fake_request_get (const FakeRequest *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}
