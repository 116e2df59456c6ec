/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connections that fetch one file: who fetches what, and what becomes of it if one is lost. */
#include "config.h"

#include "bgd-crew.h"

#include "bgd-error.h"
#include "bgd-fetch.h"
#include "bgd-segments.h"

/* A file that changes more often while it is fetched will not hold still for us. */
#define MAXIMUM_RESTARTS 2

/* A connection that has brought so much is replaced at once when it is lost: that pays, and cannot
 * go on for ever. One that was lost before was not worth its request. */
#define USEFUL_BYTES BGD_SEGMENT_MINIMUM

struct _BgdCrew
{
  const BgdCrewListener *listener;
  gpointer user_data;

  char *url;         /* (owned) */
  char **headers;    /* (owned) (nullable) */
  guint connections; /* wanted; 0: as many as help */
  gint64 silence;    /* microseconds */

  BgdSink *sink;            /* the owner's */
  BgdSegments *plan;        /* (owned) */
  BgdValidators validators; /* of all bytes that the plan knows as done */
  GPtrArray *hands;         /* (owned) (element-type BgdFetch) those at work */
  BgdFetch *first;          /* (nullable) one of them: alone when it began; if lost, all is lost */
  BgdFetch *paused;         /* (nullable) one of them: until bgd_crew_continue() */

  gboolean answered;    /* there was a useful answer */
  gboolean restarting;  /* bytes that the owner knows of do not count any more */
  gboolean takes_parts; /* the server, as far as it is known */
  gboolean refuses_parts;
  gboolean prepared; /* the sink */
  char *final_url;   /* (owned) (nullable) where the file is, after redirections */
  guint limit;       /* connections that the server bears */
  guint restarts;
};

static void grow (BgdCrew *self);

/* Its part is given back. */
static void
dismiss (BgdCrew *self, BgdFetch *hand)
{
  if (self->first == hand)
    self->first = NULL;
  if (self->paused == hand)
    self->paused = NULL;
  g_ptr_array_remove_fast (self->hands, hand);
}

static void
dismiss_all_but (BgdCrew *self, BgdFetch *hand)
{
  for (guint i = self->hands->len; i > 0; i--)
    if (g_ptr_array_index (self->hands, i - 1) != hand)
      dismiss (self, g_ptr_array_index (self->hands, i - 1));
}

static void
end (BgdCrew *self, const GError *error)
{
  g_assert (error != NULL || bgd_segments_is_whole (self->plan));

  dismiss_all_but (self, NULL);
  self->listener->ended (error, self->user_data); /* may free us */
}

static gboolean
has_size (BgdCrew *self)
{
  return bgd_segments_get_size (self->plan) != BG_SIZE_UNKNOWN;
}

/* It ended before its part was complete. */
static void
lose (BgdCrew *self, BgdFetch *hand, const GError *error)
{
  gboolean was_first = self->first == hand;
  gboolean was_of_use = bgd_fetch_get_bytes (hand) >= USEFUL_BYTES;

  dismiss (self, hand);
  if (bgd_segments_is_whole (self->plan))
    {
      end (self, NULL);
      return;
    }
  if (self->hands->len == 0 && was_first && !(was_of_use && self->takes_parts))
    {
      end (self, error);
      return;
    }

  /* Refused, or cut off before it was of use: the server bears no more than there are. */
  if (!was_of_use)
    self->limit = MAX (self->hands->len, 1);
  g_debug ("A connection was lost (%s); %u remain, limit %u", error->message, self->hands->len,
           self->limit);
  grow (self);
}

/* All that was fetched does not count. */
static void
forget (BgdCrew *self)
{
  self->restarting = TRUE;
  self->restarts++;
  self->answered = FALSE;
  self->prepared = FALSE;
  g_clear_pointer (&self->final_url, g_free);
  bgd_validators_clear (&self->validators);
  bgd_segments_reset (self->plan);
}

/* Once it is known which bytes will come. */
static gboolean
prepare_sink (BgdCrew *self, GError **error)
{
  g_autoptr (BgdRanges) done = bgd_segments_get_done (self->plan);

  self->prepared = TRUE;
  if (bgd_ranges_get_bytes (done) == 0 && !bgd_sink_truncate (self->sink, 0, error))
    return FALSE;

  return !has_size (self) ||
         bgd_sink_preallocate (self->sink, bgd_segments_get_size (self->plan), error);
}

/* The answer that tells what the file is like. */
static void
take_first_answer (BgdCrew *self, const BgdAnswer *answer)
{
  self->answered = TRUE;
  self->final_url = g_strdup (answer->url);
  bgd_answer_complete_validators (answer, &self->validators);
  /* Without a validator nobody could tell whether the parts belong together. */
  self->takes_parts = !self->refuses_parts && !answer->refuses_ranges && has_size (self) &&
                      bgd_answer_get_if_range (&self->validators) != NULL;

  self->listener->answered (answer->suggested_name, self->restarting, self->user_data);
}

