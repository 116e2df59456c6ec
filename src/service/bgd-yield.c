/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast the background may be beside the other traffic of the machine.
 *
 * Beside whoever takes all there is, as a download does, it goes down to a trickle. Beside whoever
 * needs only a part, as a video does, it has most of the rest. Alone it has no limit.
 *
 * Source: "Throttling" in the BITS reference, which looks at the counters of the network card. The
 * delay on the path would also tell of other machines, but a receiver sees only a delay in which a
 * server that pauses looks like a queue. */
#include "config.h"

#include "bgd-yield.h"

#include <math.h>

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MILLISECOND (SECOND / 1000)

/* After a longer time without a look the counters tell an average of too much. */
#define GAP (2 * SECOND)

/* Some cards count in steps: until the next one, what came for us looks like more than all. */
#define LONGEST_STEP (3 * SECOND)

/* Of the averages, in seconds. */
#define MEMORY 0.2
#define LONG_MEMORY 0.8

/* The line shows what it has while connections grow: no limit before. */
#define START SECOND

/* Less of others than that is a card that counts a little differently, or does not matter. */
#define LEAST_OTHERS (4 * 1024.0)
#define LEAST_PART 0.03
#define LEAST_VAGUE_PART 0.08

/* So much is somebody at once; less only if it lasts. */
#define CLEAR_PART 0.15
#define SURE (300 * MILLISECOND)

/* Others who pause for a moment come back. */
#define CALM (300 * MILLISECOND)

/* A line of which so much is used is full. Kept free is a little more, so that it is seen when
 * others begin to want more. */
#define FULL 0.95
#define USED 0.9

/* Down beside others, up beside others (of the line's capacity), and up when they have gone: in one
 * second. */
#define FALL 2.5     /* by the factor e to that */
#define RISE 0.12    /* by that part */
#define RECOVERY 5.0 /* by the factor e to that */

/* What is left to the background: a part of what others have, and never less than a trickle. */
#define PART 0.05
#define TRICKLE (8 * 1024.0)

/* Who uses less than this part of its rate is kept down by something else: then the line does not
 * have what it has shown before. */
#define SHORT 0.75
#define SHORT_TIME SECOND

/* A line that was full a moment ago is so again in a moment. */
#define EMPTY (2 * SECOND)

/* Now and then it is tried whether there is more, by a little of the capacity. */
#define TRY_TIME SECOND
#define TRY_MORE 0.25
#define TRY_GAIN 0.05
#define FIRST_PATIENCE (2 * SECOND)
#define LONGEST_PATIENCE (60 * SECOND)

static double
seconds (gint64 from, gint64 to)
{
  return (double) (to - from) / SECOND;
}

static void
average (double *rate, double now, double elapsed, double memory)
{
  *rate += (now - *rate) * (1 - exp (-elapsed / memory));
}

static void
begin (BgdYield *self, const BgdYieldView *view)
{
  self->since = self->begun = view->now;
  self->own = view->own;
  self->all = view->all;
  self->rate = self->own_rate = self->all_rate = self->steady = 0;
  self->calm = self->seen = self->short_of = self->try_ends = 0;
}

/* Seconds that were looked at; 0: there is nothing to see yet. */
static double
look (BgdYield *self, const BgdYieldView *view)
{
  gint64 step = view->now - self->since;
  double elapsed = seconds (self->since, view->now);
  gboolean is_old = step > (view->own > self->own ? LONGEST_STEP : GAP);

  /* An interface that was made anew counts from its beginning. */
  if (self->since == 0 || is_old || view->all < self->all || view->own < self->own)
    {
      begin (self, view);
      return 0;
    }
  if (view->is_unclear)
    {
      self->own_rate = self->all_rate; /* what was seen of others just before says little, too */
      self->since = view->now;
      self->own = view->own;
      self->all = view->all;
      return 0;
    }
  if (step <= 0 || (view->all == self->all && view->own > self->own))
    return 0;

  average (&self->own_rate, (double) (view->own - self->own) / elapsed, elapsed, MEMORY);
  average (&self->all_rate, (double) (view->all - self->all) / elapsed, elapsed, MEMORY);
  average (&self->steady, (double) (view->all - self->all) / elapsed, elapsed, LONG_MEMORY);
  self->others = ((double) (view->all - self->all) - (double) (view->own - self->own)) / elapsed;
  self->since = view->now;
  self->own = view->own;
  self->all = view->all;

  return elapsed;
}

