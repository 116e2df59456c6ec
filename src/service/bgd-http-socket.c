/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which socket a message of libsoup came over. It tells of a socket only the message for which it
 * was made, and of later ones only the number of their connection. */
#include "config.h"

#include "bgd-http-socket.h"

/* Connections that have gone are looked for when there are twice as many as at the last time. */
#define FEW 64

/* Of a session. */
typedef struct
{
  GHashTable *sockets; /* (owned) number of the connection (owned) → GWeakRef (owned) */
  guint enough;        /* look for those that have gone */
} Book;

static void
book_free (gpointer data)
{
  Book *self = data;

  g_hash_table_unref (self->sockets);
  g_free (self);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static Book *
get_book (SoupSession *session)
{
  Book *self = g_object_get_data (G_OBJECT (session), "bgd-http-socket");

  if (self != NULL)
    return self;

  self = g_new0 (Book, 1);
  self->sockets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, weak_ref_free);
  self->enough = FEW;
  g_object_set_data_full (G_OBJECT (session), "bgd-http-socket", self, book_free);

  return self;
}

static gboolean
has_gone (gpointer key, gpointer value, gpointer user_data)
{
  g_autoptr (GObject) socket = g_weak_ref_get (value);

  return socket == NULL;
}

/**
 * bgd_http_socket_keep:
 * @session: of @message
 * @message: that has a connection
 * @socket: that was made for it
 */
void
bgd_http_socket_keep (SoupSession *session, SoupMessage *message, GSocket *socket)
{
  Book *self = get_book (session);
  guint64 id = soup_message_get_connection_id (message);
  GWeakRef *reference = g_new (GWeakRef, 1);

  if (g_hash_table_size (self->sockets) >= self->enough)
    {
      g_hash_table_foreach_remove (self->sockets, has_gone, NULL);
      self->enough = MAX (2 * g_hash_table_size (self->sockets), FEW);
    }

  g_weak_ref_init (reference, socket);
  g_hash_table_insert (self->sockets, g_memdup2 (&id, sizeof id), reference);
}

/* (transfer full) (nullable): of the connection that a message has, or had. */
GSocket *
bgd_http_socket_find (SoupSession *session, SoupMessage *message)
{
  guint64 id = soup_message_get_connection_id (message);
  GWeakRef *reference = g_hash_table_lookup (get_book (session)->sockets, &id);

  return reference != NULL ? g_weak_ref_get (reference) : NULL;
}
