/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connections that fetch one file: what they bring, and what becomes of it if one is lost. */
#include "config.h"

#include "bgd-crew-private.h"

#include "bgd-error.h"
#include "bgd-manners.h"

/* A connection that has brought so much is replaced at once when it is lost: that pays, and cannot
 * go on for ever. One that was lost before was not worth its request. */
#define USEFUL_BYTES ((guint64) 256 * 1024)

/* Until a first answer tells. */
#define USUAL_LATENCY 0.1 /* seconds */

void
bgd_crew_end (BgdCrew *self, const GError *error)
{
  g_assert (error != NULL || bgd_segments_is_whole (self->place.plan));

  bgd_crew_stop (self);
  self->listener->ended (error, self->user_data); /* may free us */
}

static BgdSource *
get_own_source (BgdCrew *self)
{
  return g_ptr_array_index (self->sources, 0);
}

/* Sends hands, or ends if there is nobody left to ask. May free us. */
void
bgd_crew_go_on (BgdCrew *self, const GError *error)
{
  const GError *reason = get_own_source (self)->broken;

  bgd_crew_grow (self);
  if (self->hands->len == 0 && self->waits_for == NULL)
    bgd_crew_end (self, reason != NULL ? reason : error);
}

/* It ended before its part was complete. May free us. */
void
bgd_crew_lose (BgdCrew *self, BgdFetch *hand, const GError *error)
{
  BgdSource *source = bgd_fetch_get_tag (hand);
  gboolean was_first = self->first == hand;
  gboolean was_of_use = bgd_fetch_get_bytes (hand) >= USEFUL_BYTES;

  bgd_crew_dismiss (self, hand);
  if (bgd_segments_is_whole (self->place.plan))
    {
      bgd_crew_end (self, NULL);
      return;
    }

  /* Alone it is the file that failed. Among others it was refused, or cut off before it was of use:
   * the server bears no more than there are. */
  if (!source->answered ||
      (self->hands->len == 0 && was_first && !(was_of_use && source->takes_parts)))
    {
      g_clear_error (&source->broken);
      source->broken = g_error_copy (error);
    }
  else if (!was_of_use)
    bgd_source_lower_limit (source, g_get_monotonic_time ());

  g_debug ("A connection was lost (%s); %u remain, limit %u", error->message, self->hands->len,
           source->limit);
  bgd_crew_go_on (self, error);
}

static void
on_yields (BgdFetch *hand, gpointer user_data)
{
  BgdCrew *self = user_data;

  self->line = bgd_fetch_get_yielding (hand);
  self->makes_way = TRUE;
  bgd_timer_set (self->look, 0);
}

/* Pieces that somebody else has fetched meanwhile. */
static void
dismiss_needless (BgdCrew *self, BgdFetch *hand)
{
  for (guint i = self->hands->len; i > 0; i--)
    {
      BgdFetch *other = g_ptr_array_index (self->hands, i - 1);

      if (other != hand &&
          bgd_segments_is_needless (self->place.plan, bgd_fetch_get_segment (other)))
        bgd_crew_dismiss (self, other);
    }
}

static void
on_wrote (BgdFetch *hand, gsize bytes, gpointer user_data)
{
  BgdCrew *self = user_data;
  const BgdSegment *segment = bgd_fetch_get_segment (hand);

  self->bytes += bytes;
  if ((self->is_moved || self->comparing) && bgd_fetch_get_overlap (hand) > 0)
    {
      self->is_moved = self->comparing = FALSE; /* the seam fitted */
      bgd_crew_look_soon (self);
    }
  if (self->brought != NULL)
    {
      guint index;

      if (g_ptr_array_find (self->sources, bgd_fetch_get_tag (hand), &index))
        bgd_ranges_add (g_ptr_array_index (self->brought, index), segment->start,
                        segment->position);
    }
  if (segment->is_twin)
    dismiss_needless (self, hand);
  self->listener->wrote (bytes, self->user_data);
}

/* Its part is complete, and nothing follows that it could bring. May free us. */
static void
retire (BgdCrew *self, BgdFetch *hand)
{
  bgd_crew_dismiss (self, hand);
  if (bgd_segments_is_whole (self->place.plan))
    bgd_crew_end (self, NULL);
  else
    bgd_crew_go_on (self, NULL);
}

/* What follows its part is its too, if nobody else brings it: a connection that brings bytes is
 * worth more than one that has yet to show that it does. */
static gboolean
on_completed (BgdFetch *hand, gpointer user_data)
{
  BgdCrew *self = user_data;
  BgdSegment *segment = bgd_fetch_get_segment (hand);

  for (guint i = self->hands->len; i > 0; i--)
    {
      BgdFetch *other = g_ptr_array_index (self->hands, i - 1);

      if (bgd_fetch_get_answer (other) == NULL &&
          bgd_fetch_get_segment (other)->start == segment->end)
        bgd_crew_dismiss (self, other);
    }

  if (bgd_segments_extend (self->place.plan, segment))
    return TRUE;

  retire (self, hand);
  return FALSE;
}