/* What the line carries. Only what came over it counts, never a guess: beside somebody who takes
 * all there is, a guess that is too high would never show. */
static void
learn (BgdYield *self, gint64 now)
{
  gboolean is_short = self->own_rate < self->rate * SHORT;

  if (!is_short)
    self->short_of = 0;
  else if (self->short_of == 0)
    self->short_of = now;

  if (self->rate == 0 || (is_short && now - self->short_of >= SHORT_TIME))
    self->capacity = self->steady;
  self->capacity = MAX (self->capacity, self->steady);
}

static void
begin_try (BgdYield *self, gint64 now)
{
  self->try_ends = now + TRY_TIME;
  self->try_began = self->capacity;
}

/* The line may have more than it has shown. A try that shows it is followed by the next one. */
static void
try_for_more (BgdYield *self, double room, gint64 now)
{
  if (self->try_ends == 0)
    {
      if (now >= self->next_try && self->rate > room * USED && now - self->full > EMPTY)
        begin_try (self, now);
      return;
    }
  if (now < self->try_ends)
    return;

  if (self->capacity > self->try_began * (1 + TRY_GAIN))
    {
      self->patience = FIRST_PATIENCE;
      begin_try (self, now);
      return;
    }

  self->patience = MIN (self->patience * 2, LONGEST_PATIENCE);
  self->next_try = now + self->patience;
  self->try_ends = 0;
}

/* Whether it is time to begin: what looks like others may be a card that is late. */
static gboolean
is_sure (const BgdYield *self, double others, gint64 now)
{
  if (self->rate > 0)
    return TRUE;

  return now - self->begun >= START &&
         (others > self->all_rate * CLEAR_PART || now - self->seen >= SURE);
}

/* Others are there. */
static void
give_way (BgdYield *self, double others, double elapsed, gint64 now)
{
  double least = MAX (others * PART, TRICKLE);

  if (self->rate == 0)
    {
      self->rate = self->own_rate;
      self->patience = FIRST_PATIENCE;
      self->next_try = now + FIRST_PATIENCE;
      self->try_ends = 0;
    }

  double room = self->capacity * USED - others;
  double lower = self->rate * exp (-FALL * elapsed);

  if (self->try_ends == 0 && self->all_rate >= self->capacity * FULL)
    self->full = now;
  try_for_more (self, room, now);

  if (self->try_ends != 0)
    self->rate = self->try_began * (1 + TRY_MORE) - others;
  else if (self->full == now)
    self->rate = lower;
  else if (room > self->rate)
    self->rate = MIN (room, self->rate + self->capacity * RISE * elapsed);
  else
    self->rate = MAX (room, lower);

  self->rate = MAX (self->rate, least);
}

/* Others have gone. */
static void
recover (BgdYield *self, double elapsed, gint64 now)
{
  self->short_of = self->try_ends = 0;
  if (self->rate == 0 || now - self->calm < CALM)
    return;

  self->rate *= exp (RECOVERY * elapsed);
  if (self->rate >= self->capacity)
    self->rate = 0;
}

/**
 * bgd_yield_decide:
 * @view: the moment; some ten times a second while the background transfers
 *
 * Returns: bytes a second that the background may have from now on, all of it together; 0: as many
 *   as come
 */
guint64
bgd_yield_decide (BgdYield *self, const BgdYieldView *view)
{
  double elapsed = look (self, view);
  double others = MAX (self->all_rate - self->own_rate, 0);

  if (elapsed <= 0)
    return (guint64) self->rate;

  double least =
      MAX (LEAST_OTHERS,
           self->all_rate * (view->is_vague && self->rate == 0 ? LEAST_VAGUE_PART : LEAST_PART));

  if (self->others > least)
    self->calm = 0;
  else if (self->calm == 0)
    self->calm = view->now;

  if (others <= least)
    self->seen = 0;
  else if (self->seen == 0)
    self->seen = view->now;

  if (self->calm != 0)
    recover (self, elapsed, view->now);
  if (self->calm == 0 || self->rate == 0)
    learn (self, view->now);
  if (self->calm == 0 && others > least && is_sure (self, others, view->now))
    give_way (self, others, elapsed, view->now);

  return (guint64) self->rate;
}
