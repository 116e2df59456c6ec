/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection at work: a request for a part of the file, and its body, in large reads, to where
 * it belongs. */
#include "config.h"

#include "bgd-fetch.h"

#include "bgd-chunks.h"
#include "bgd-error.h"

/* The size of the reads decides about the speed: below 256 KiB it falls, above 1 MiB nothing is
 * gained and the cache of the processor is left. */
#define BUFFER_SIZE ((gsize) 1024 * 1024)

/* For all fetches: reading and writing happen in one go, on the one transfer thread. So the
 * memory does not grow with their number. */
static char buffer[BUFFER_SIZE] __attribute__ ((aligned (4096)));

struct _BgdFetch
{
  const BgdFetchListener *listener;
  gpointer user_data;

  BgdSegments *plan;   /* the owner's */
  BgdSegment *segment; /* (nullable) the plan's, lent to us: what we are here for */
  BgdSink *sink;       /* the owner's */

  gboolean ranged;           /* not the whole file was asked for */
  GCancellable *cancellable; /* (owned) of the request */
  BgdAnswer *answer;         /* (owned) (nullable) */
  BgdChunks chunks;          /* if the body comes in chunks */
  GSource *source;           /* (owned) (nullable) waits for bytes, or for our turn */
  gboolean polling;          /* it waits for bytes */
  guint64 bytes;             /* that were written */
  gint64 last_sign;          /* monotonic: when the server last showed that it is there */
};

/**
 * bgd_fetch_new:
 * @plan: the plan of the file; must outlive the fetch
 * @segment: (transfer full): a part that was taken from @plan; is given back at the end
 * @sink: where to; must outlive the fetch
 * @listener: who is told
 * @user_data: for @listener
 *
 * Returns: (transfer full): a fetch, at rest
 */
BgdFetch *
bgd_fetch_new (BgdSegments *plan,
               BgdSegment *segment,
               BgdSink *sink,
               const BgdFetchListener *listener,
               gpointer user_data)
{
  BgdFetch *self = g_new0 (BgdFetch, 1);

  self->plan = plan;
  self->segment = segment;
  self->sink = sink;
  self->listener = listener;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();

  return self;
}

static void
stop_waiting (BgdFetch *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/**
 * bgd_fetch_free:
 * @self: a fetch, in whatever state
 *
 * Ends it. A connection whose body was not read to its end is closed; it cannot be used again.
 */
void
bgd_fetch_free (BgdFetch *self)
{
  stop_waiting (self);
  bgd_fetch_set_segment (self, NULL);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->answer, bgd_answer_free);
  g_free (self);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdAnswer) answer = bgd_http_send_finish (result, &error);

  /* Freed in the meantime. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  BgdFetch *self = user_data;

  self->last_sign = g_get_monotonic_time ();
  self->answer = g_steal_pointer (&answer);
  if (self->answer != NULL)
    self->listener->answered (self, self->answer, self->user_data);
  else
    self->listener->ended (self, error, self->user_data);
}

/**
 * bgd_fetch_send:
 * @self: a new fetch
 * @request: what to ask for
 *
 * "answered" or "ended" follows, never before this returns.
 */
void
bgd_fetch_send (BgdFetch *self, const BgdHttpRequest *request)
{
  self->last_sign = g_get_monotonic_time ();
  self->ranged = request->ranged;
  bgd_http_send_async (request, self->cancellable, on_answered, self);
}

/* Like g_input_stream_read(), without waiting. */
static gssize
read_some (BgdFetch *self, char *data, gsize length, GError **error)
{
  GPollableInputStream *body = G_POLLABLE_INPUT_STREAM (self->answer->body);
  GPollableInputStream *chunks = G_POLLABLE_INPUT_STREAM (self->answer->chunks);
  gsize decoded = 0;

  if (chunks == NULL)
    return g_pollable_input_stream_read_nonblocking (body, data, length, NULL, error);

  while (decoded == 0 && !bgd_chunks_are_over (&self->chunks))
    {
      gssize n = g_pollable_input_stream_read_nonblocking (chunks, data, length, NULL, error);

      if (n < 0)
        return n;
      if (n == 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                               "the last chunk is missing");
          return -1;
        }
      if (!bgd_chunks_decode (&self->chunks, data, (gsize) n, &decoded))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               "the chunks make no sense");
          return -1;
        }
    }

  return (gssize) decoded;
}

static void
fail (BgdFetch *self, BgError code, const char *message)
{
  g_autoptr (GError) error =
      g_error_new (BG_ERROR, (int) code, "The connection was closed too early: %s", message);

  self->listener->ended (self, error, self->user_data);
}

