/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many hands a crew has, where they go, and which ones are replaced. */
#include "config.h"

#include "bgd-crew-private.h"

#include "bgd-limits.h"

/* What is fetched again and compared where no validator proves that the file is the same. */
#define SEAM_BYTES ((guint64) 64 * 1024)

/* How often several hands are looked after, at least. */
#define LOOK_INTERVAL ((gint64) G_USEC_PER_SEC / 2)

/* Reading and writing fill the transfer thread if they take this part of the time. */
#define FULL 0.6

/* A hand is replaced if the others are so much faster, it had the time to show what it can do, and
 * it holds the file up. */
#define SLOW_FACTOR 8
#define SLOW_AGE ((gint64) 3 * G_USEC_PER_SEC)
#define SLOW_WORTH 2.0 /* seconds */

/* A source that is so much slower than the best one gets no new hands. */
#define POOR_FACTOR 4

/* What the line needs for what servers were promised, at most, when others come: seconds. */
#define PROMISED 0.4

/* The only hand gets help if nothing has come for so long. */
#define HELP_AFTER ((gint64) 5 * G_USEC_PER_SEC)

/* Its part is given back. */
void
bgd_crew_dismiss (BgdCrew *self, BgdFetch *hand)
{
  BgdSource *source = bgd_fetch_get_tag (hand);

  if (self->first == hand)
    self->first = NULL;
  if (self->paused == hand)
    self->paused = NULL;
  g_ptr_array_remove_fast (self->hands, hand);
  source->hands--;
  bgd_server_give (source->server);
}

void
bgd_crew_dismiss_all_but (BgdCrew *self, BgdFetch *hand)
{
  for (guint i = self->hands->len; i > 0; i--)
    if (g_ptr_array_index (self->hands, i - 1) != hand)
      bgd_crew_dismiss (self, g_ptr_array_index (self->hands, i - 1));
}

static void
set_waits_for (BgdCrew *self, BgdServer *server)
{
  if (self->waits_for == server)
    return;

  self->waits_for = server;
  self->listener->waits (server != NULL, self->user_data);
}

static void
stop_waiting (BgdCrew *self)
{
  if (self->waits_for != NULL)
    bgd_server_stop_waiting (self->waits_for, self);
  set_waits_for (self, NULL);
}

/* Nobody works, and nobody will. */
void
bgd_crew_stop (BgdCrew *self)
{
  bgd_crew_dismiss_all_but (self, NULL);
  stop_waiting (self);
  bgd_timer_set (self->look, BGD_TIMER_NEVER);
}

/* (nullable): the line on which it gives way to the other traffic of the machine now. */
static BgdLine *
get_yielding (BgdCrew *self)
{
  return self->line != NULL && bgd_line_is_yielding (self->line) ? self->line : NULL;
}

static BgdSource *
get_source (BgdCrew *self, guint index)
{
  return g_ptr_array_index (self->sources, index);
}

static double
get_rate (BgdCrew *self, const BgdSource *source)
{
  double rate = 0;

  for (guint i = 0; i < self->hands->len; i++)
    {
      BgdFetch *hand = g_ptr_array_index (self->hands, i);

      if (source == NULL || bgd_fetch_get_tag (hand) == source)
        rate += bgd_fetch_get_segment (hand)->rate;
    }

  return rate;
}

/* Whether a hand beside others may go there. Whether a mirror has the same file is only known in
 * the end, by the checksum. */
static gboolean
is_for_many (BgdCrew *self, const BgdSource *source)
{
  if (source->broken != NULL || source->hands >= bgd_source_get_maximum (source, self->connections))
    return FALSE;
  if (source->answered)
    return source->takes_parts;

  return self->is_proven && source->hands == 0 && source != get_source (self, 0);
}

static BgdSource *
choose_for_many (BgdCrew *self)
{
  BgdSource *best = NULL;
  double best_rate = 0;

  for (guint i = 0; i < self->sources->len; i++)
    {
      const BgdSource *source = get_source (self, i);

      if (source->hands > 0)
        best_rate = MAX (best_rate, get_rate (self, source) / source->hands);
    }

  for (guint i = 0; i < self->sources->len; i++)
    {
      BgdSource *source = get_source (self, i);

      if (!is_for_many (self, source))
        continue;
      if (source->hands > 0 && get_rate (self, source) / source->hands * POOR_FACTOR < best_rate)
        continue;
      if (best == NULL || source->hands < best->hands)
        best = source;
    }

  return best;
}

