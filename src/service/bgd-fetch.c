/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection at work: a request for a part of the file, and its body, in large reads, to where
 * it belongs. */
#include "config.h"

#include "bgd-fetch.h"

#include <string.h>

#include "bgd-body.h"
#include "bgd-error.h"
#include "bgd-gather.h"
#include "bgd-meter.h"
#include "bgd-ration.h"
#include "bgd-timer.h"

/* The size of the reads decides about the speed: below 256 KiB it falls, above 1 MiB nothing is
 * gained and the cache of the processor is left. */
#define BUFFER_SIZE ((gsize) 1024 * 1024)

/* For all fetches: reading and writing happen in one go, on the one transfer thread. So the
 * memory does not grow with their number. */
static char buffer[BUFFER_SIZE] __attribute__ ((aligned (4096)));

/* A server that limits its rate sends in bursts; silence begins after that. */
#define SILENCE G_USEC_PER_SEC

/* Of the transfer thread, over all fetches. */
static guint n_fetches;
static gint64 time_at_work; /* microseconds */

struct _BgdFetch
{
  const BgdFetchListener *listener;
  gpointer user_data;

  BgdFetchPlace place;
  BgdSegment *segment; /* (nullable) the plan's, lent to us: what we are here for */
  gpointer tag;        /* the owner's */

  gboolean ranged;           /* not the whole file was asked for */
  GCancellable *cancellable; /* (owned) of the request */
  BgdAnswer *answer;         /* (owned) (nullable) */
  BgdBody body;              /* of the answer */
  BgdRation ration;          /* while the body is read */
  gboolean yields;           /* on the line, to others */
  gboolean is_over;          /* the body was read to its end */
  GSource *source;           /* (owned) (nullable) waits for bytes */
  BgdTimer *timer;           /* (owned) waits for our time */
  guint64 overlap;           /* bytes before the part that were asked for as well */
  guint64 compared;          /* of them */
  guint64 bytes;             /* that were written */
  BgdMeter meter;            /* of the body */
  gint64 sent;               /* monotonic microseconds: when the request was */
  gint64 answered;           /* when the answer came; 0: not yet */
  gint64 last_sign;          /* when the server last showed that it is there */
};

static void on_time (gpointer user_data);

/**
 * bgd_fetch_new:
 * @place: where it works; all of it must outlive the fetch
 * @segment: (transfer full): a part that was taken from the plan; is given back at the end
 * @tag: whatever the owner wants to find again
 * @listener: who is told
 * @user_data: for @listener
 *
 * Returns: (transfer full): a fetch, at rest
 */
BgdFetch *
bgd_fetch_new (const BgdFetchPlace *place,
               BgdSegment *segment,
               gpointer tag,
               const BgdFetchListener *listener,
               gpointer user_data)
{
  BgdFetch *self = g_new0 (BgdFetch, 1);

  self->place = *place;
  self->segment = segment;
  self->tag = tag;
  self->listener = listener;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->timer = bgd_timer_new (on_time, self);
  n_fetches++;

  return self;
}

static void
stop_polling (BgdFetch *self)
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
  stop_polling (self);
  g_clear_pointer (&self->timer, bgd_timer_free);
  bgd_ration_end (&self->ration, !self->is_over);
  n_fetches--;
  if (self->sent != 0 && self->answered == 0)
    bgd_line_expect (-1);
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

  bgd_line_expect (-1);
  self->answered = self->last_sign = g_get_monotonic_time ();
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
 * @overlap: bytes that @request asks for before the part: they are there already, and are compared
 *
 * "answered" or "ended" follows, never before this returns. If the bytes differ "ended" comes with
 * %BG_ERROR_REMOTE_FILE_CHANGED, and nothing was written.
 */