/* The body of this answer is what its hand was sent for. */
static void
take_answer (BgdCrew *self, BgdFetch *hand, const BgdAnswer *answer)
{
  g_autoptr (GError) error = NULL;

  if (!has_size (self) && answer->bytes_total != BG_SIZE_UNKNOWN)
    bgd_segments_set_size (self->plan, answer->bytes_total);
  if (!self->answered)
    take_first_answer (self, answer);

  if (self->restarting)
    {
      self->paused = hand;
      return;
    }
  if (!self->prepared && !prepare_sink (self, &error))
    {
      end (self, error);
      return;
    }

  bgd_fetch_read (hand);
  grow (self);
}

/* With this answer, which is the file from its beginning. */
static void
restart (BgdCrew *self, BgdFetch *hand, const BgdAnswer *answer)
{
  /* The same file, and all of it: the server does not know how to send a part. */
  self->refuses_parts = !bgd_answer_has_changed (&self->validators, &answer->validators);

  dismiss_all_but (self, hand);
  bgd_fetch_set_segment (hand, NULL);
  forget (self);
  bgd_fetch_set_segment (hand, bgd_segments_take (self->plan));
  take_answer (self, hand, answer);
}

static void
ask_again (BgdCrew *self)
{
  dismiss_all_but (self, NULL);
  forget (self);
  grow (self);
}

/* Where the one piece ends that begins at 0. */
static guint64
first_piece (BgdCrew *self)
{
  g_autoptr (BgdRanges) done = bgd_segments_get_done (self->plan);

  return bgd_ranges_get_length (done) == 1 && bgd_ranges_get (done, 0).start == 0
             ? bgd_ranges_get_end (done)
             : 0;
}

static void
on_answered (BgdFetch *hand, const BgdAnswer *answer, gpointer user_data)
{
  BgdCrew *self = user_data;
  g_autoptr (GError) error = NULL;
  const BgdQuestion question = {
    .ranged = bgd_fetch_get_ranged (hand),
    .start = bgd_fetch_get_segment (hand)->position,
    .bytes_total = bgd_segments_get_size (self->plan),
    .bytes_done = first_piece (self),
    .validators = &self->validators,
  };
  BgdVerdict verdict = bgd_answer_judge (answer, &question, &error);

  g_debug ("Status %u from %" G_GUINT64_FORMAT ": verdict %d", answer->status, question.start,
           (int) verdict);

  /* The others go on without it: a server may limit connections, or have several faces. */
  if (self->first != hand && verdict != BGD_VERDICT_TAKE)
    {
      if (error == NULL)
        error = g_error_new (BG_ERROR, BG_ERROR_FAILED, "status %u", answer->status);
      lose (self, hand, error);
      return;
    }

  if ((verdict == BGD_VERDICT_RESTART || verdict == BGD_VERDICT_ASK_AGAIN) &&
      self->restarts == MAXIMUM_RESTARTS)
    {
      error = g_error_new_literal (BG_ERROR, BG_ERROR_REMOTE_FILE_CHANGED,
                                   "The file changes while it is fetched");
      verdict = BGD_VERDICT_FAIL;
    }

  switch (verdict)
    {
    case BGD_VERDICT_TAKE:
      take_answer (self, hand, answer);
      break;
    case BGD_VERDICT_WHOLE:
      bgd_segments_set_size (self->plan, question.bytes_done);
      bgd_answer_complete_validators (answer, &self->validators);
      self->listener->answered (answer->suggested_name, FALSE, self->user_data);
      end (self, NULL);
      break;
    case BGD_VERDICT_RESTART:
      restart (self, hand, answer);
      break;
    case BGD_VERDICT_ASK_AGAIN:
      ask_again (self);
      break;
    case BGD_VERDICT_FAIL:
    default:
      self->listener->refused (answer->status, answer->retry_after, self->user_data);
      end (self, error);
      break;
    }
}

static void
on_wrote (BgdFetch *hand, gsize bytes, gpointer user_data)
{
  BgdCrew *self = user_data;

  self->listener->wrote (bytes, self->user_data);
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
        dismiss (self, other);
    }

  if (bgd_segments_extend (self->plan, segment))
    return TRUE;

  dismiss (self, hand);
  if (bgd_segments_is_whole (self->plan))
    end (self, NULL);
  else
    grow (self);

  return FALSE;
}

static void
on_ended (BgdFetch *hand, const GError *error, gpointer user_data)
{
  BgdCrew *self = user_data;

  if (error != NULL && bgd_error_context ((BgError) error->code) == BG_ERROR_CONTEXT_LOCAL_FILE)
    {
      end (self, error);
      return;
    }
  if (error != NULL)
    {
      lose (self, hand, error);
      return;
    }

  dismiss (self, hand);
  if (bgd_segments_is_whole (self->plan))
    end (self, NULL);
  else
    grow (self);
}