static void
on_ended (BgdFetch *hand, const GError *error, gpointer user_data)
{
  BgdCrew *self = user_data;

  if (error == NULL)
    {
      ((BgdSource *) bgd_fetch_get_tag (hand))->idle++;
      retire (self, hand);
      return;
    }
  if (bgd_error_context ((BgError) error->code) == BG_ERROR_CONTEXT_LOCAL_FILE ||
      error->code == BG_ERROR_MAXIMUM_SIZE)
    {
      bgd_crew_end (self, error);
      return;
    }
  /* The seam does not fit. */
  if (error->code == BG_ERROR_REMOTE_FILE_CHANGED && self->is_moved)
    {
      g_autoptr (GError) other =
          g_error_new_literal (BG_ERROR, BG_ERROR_OTHER_BYTES,
                               "The file at the new address has other bytes than those received");

      bgd_crew_lose (self, hand, other);
      return;
    }
  if (error->code == BG_ERROR_REMOTE_FILE_CHANGED && self->first == hand &&
      self->restarts < BGD_CREW_RESTARTS)
    {
      bgd_crew_ask_again (self);
      return;
    }

  bgd_crew_lose (self, hand, error);
}

const BgdFetchListener bgd_crew_fetch_listener = {
  .answered = bgd_crew_on_answered,
  .wrote = on_wrote,
  .yields = on_yields,
  .completed = on_completed,
  .ended = on_ended,
};

/* What cannot be shown to belong to the rest of the file does not count, nor does what is not there
 * any more because somebody shortened or replaced the file. */
static gboolean
is_usable (const BgdCrewOrders *orders, BgdSink *sink)
{
  guint64 end_of_done = bgd_ranges_get_end (orders->done);

  if (end_of_done == 0 || end_of_done > bgd_sink_get_size (sink) || orders->is_dynamic)
    return FALSE;
  /* Where a range begins there is nothing to compare, at another address least of all. */
  if (orders->ranges != NULL)
    return !orders->is_moved && bgd_answer_get_if_range (orders->validators) != NULL;
  if (orders->is_moved)
    return bgd_ranges_get (orders->done, 0).start == 0; /* else there is nothing to compare */
  if (bgd_answer_get_if_range (orders->validators) != NULL)
    return TRUE;

  /* Size and bytes can be compared. */
  return orders->bytes_total != BG_SIZE_UNKNOWN && bgd_ranges_get (orders->done, 0).start == 0;
}

static void
add_sources (BgdCrew *self, const BgdCrewOrders *orders)
{
  g_ptr_array_add (self->sources, bgd_source_new (orders->url));
  for (guint i = 0; orders->mirrors != NULL && orders->mirrors[i] != NULL; i++)
    g_ptr_array_add (self->sources, bgd_source_new (orders->mirrors[i]));

  for (guint i = 0; i < self->sources->len; i++)
    ((BgdSource *) g_ptr_array_index (self->sources, i))->refuses_parts = orders->is_dynamic;

  for (guint i = 0; orders->banned != NULL && i < self->sources->len; i++)
    if (orders->banned[i])
      {
        BgdSource *source = g_ptr_array_index (self->sources, i);

        source->broken = g_error_new_literal (BG_ERROR, BG_ERROR_VALIDATION_FAILED,
                                              "The server sent bytes that are wrong");
      }
}

/**
 * bgd_crew_new:
 * @orders: what to fetch
 * @sink: where to; must stay open as long as the crew is there
 * @bucket: the limit of its speed; must outlive the crew
 * @listener: who is told
 * @user_data: for @listener
 *
 * For the transfer thread.
 *
 * Returns: (transfer full): the crew, at rest
 */
BgdCrew *
bgd_crew_new (const BgdCrewOrders *orders,
              BgdSink *sink,
              BgdBucket *bucket,
              const BgdCrewListener *listener,
              gpointer user_data)
{
  BgdCrew *self = g_new0 (BgdCrew, 1);
  BgdRemoteRanges *ranges = orders->ranges != NULL ? bgd_remote_ranges_copy (orders->ranges) : NULL;
  gboolean usable = is_usable (orders, sink) &&
                    (ranges == NULL || bgd_remote_ranges_set_total (ranges, orders->bytes_total));

  self->listener = listener;
  self->user_data = user_data;
  self->name = g_strdup (orders->name);
  self->method = g_strdup (orders->method);
  self->headers = g_strdupv ((char **) orders->headers);
  if (orders->credentials != NULL)
    self->credentials = bgd_credentials_ref (orders->credentials);
  if (orders->route != NULL)
    self->route = bgd_route_ref (orders->route);
  self->connections = orders->connections;
  self->silence = orders->silence;
  self->is_proven = orders->is_proven;
  self->size = orders->size;
  self->ranges = ranges;
  self->brought = orders->brought;
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_source_free);
  self->hands = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_fetch_free);
  self->look = bgd_timer_new (bgd_crew_look, self);
  self->latency = USUAL_LATENCY;
  self->wanted = 1;
  self->restarting = !usable && bgd_ranges_get_bytes (orders->done) > 0;
  self->place = (BgdFetchPlace){
    .plan = usable ? bgd_segments_new (orders->bytes_total, orders->done)
                   : bgd_segments_new (BG_SIZE_UNKNOWN, NULL),
    .sink = sink,
    .bucket = bucket,
    .size_limit = orders->size_limit,
  };

  add_sources (self, orders);
  self->is_moved = usable && orders->is_moved;
  if (usable && !orders->is_moved)
    bgd_validators_set (&get_own_source (self)->validators, orders->validators->etag,
                        orders->validators->last_modified);
  bgd_pace_init (&self->pace, MAX (bgd_server_get_useful (get_own_source (self)->server,
                                                          g_get_monotonic_time ()),
                                   1));

  return self;
}