static BgdSource *
choose_source (BgdCrew *self)
{
  if (self->hands->len > 0)
    return choose_for_many (self);

  for (guint i = 0; i < self->sources->len; i++)
    if (get_source (self, i)->broken == NULL)
      return get_source (self, i);

  return NULL;
}

/* Bytes to compare before a part, so that bytes of two versions never come together: needed unless
 * the server promises that by itself. */
static guint64
get_overlap (BgdCrew *self, const BgdSource *source, const BgdSegment *segment)
{
  const char *condition = bgd_answer_get_if_range (&source->validators);

  if (!self->is_moved && !self->comparing &&
      (source->answered || (condition != NULL && condition == source->validators.etag)))
    return 0;

  return bgd_crew_clip_overlap (
      self, segment->position,
      MIN (bgd_segments_count_before (self->place.plan, segment->position), SEAM_BYTES));
}

static void
send_request (BgdCrew *self, BgdFetch *hand)
{
  BgdSource *source = bgd_fetch_get_tag (hand);
  const BgdSegment *segment = bgd_fetch_get_segment (hand);
  gboolean is_own = source == get_source (self, 0);
  gboolean has_begun =
      self->answered || bgd_segments_count_done (self->place.plan) > 0 || segment->position > 0;
  guint64 overlap = get_overlap (self, source, segment);

  gboolean is_last = segment->end >= bgd_segments_get_size (self->place.plan);

  /* The first one asks for all the rest, if it is missing: its answer is kept whatever the others
   * will take off its part. */
  BgdHttpRequest request = {
    .url = source->final_url != NULL ? source->final_url : source->url,
    .origin = source->url,
    .method = self->method,
    .headers = is_own ? (const char *const *) self->headers : NULL,
    .credentials = is_own ? self->credentials : NULL,
    .route = self->route,
    .is_own = is_own,
    .ranged = has_begun,
    .start = segment->position - overlap,
    .end = self->answered || !is_last ? segment->end : BGD_TO_THE_END,
    .if_range = bgd_answer_get_if_range (&source->validators),
    .is_extra = source->hands > 1 && source->idle == 0,
  };

  bgd_crew_aim (self, segment, overlap, &request);
  if (source->idle > 0)
    source->idle--;
  bgd_fetch_send (hand, &request, overlap);
}

static void
on_place (gpointer user_data)
{
  BgdCrew *self = user_data;

  set_waits_for (self, NULL);
  bgd_crew_grow (self);
}

static gboolean
send_hand (BgdCrew *self)
{
  BgdSource *source = choose_source (self);

  if (source == NULL)
    return FALSE;
  if (!bgd_server_take (source->server, self->connections))
    {
      if (self->hands->len == 0)
        {
          set_waits_for (self, source->server);
          bgd_server_wait (source->server, on_place, self);
        }
      return FALSE;
    }

  const BgdSegmentTerms terms = {
    .rate = self->hands->len > 0 ? get_rate (self, NULL) / self->hands->len : 0,
    .latency = self->latency,
  };
  BgdSegment *segment = bgd_segments_take (self->place.plan, &terms);

  if (segment == NULL)
    {
      bgd_server_give (source->server);
      return FALSE;
    }

  BgdFetch *hand = bgd_fetch_new (&self->place, segment, source, &bgd_crew_fetch_listener, self);

  if (self->hands->len == 0)
    self->first = hand;
  g_ptr_array_add (self->hands, hand);
  source->hands++;
  send_request (self, hand);

  return TRUE;
}

/* Others wait for their only connection to one of our servers. */
static gboolean
is_crowded (BgdCrew *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    if (bgd_server_is_crowded (get_source (self, i)->server))
      return TRUE;

  return FALSE;
}

/**
 * bgd_crew_grow:
 * @self: a crew
 *
 * Sends hands until there are as many as are wanted, or nothing is left for one more.
 */