void
bgd_fetch_send (BgdFetch *self, const BgdHttpRequest *request, guint64 overlap)
{
  bgd_line_expect (1);
  self->sent = self->last_sign = g_get_monotonic_time ();
  self->overlap = overlap;
  self->ranged = request->ranged;
  bgd_http_send_async (request, self->cancellable, on_answered, self);
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
  gboolean has_size = bgd_segments_get_size (self->place.plan) != BG_SIZE_UNKNOWN;

  self->is_over = TRUE;

  /* An answer that was cut off in its headers looks like a body without an end, and empty. */
  if (!has_size && self->bytes == 0 && self->answer->open_ended)
    {
      fail (self, BG_ERROR_CONNECTION_CLOSED, "nothing came");
      return;
    }
  if (!has_size)
    bgd_segments_set_size (self->place.plan, segment->position);

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

/* The seam: bytes before the part must be those that are there. Returns how many it has looked at,
 * -1: they are not; we may be gone. */
static gssize
compare_bytes (BgdFetch *self, const char *data, gsize length)
{
  gsize n = (gsize) MIN (length, self->overlap - self->compared);
  g_autofree char *ours = g_malloc (n);
  g_autoptr (GError) error = NULL;
  guint64 offset = self->segment->position - self->overlap + self->compared;
  gssize there = bgd_sink_read (self->place.sink, ours, n, offset, &error);

  if (there >= 0 && ((gsize) there != n || memcmp (ours, data, n) != 0))
    g_set_error_literal (&error, BG_ERROR, BG_ERROR_REMOTE_FILE_CHANGED,
                         "The file on the server is not the one that was begun");
  if (error != NULL)
    {
      self->listener->ended (self, error, self->user_data);
      return -1;
    }

  self->compared += n;

  return (gssize) n;
}

/* FALSE: nobody wants more; we may be gone. */
static gboolean
write_bytes (BgdFetch *self, const char *data, gsize length)
{
  BgdSegment *segment = self->segment;
  g_autoptr (GError) error = NULL;

  if (self->compared < self->overlap)
    {
      gssize n = compare_bytes (self, data, length);

      if (n < 0)
        return FALSE;
      if ((gsize) n == length)
        return TRUE;
      data += n;
      length -= (gsize) n;
    }

  /* What comes after what the server said that it sends is nobody's. */
  if (segment->position == self->answer->end)
    {
      self->listener->ended (self, NULL, self->user_data);
      return FALSE;
    }

  length = (gsize) MIN (length, self->answer->end - segment->position);
  for (;;)
    {
      /* Whatever the server sends: nothing is written beyond the part. */
      gsize n = (gsize) MIN (length, segment->end - segment->position);

      if (!bgd_fetch_check_limit (&self->place, segment->position + n, &error) ||
          !bgd_sink_write (self->place.sink, data, n, segment->position, &error))
        {
          self->listener->ended (self, error, self->user_data);
          return FALSE;
        }

      gsize missed = (gsize) bgd_segments_advance (self->place.plan, segment, n);

      self->bytes += n;
      data += n;
      length -= n;
      self->listener->wrote (self, missed, self->user_data);

      if (segment->position < segment->end || segment->end == self->answer->end)
        return TRUE;
      if (!self->listener->completed (self, self->user_data))
        return FALSE;
    }
}

static void wait_for_bytes (BgdFetch *self);
static void wait_for_time (BgdFetch *self, gint64 due);

/* There was less to read than might have been. */
static void
wait_for_more (BgdFetch *self, gboolean came, gint64 now)
{
  const BgdGatherView view = {
    .now = now,
    .last_sign = self->last_sign,
    .came = came,
    .rate = bgd_meter_get_rate (&self->meter, now),
    .left = self->segment->end - self->segment->position,
    .fetches = n_fetches,
  };
  gint64 due = bgd_gather_get_due (&view);

  if (due == 0)
    wait_for_bytes (self);
  else
    wait_for_time (self, due);
}

/* Reads all there is. Encrypted and chunked bodies come in small pieces, which are gathered here so
 * that the disk sees large ones. We may be gone afterwards. */
static void
read_on (BgdFetch *self)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  gsize filled = 0;
  gssize n = 1;

  bgd_ration_update (&self->ration);
  if (self->yields != (bgd_fetch_get_yielding (self) != NULL))
    {
      self->yields = !self->yields;
      if (self->yields)
        self->listener->yields (self, self->user_data);
    }

  gsize allowance = (gsize) MIN (bgd_ration_offer (&self->ration, start), BUFFER_SIZE);

  if (allowance == 0)
    {
      self->last_sign = start; /* it is us who are silent */
      wait_for_time (self, start + bgd_ration_get_wait (&self->ration));
      return;
    }

  while (n > 0 && filled < allowance)
    {
      n = bgd_body_read (&self->body, buffer + filled, allowance - filled, &error);
      if (n > 0)
        filled += (gsize) n;
    }

  if (filled > 0)
    {
      self->last_sign = start;
      bgd_meter_add (&self->meter, start, filled);
      bgd_ration_take (&self->ration, filled);
      if (!write_bytes (self, buffer, filled))
        return;
    }

  gint64 now = g_get_monotonic_time ();

  time_at_work += now - start;
  if (n > 0)
    wait_for_time (self, 0);
  else if (n == 0)
    end (self);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    wait_for_more (self, filled > 0, now);
  else
    fail (self, bgd_error_from_network (error), error->message);
}