void
bgd_crew_free (BgdCrew *self)
{
  bgd_crew_stop (self);
  bgd_timer_free (self->look);
  g_ptr_array_unref (self->hands);
  g_ptr_array_unref (self->sources);
  bgd_segments_free (self->place.plan);
  g_free (self->method);
  g_clear_pointer (&self->ranges, bgd_remote_ranges_free);
  g_strfreev (self->headers);
  g_clear_pointer (&self->credentials, bgd_credentials_unref);
  g_clear_pointer (&self->route, bgd_route_unref);
  g_free (self->name);
  g_free (self);
}

/**
 * bgd_crew_start:
 * @self: a crew
 *
 * Begins. If nothing is missing, "answered" and "ended" follow without a word to the server.
 */
void
bgd_crew_start (BgdCrew *self)
{
  if (!bgd_segments_is_whole (self->place.plan))
    {
      bgd_crew_go_on (self, NULL);
      return;
    }

  self->listener->answered (NULL, FALSE, self->user_data);
  bgd_crew_end (self, NULL);
}

/**
 * bgd_crew_continue:
 * @self: a crew
 *
 * Nobody counts on the bytes any more that are in the file: it may be written from its beginning.
 */
void
bgd_crew_continue (BgdCrew *self)
{
  g_autoptr (GError) error = NULL;

  self->restarting = FALSE;
  if (!bgd_crew_prepare_sink (self, &error))
    {
      bgd_crew_end (self, error);
      return;
    }

  if (self->paused != NULL)
    bgd_fetch_read (g_steal_pointer (&self->paused));
  bgd_crew_look_soon (self);
}

/**
 * bgd_crew_tick:
 * @self: a crew
 *
 * Looks after the connections; to be called about every second. May end the crew.
 */
void
bgd_crew_tick (BgdCrew *self)
{
  gint64 now = g_get_monotonic_time ();
  guint silence = self->silence > 0 ? self->silence : bgd_manners_get_silence ();

  for (guint i = 0; i < self->hands->len; i++)
    {
      BgdFetch *hand = g_ptr_array_index (self->hands, i);

      if (hand == self->paused ||
          now - bgd_fetch_get_last_sign (hand) < (gint64) silence * G_USEC_PER_SEC)
        continue;

      g_autoptr (GError) error = g_error_new (BG_ERROR, BG_ERROR_TIMED_OUT,
                                              "The server was silent for %u seconds", silence);

      bgd_crew_lose (self, hand, error);
      return; /* one at a time: it may have ended us; the others wait for the next tick */
    }

  if (bgd_crew_needs_help (self, now))
    bgd_crew_look_soon (self);
}

/* (transfer full): what was written, synced or not. */
BgdRanges *
bgd_crew_get_done (BgdCrew *self)
{
  return bgd_segments_get_done (self->place.plan);
}

/* Of the bytes that were written, at the file's own address. */
const BgdValidators *
bgd_crew_get_validators (BgdCrew *self)
{
  return &get_own_source (self)->validators;
}

/* (nullable): what the server says that the checksum of the file is: "sha-256:hex". */
const char *
bgd_crew_get_digest (BgdCrew *self)
{
  return get_own_source (self)->digest;
}

/* Of the file, or BG_SIZE_UNKNOWN. */
guint64
bgd_crew_get_size (BgdCrew *self)
{
  return bgd_segments_get_size (self->place.plan);
}

/* What is written, and where hands are at work. */
void
bgd_crew_draw (BgdCrew *self, BgdOutline *outline)
{
  g_autoptr (BgdRanges) done = bgd_crew_get_done (self);

  outline->size = bgd_crew_get_size (self);
  bgd_outline_set_received (outline, done);
  for (guint i = 0; i < self->hands->len; i++)
    {
      const BgdSegment *segment = bgd_fetch_get_segment (g_ptr_array_index (self->hands, i));

      bgd_outline_add_connection (outline, segment->position, segment->end, segment->rate);
    }
}
