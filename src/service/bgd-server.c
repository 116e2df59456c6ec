/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server as all transfers see it: how many connections it has from us, bears, and is worth. */
#include "config.h"

#include "bgd-server.h"

/* What was learned is believed for so long: networks change, and servers recover. */
#define MEMORY ((gint64) 10 * 60 * G_USEC_PER_SEC)

/* More servers than this are not remembered while nobody uses them. */
#define REMEMBERED 256

typedef struct
{
  guint value; /* 0: nothing was learned */
  gint64 when; /* monotonic microseconds */
} Lesson;

typedef struct
{
  BgdServerFunc func;
  gpointer user_data;
} Waiter;

struct _BgdServer
{
  guint references;

  guint users;    /* files under way */
  guint taken;    /* connections */
  GQueue waiters; /* (element-type Waiter (owned)) */
  GSource *call;  /* (owned) (nullable) will call the waiters for whom there is a place */

  Lesson limit;  /* connections that it bears, for one file */
  Lesson useful; /* connections that helped */
};

/* "https://host:port" → BgdServer, with a reference each; goes with its thread. */
static GPrivate table_key = G_PRIVATE_INIT ((GDestroyNotify) g_hash_table_unref);

static guint maximum = BGD_SERVER_CONNECTIONS;

static gboolean
is_forgettable (gpointer key, gpointer value, gpointer user_data)
{
  const BgdServer *self = value;

  return self->references == 1;
}

static GHashTable *
get_table (void)
{
  GHashTable *table = g_private_get (&table_key);

  if (table != NULL)
    return table;

  table =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bgd_server_unref);
  g_private_set (&table_key, table);

  return table;
}

/**
 * bgd_server_get:
 * @url: an address
 *
 * Returns: (transfer full): its server, the same for all addresses with its scheme, host and port
 */
BgdServer *
bgd_server_get (const char *url)
{
  GHashTable *table = get_table ();
  g_autoptr (GUri) uri =
      g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  g_autofree char *host = uri != NULL ? g_ascii_strdown (g_uri_get_host (uri), -1) : NULL;
  g_autofree char *name = uri != NULL ? g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), host,
                                                         g_uri_get_port (uri))
                                      : g_strdup (url);
  BgdServer *self = g_hash_table_lookup (table, name);

  if (self == NULL)
    {
      if (g_hash_table_size (table) >= REMEMBERED)
        g_hash_table_foreach_remove (table, is_forgettable, NULL);

      self = g_new0 (BgdServer, 1);
      self->references = 1;
      g_queue_init (&self->waiters);
      g_hash_table_insert (table, g_steal_pointer (&name), self);
    }

  return bgd_server_ref (self);
}

BgdServer *
bgd_server_ref (BgdServer *self)
{
  self->references++;

  return self;
}

void
bgd_server_unref (BgdServer *self)
{
  if (--self->references > 0)
    return;

  g_assert (self->taken == 0);

  if (self->call != NULL)
    g_source_destroy (self->call);
  g_clear_pointer (&self->call, g_source_unref);
  g_queue_clear_full (&self->waiters, g_free);
  g_free (self);
}

/* Files that are fetched from it count, so that each gets its share. */
void
bgd_server_enter (BgdServer *self)
{
  self->users++;
}

void
bgd_server_leave (BgdServer *self)
{
  g_assert (self->users > 0);

  self->users--;
}

/* Connections for each of the files, from 1. */
guint
bgd_server_get_share (BgdServer *self)
{
  return MAX (maximum / MAX (self->users, 1), 1);
}

static gboolean
on_call (gpointer user_data)
{
  g_autoptr (BgdServer) self = bgd_server_ref (user_data);

  g_clear_pointer (&self->call, g_source_unref);

  /* No more than there are now: who finds its place gone waits again. */
  for (guint n = g_queue_get_length (&self->waiters); n > 0 && self->taken < maximum; n--)
    {
      g_autofree Waiter *waiter = g_queue_pop_head (&self->waiters);

      if (waiter != NULL)
        waiter->func (waiter->user_data);
    }

  return G_SOURCE_REMOVE;
}

/* Not at once: whoever gives a place is in the middle of something. */
static void
call_waiters (BgdServer *self)
{
  if (self->call != NULL || g_queue_is_empty (&self->waiters))
    return;

  self->call = g_idle_source_new ();
  g_source_set_priority (self->call, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->call, on_call, self, NULL);
  g_source_set_static_name (self->call, "bgd-server");
  g_source_attach (self->call, g_main_context_get_thread_default ());
}

/**
 * bgd_server_take:
 * @at_least: connections that there may be, even if the maximum is lower
 *
 * Returns: whether there is a place for one more connection; to be given back
 */
gboolean
bgd_server_take (BgdServer *self, guint at_least)
{
  if (self->taken >= MAX (maximum, at_least))
    return FALSE;

  self->taken++;
  return TRUE;
}

void
bgd_server_give (BgdServer *self)
{
  g_assert (self->taken > 0);

  self->taken--;
  call_waiters (self);
}

/**
 * bgd_server_wait:
 * @func: called once when there may be a place, never before this returns
 * @user_data: for @func
 */
void
bgd_server_wait (BgdServer *self, BgdServerFunc func, gpointer user_data)
{
  Waiter *waiter = g_new (Waiter, 1);

  waiter->func = func;
  waiter->user_data = user_data;
  g_queue_push_tail (&self->waiters, waiter);
}

void
bgd_server_stop_waiting (BgdServer *self, gpointer user_data)
{
  for (GList *l = self->waiters.head; l != NULL; l = l->next)
    if (((Waiter *) l->data)->user_data == user_data)
      {
        g_free (l->data);
        g_queue_delete_link (&self->waiters, l);
        return;
      }
}

/* Whether a file waits for its only connection while others may have several. */
gboolean
bgd_server_is_crowded (BgdServer *self)
{
  return !g_queue_is_empty (&self->waiters);
}

/**
 * bgd_server_set_maximum:
 * @connections: to each server, over all files, from 1
 */
void
bgd_server_set_maximum (guint connections)
{
  GHashTableIter iter;
  gpointer server;

  maximum = connections;
  g_hash_table_iter_init (&iter, get_table ());
  while (g_hash_table_iter_next (&iter, NULL, &server))
    call_waiters (server);
}

static guint
recall (const Lesson *lesson, gint64 now)
{
  return now - lesson->when < MEMORY ? lesson->value : 0;
}

/* It refused more connections than that. */
void
bgd_server_set_limit (BgdServer *self, guint connections, gint64 now)
{
  self->limit = (Lesson){ connections, now };
}

/* 0: none is known. */
guint
bgd_server_get_limit (BgdServer *self, gint64 now)
{
  return recall (&self->limit, now);
}

/* So many helped with a file. */
void
bgd_server_set_useful (BgdServer *self, guint connections, gint64 now)
{
  self->useful = (Lesson){ connections, now };
}

/* 0: not known. */
guint
bgd_server_get_useful (BgdServer *self, gint64 now)
{
  return recall (&self->useful, now);
}