void
bgd_crew_grow (BgdCrew *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->waits_for != NULL || self->hands->len >= self->wanted)
    return;
  if (self->hands->len > 0 && is_crowded (self))
    return;

  for (guint i = 0; i < self->hands->len; i++)
    bgd_fetch_update (g_ptr_array_index (self->hands, i), now);

  guint wanted = self->wanted;

  /* More would only take more from others. */
  if (get_yielding (self) != NULL)
    wanted = bgd_crew_needs_help (self, now) ? 2 : 1;

  while (self->hands->len < wanted && send_hand (self))
    ;

  if (self->hands->len > 1)
    bgd_crew_look_soon (self);
}

/* How many hands there may be. */
static guint
get_maximum (BgdCrew *self)
{
  guint sum = 0;

  if (!self->answered || self->restarting || self->is_moved || self->comparing)
    return 1;

  for (guint i = 0; i < self->sources->len; i++)
    {
      const BgdSource *source = get_source (self, i);

      if (source->broken != NULL)
        continue;
      if (source->answered ? source->takes_parts : self->is_proven && i > 0)
        sum += bgd_source_get_maximum (source, self->connections);
      else
        sum += source->hands;
    }

  return CLAMP (sum, 1, self->connections > 0 ? self->connections : BGD_SERVER_CONNECTIONS);
}

static gboolean
is_full (BgdCrew *self, gint64 now)
{
  gint64 work = bgd_fetch_get_time_at_work ();
  double part = now > self->last_look
                    ? (double) (work - self->work_then) / (double) (now - self->last_look)
                    : 0;
  double rate = get_rate (self, NULL) / FULL;
  guint64 own_limit = self->place.bucket->rate;
  guint64 limit = bgd_limits_get_bucket ()->rate;

  self->last_look = now;
  self->work_then = work;

  return part > FULL || (own_limit > 0 && rate > (double) own_limit) ||
         (limit > 0 && rate > (double) limit) || get_yielding (self) != NULL;
}

/* Returns when to look again; 0: when something happens. */
static gint64
decide (BgdCrew *self, gint64 now)
{
  guint maximum = get_maximum (self);
  gint64 next = 0;
  guint working = 0;

  for (guint i = 0; i < self->hands->len; i++)
    working += bgd_fetch_get_bytes (g_ptr_array_index (self->hands, i)) > 0;

  const BgdPaceView view = {
    .now = now,
    .bytes = self->bytes,
    .left = bgd_segments_get_missing (self->place.plan),
    .working = working,
    .maximum = maximum,
    .latency = self->latency,
    .is_full = is_full (self, now),
  };

  if (self->connections > 0 || maximum == 1)
    {
      self->wanted = maximum;
      return 0;
    }

  guint before = self->wanted;

  self->wanted = bgd_pace_decide (&self->pace, &view, &next);
  if (self->wanted != before)
    g_debug ("%u connections instead of %u", self->wanted, before);
  if (self->pace.base_rate > 0)
    bgd_server_set_useful (get_source (self, 0)->server,
                           self->pace.trying ? self->pace.base : self->wanted, now);

  return next;
}

/* The one that is worth least. Never the first: its answer brings all the rest. */
static BgdFetch *
find_worst (BgdCrew *self)
{
  BgdFetch *worst = NULL;

  for (guint i = 0; i < self->hands->len; i++)
    {
      BgdFetch *hand = g_ptr_array_index (self->hands, i);

      if (hand != self->first && (worst == NULL || bgd_fetch_get_segment (hand)->rate <
                                                       bgd_fetch_get_segment (worst)->rate))
        worst = hand;
    }

  return worst;
}

/* Those that did not pay, or that are more than our share while others wait. */
static void
dismiss_surplus (BgdCrew *self)
{
  guint enough = self->wanted;
  BgdLine *line = get_yielding (self);

  if (line != NULL)
    enough = MIN (enough, (guint) (self->hands->len * MIN (bgd_line_get_places (line), 1)));
  if (is_crowded (self))
    enough = MIN (enough, bgd_server_get_share (get_source (self, 0)->server));

  while (self->hands->len > MAX (enough, 1))
    {
      BgdFetch *worst = find_worst (self);

      if (worst == NULL)
        break;
      bgd_crew_dismiss (self, worst);
    }
}