static gboolean
on_readable (GObject *stream, gpointer user_data)
{
  read_on (user_data);

  return G_SOURCE_CONTINUE;
}

static void
on_time (gpointer user_data)
{
  read_on (user_data);
}

/* @due: 0: the buffer was full, or nothing was read yet. No poll would tell of bytes that are in
 * the memory of the stream, or that the body has ended while the connection is kept open. */
static void
wait_for_time (BgdFetch *self, gint64 due)
{
  stop_polling (self);
  bgd_timer_set (self->timer, due);
}

/* One source for as long as the bytes come slowly: making one costs more than a small read. */
static void
wait_for_bytes (BgdFetch *self)
{
  if (self->source != NULL)
    return;

  self->source = bgd_body_create_source (&self->body);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_set_static_name (self->source, "bgd-fetch");
  g_source_attach (self->source, g_main_context_get_thread_default ());
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
  bgd_meter_start (&self->meter, self->last_sign);
  self->body.answer = self->answer;
  bgd_ration_begin (&self->ration, BGD_INCOMING, self->place.bucket);
  bgd_ration_set_socket (&self->ration, self->answer->socket);
  wait_for_time (self, 0);
}

/* Gives the part back that we had, and takes another one: (transfer full) (nullable). */
void
bgd_fetch_set_segment (BgdFetch *self, BgdSegment *segment)
{
  if (self->segment != NULL)
    bgd_segments_release (self->place.plan, self->segment);

  self->segment = segment;
  self->overlap = 0; /* whoever gets another part has nothing to compare with what is before it */
}

/* What the owner gave. */
gpointer
bgd_fetch_get_tag (BgdFetch *self)
{
  return self->tag;
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

/* Bytes before the part that are compared. */
guint64
bgd_fetch_get_overlap (BgdFetch *self)
{
  return self->overlap;
}

/* Monotonic microseconds of the last byte, or of what came before the first one. */
gint64
bgd_fetch_get_last_sign (BgdFetch *self)
{
  return self->last_sign;
}

/* Monotonic microseconds. */
gint64
bgd_fetch_get_time_sent (BgdFetch *self)
{
  return self->sent;
}

/* Microseconds from the request to its answer; 0: none came yet. */
gint64
bgd_fetch_get_latency (BgdFetch *self)
{
  return self->answered != 0 ? self->answered - self->sent : 0;
}

/* (nullable): on which it gives way to the other traffic of the machine now. */
BgdLine *
bgd_fetch_get_yielding (BgdFetch *self)
{
  return bgd_ration_get_yielding (&self->ration);
}

/* Seconds that the line needs for what the server may send, whatever we want now. */
double
bgd_fetch_get_promised (BgdFetch *self)
{
  return bgd_ration_get_promised (&self->ration);
}

/* Tells the plan how fast we are. */
void
bgd_fetch_update (BgdFetch *self, gint64 now)
{
  self->segment->rate = bgd_meter_get_rate (&self->meter, now);
  /* While it leaves bytes to gather it cannot tell. */
  self->segment->silent = self->source != NULL && now - self->last_sign >= SILENCE;
}

/**
 * bgd_fetch_check_limit:
 * @place: where a file is fetched
 * @size: bytes that it has, or will have
 *
 * Errors: BG_ERROR_MAXIMUM_SIZE.
 *
 * Returns: whether it may
 */
gboolean
bgd_fetch_check_limit (const BgdFetchPlace *place, guint64 size, GError **error)
{
  if (size <= place->size_limit)
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_MAXIMUM_SIZE,
               "The job may fetch %" G_GUINT64_FORMAT " bytes of this file, which has more",
               place->size_limit);
  return FALSE;
}

/**
 * bgd_fetch_get_time_at_work:
 *
 * Returns: microseconds that reading and writing have taken so far, over all fetches: if they
 *   fill the time, more connections bring nothing
 */
gint64
bgd_fetch_get_time_at_work (void)
{
  return time_at_work;
}