static const BgdFetchListener fetch_listener = {
  .answered = on_answered,
  .wrote = on_wrote,
  .completed = on_completed,
  .ended = on_ended,
};

static gboolean
send_hand (BgdCrew *self)
{
  BgdSegment *segment = bgd_segments_take (self->plan);

  if (segment == NULL)
    return FALSE;

  g_autoptr (BgdRanges) done = bgd_segments_get_done (self->plan);
  BgdFetch *hand = bgd_fetch_new (self->plan, segment, self->sink, &fetch_listener, self);

  if (self->hands->len == 0)
    self->first = hand;
  g_ptr_array_add (self->hands, hand);

  /* The first one asks for all the rest: its answer is kept whatever the others will take off its
   * part. */
  const BgdHttpRequest request = {
    .url = self->final_url != NULL ? self->final_url : self->url,
    .origin = self->url,
    .headers = (const char *const *) self->headers,
    .ranged = self->answered || bgd_ranges_get_bytes (done) > 0,
    .start = segment->position,
    .end = self->answered ? segment->end : BGD_TO_THE_END,
    .if_range = bgd_answer_get_if_range (&self->validators),
  };

  bgd_fetch_send (hand, &request);

  return TRUE;
}

/* The one place that decides about the number of connections. */
static guint
wanted_hands (BgdCrew *self)
{
  if (!self->answered || self->restarting || !self->takes_parts)
    return 1;

  return CLAMP (self->connections, 1, self->limit);
}

static void
grow (BgdCrew *self)
{
  while (self->hands->len < wanted_hands (self) && send_hand (self))
    ;
}

/**
 * bgd_crew_new:
 * @orders: what to fetch
 * @sink: where to; must stay open as long as the crew is there
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
              const BgdCrewListener *listener,
              gpointer user_data)
{
  BgdCrew *self = g_new0 (BgdCrew, 1);
  guint64 done = bgd_ranges_get_bytes (orders->done);

  self->listener = listener;
  self->user_data = user_data;
  self->url = g_strdup (orders->url);
  self->headers = g_strdupv ((char **) orders->headers);
  self->connections = orders->connections;
  self->silence = (gint64) orders->silence * G_USEC_PER_SEC;
  self->limit = BGD_MAX_CONNECTIONS;
  self->sink = sink;
  self->hands = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_fetch_free);

  /* What cannot be shown to belong to the rest of the file does not count, nor does what is not
   * there any more because somebody shortened or replaced the file. */
  gboolean usable = done > 0 && bgd_answer_get_if_range (orders->validators) != NULL &&
                    bgd_ranges_get_end (orders->done) <= bgd_sink_get_size (sink);

  self->restarting = done > 0 && !usable;
  if (usable)
    {
      self->plan = bgd_segments_new (orders->bytes_total, orders->done);
      bgd_validators_set (&self->validators, orders->validators->etag,
                          orders->validators->last_modified);
    }
  else
    {
      g_autoptr (BgdRanges) nothing = bgd_ranges_new ();

      self->plan = bgd_segments_new (BG_SIZE_UNKNOWN, nothing);
    }

  return self;
}

void
bgd_crew_free (BgdCrew *self)
{
  g_ptr_array_unref (self->hands);
  bgd_segments_free (self->plan);
  bgd_validators_clear (&self->validators);
  g_free (self->final_url);
  g_strfreev (self->headers);
  g_free (self->url);
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
  if (!bgd_segments_is_whole (self->plan))
    {
      grow (self);
      return;
    }

  self->listener->answered (NULL, FALSE, self->user_data);
  end (self, NULL);
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
  if (!prepare_sink (self, &error))
    {
      end (self, error);
      return;
    }

  if (self->paused != NULL)
    bgd_fetch_read (g_steal_pointer (&self->paused));
  grow (self);
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

  for (guint i = 0; i < self->hands->len; i++)
    {
      BgdFetch *hand = g_ptr_array_index (self->hands, i);

      if (hand == self->paused || now - bgd_fetch_get_last_sign (hand) < self->silence)
        continue;

      g_autoptr (GError) error =
          g_error_new (BG_ERROR, BG_ERROR_TIMED_OUT,
                       "The server was silent for %" G_GINT64_FORMAT " seconds",
                       self->silence / G_USEC_PER_SEC);

      lose (self, hand, error);
      return; /* one at a time: it may have ended us; the others wait for the next tick */
    }
}

/* (transfer full): what was written, synced or not. */
BgdRanges *
bgd_crew_get_done (BgdCrew *self)
{
  return bgd_segments_get_done (self->plan);
}

/* Of the bytes that were written. */
const BgdValidators *
bgd_crew_get_validators (BgdCrew *self)
{
  return &self->validators;
}

/* Of the file, or BG_SIZE_UNKNOWN. */
guint64
bgd_crew_get_size (BgdCrew *self)
{
  return bgd_segments_get_size (self->plan);
}