static gboolean
holds_up (BgdCrew *self, BgdFetch *hand, gint64 now)
{
  const BgdSegment *segment = bgd_fetch_get_segment (hand);
  double others = (get_rate (self, NULL) - segment->rate) / (self->hands->len - 1);
  double left = (double) (segment->end - segment->position);

  return now - bgd_fetch_get_time_sent (hand) > SLOW_AGE && segment->rate * SLOW_FACTOR < others &&
         left > segment->rate * SLOW_WORTH;
}

/* Whoever is silent, and has nothing left to do because somebody took it over, goes; and one of
 * those that are far slower than the rest, for another one. */
static void
replace_slow (BgdCrew *self, gint64 now)
{
  for (guint i = self->hands->len; i > 0 && self->hands->len > 1; i--)
    {
      BgdFetch *hand = g_ptr_array_index (self->hands, i - 1);
      const BgdSegment *segment = bgd_fetch_get_segment (hand);

      if (hand == self->paused || bgd_fetch_get_answer (hand) == NULL)
        continue;

      if (segment->silent && segment->position == segment->end && get_rate (self, NULL) > 0)
        bgd_crew_dismiss (self, hand);
      else if (holds_up (self, hand, now))
        {
          g_debug ("A slow connection is replaced");
          bgd_crew_dismiss (self, hand);
          break;
        }
    }
}

/* Others have come to the line. Windows that are wide open would fill it for seconds: those hands
 * go, and one with a narrow one does all until it is quiet again. */
static void
make_way (BgdCrew *self, BgdLine *line)
{
  while (self->hands->len > 0 && bgd_line_get_promised (line, NULL) > PROMISED)
    {
      BgdFetch *widest = g_ptr_array_index (self->hands, 0);

      for (guint i = 1; i < self->hands->len; i++)
        {
          BgdFetch *hand = g_ptr_array_index (self->hands, i);

          if (bgd_fetch_get_promised (hand) > bgd_fetch_get_promised (widest))
            widest = hand;
        }

      if (bgd_fetch_get_promised (widest) <= 0 ||
          (self->hands->len == 1 && !((BgdSource *) bgd_fetch_get_tag (widest))->takes_parts))
        break;
      bgd_crew_dismiss (self, widest);
    }
}

/* Whether the only hand has gone silent: a server that takes parts is asked once more for the rest.
 */
gboolean
bgd_crew_needs_help (BgdCrew *self, gint64 now)
{
  return self->hands->len == 1 && self->connections != 1 && get_maximum (self) > 1 &&
         now - bgd_fetch_get_last_sign (g_ptr_array_index (self->hands, 0)) > HELP_AFTER;
}

/* Its timer. */
void
bgd_crew_look (gpointer crew)
{
  BgdCrew *self = crew;
  gint64 now = g_get_monotonic_time ();

  if (self->hands->len == 0)
    return;

  for (guint i = 0; i < self->hands->len; i++)
    bgd_fetch_update (g_ptr_array_index (self->hands, i), now);

  BgdLine *line = self->makes_way ? get_yielding (self) : NULL;

  self->makes_way = FALSE;
  if (line != NULL)
    make_way (self, line);

  gint64 next = decide (self, now);

  if (bgd_crew_needs_help (self, now))
    self->wanted = MAX (self->wanted, 2);
  if (get_yielding (self) == NULL) /* it is us who are slow */
    replace_slow (self, now);
  dismiss_surplus (self);
  bgd_crew_grow (self);

  if ((self->hands->len > 1 || self->wanted > 1) && (next == 0 || next > now + LOOK_INTERVAL))
    next = now + LOOK_INTERVAL;
  bgd_timer_set (self->look, next != 0 ? next : BGD_TIMER_NEVER);
}

/**
 * bgd_crew_look_soon:
 * @self: a crew
 *
 * Something has changed that may matter for the number of hands.
 */
void
bgd_crew_look_soon (BgdCrew *self)
{
  if (bgd_timer_get (self->look) == BGD_TIMER_NEVER)
    bgd_timer_set (self->look, 0);
}