/* The body came to an end in good order. Is it the right one? */
static void
end (BgdFetch *self)
{
  const BgdSegment *segment = self->segment;
  gboolean has_size = bgd_segments_get_size (self->plan) != BG_SIZE_UNKNOWN;

  /* An answer that was cut off in its headers looks like a body without an end, and empty. */
  if (!has_size && self->bytes == 0 && self->answer->open_ended)
    {
      fail (self, BG_ERROR_CONNECTION_CLOSED, "nothing came");
      return;
    }
  if (!has_size)
    bgd_segments_set_size (self->plan, segment->position);

  /* libsoup takes an end for good where it should not, if the connection was to be closed. Less
   * than was asked for may be all that the server wants to send at once. */
  if (segment->position < segment->end &&
      (self->bytes == 0 || segment->position != self->answer->end))
    {
      fail (self, BG_ERROR_CONNECTION_CLOSED, "bytes are missing");
      return;
    }

  self->listener->ended (self, NULL, self->user_data);
}

/* FALSE: nobody wants more; we may be gone. */
static gboolean
write_bytes (BgdFetch *self, const char *data, gsize length)
{
  BgdSegment *segment = self->segment;
  g_autoptr (GError) error = NULL;

  for (;;)
    {
      /* Whatever the server sends: nothing is written beyond the part. */
      gsize n = (gsize) MIN (length, segment->end - segment->position);

      if (!bgd_sink_write (self->sink, data, n, segment->position, &error))
        {
          self->listener->ended (self, error, self->user_data);
          return FALSE;
        }

      bgd_segments_advance (self->plan, segment, n);
      self->bytes += n;
      data += n;
      length -= n;
      self->listener->wrote (self, n, self->user_data);

      if (segment->position < segment->end || segment->end == self->answer->end)
        return TRUE;
      if (!self->listener->completed (self, self->user_data))
        return FALSE;
    }
}

static void wait_for_bytes (BgdFetch *self);
static void wait_for_turn (BgdFetch *self);

/* Reads all there is, but no more than a buffer: others want their turn. Encrypted and chunked
 * bodies come in small pieces, which are gathered here so that the disk sees large ones. We may be
 * gone afterwards. */
static void
read_on (BgdFetch *self)
{
  g_autoptr (GError) error = NULL;
  gsize filled = 0;
  gssize n = 1;

  while (n > 0 && filled < BUFFER_SIZE)
    {
      n = read_some (self, buffer + filled, BUFFER_SIZE - filled, &error);
      if (n > 0)
        filled += (gsize) n;
    }

  if (filled > 0)
    {
      self->last_sign = g_get_monotonic_time ();
      if (!write_bytes (self, buffer, filled))
        return;
    }

  if (n > 0)
    wait_for_turn (self);
  else if (n == 0)
    end (self);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    wait_for_bytes (self);
  else
    fail (self, bgd_error_from_network (error), error->message);
}

static gboolean
on_readable (GObject *stream, gpointer user_data)
{
  read_on (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_turn (gpointer user_data)
{
  read_on (user_data);

  return G_SOURCE_REMOVE;
}

static void
wait_for (BgdFetch *self, GSource *source, GSourceFunc func)
{
  stop_waiting (self);
  self->source = source;
  g_source_set_callback (source, func, self, NULL);
  g_source_set_static_name (source, "bgd-fetch");
  g_source_attach (source, g_main_context_get_thread_default ());
}

/* The buffer was full, or nothing was read yet. No poll would tell of bytes that are in the memory
 * of the stream, or that the body has ended while the connection is kept open. */
static void
wait_for_turn (BgdFetch *self)
{
  self->polling = FALSE;
  wait_for (self, g_timeout_source_new (0), on_turn);
}

/* One source for as long as the bytes come slowly: making one costs more than a small read. */
static void
wait_for_bytes (BgdFetch *self)
{
  GInputStream *stream = self->answer->chunks != NULL ? self->answer->chunks : self->answer->body;

  if (self->polling)
    return;

  self->polling = TRUE;
  wait_for (self, g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (stream), NULL),
            G_SOURCE_FUNC (on_readable));
}

/**
 * bgd_fetch_read:
 * @self: a fetch that has answered
 *
 * Begins to read the body, once.
 */
void
bgd_fetch_read (BgdFetch *self)
{
  self->last_sign = g_get_monotonic_time ();
  wait_for_turn (self);
}

/* Gives the part back that we had, and takes another one: (transfer full) (nullable). */
void
bgd_fetch_set_segment (BgdFetch *self, BgdSegment *segment)
{
  if (self->segment != NULL)
    bgd_segments_release (self->plan, self->segment);

  self->segment = segment;
}

/* What we are here for. */
BgdSegment *
bgd_fetch_get_segment (BgdFetch *self)
{
  return self->segment;
}

/* (nullable): none came yet. */
const BgdAnswer *
bgd_fetch_get_answer (BgdFetch *self)
{
  return self->answer;
}

/* Whether a part was asked for, and not the whole file. */
gboolean
bgd_fetch_get_ranged (BgdFetch *self)
{
  return self->ranged;
}

/* Bytes that it brought. */
guint64
bgd_fetch_get_bytes (BgdFetch *self)
{
  return self->bytes;
}

/* Monotonic microseconds of the last byte, or of what came before the first one. */
gint64
bgd_fetch_get_last_sign (BgdFetch *self)
{
  return self->last_sign;
}
