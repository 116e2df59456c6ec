/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many connections one file is worth: more as long as they bring more. */
#include "config.h"

#include "bgd-pace.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MILLISECOND (SECOND / 1000)

/* A server that limits each connection shows it at once, and each moment with too few is lost; a
 * far one needs some round trips. */
#define FIRST_PERIOD (50 * MILLISECOND)
#define SHORTEST_PERIOD (100 * MILLISECOND)
#define LATENCIES_IN_PERIOD 2

/* A connection that does not answer is not waited for longer. */
#define LONGEST_WAIT SECOND

/* Growth is by so much, and pays if it brings at least this part of what it might. */
#define FACTOR 4
#define LATER_FACTOR 2
#define GAIN 0.15

/* One bad period may be chance. */
#define DOUBTS 2

/* After a growth that did not pay, the next one. Twice as long each time. */
#define FIRST_PATIENCE SECOND
#define LONGEST_PATIENCE (30 * SECOND)

/* Less than this to go, and a new connection comes too late. */
#define WORTH_SECONDS 0.2
#define WORTH_LATENCIES 4

/**
 * bgd_pace_init:
 * @connections: how many have helped with another file of the same server; 1 if that is not known
 */
void
bgd_pace_init (BgdPace *self, guint connections)
{
  *self = (BgdPace){
    .wanted = connections,
    .base = connections,
    .patience = FIRST_PATIENCE,
  };
}

static gint64
get_period (const BgdPace *self, const BgdPaceView *view)
{
  gint64 by_latency = (gint64) (LATENCIES_IN_PERIOD * view->latency * G_USEC_PER_SEC);

  if (self->base_rate <= 0)
    return FIRST_PERIOD;

  return CLAMP (by_latency, SHORTEST_PERIOD, LONGEST_WAIT);
}

static void
begin_period (BgdPace *self, const BgdPaceView *view)
{
  self->since = view->now;
  self->bytes = view->bytes;
}

static void
settle (BgdPace *self, const BgdPaceView *view)
{
  /* One more than needed is a spare for one that stalls. */
  self->wanted = MIN (MAX (self->base, 2), view->maximum);
  self->base = self->wanted;
  self->trying = FALSE;
  self->doubts = 0;
  self->settled = view->now + self->patience;
  self->patience = MIN (2 * self->patience, LONGEST_PATIENCE);
}

static void
grow (BgdPace *self, const BgdPaceView *view, double rate)
{
  guint factor = self->settled == 0 ? FACTOR : LATER_FACTOR;
  guint more = MIN (self->wanted * factor, view->maximum);
  double worth = MAX (WORTH_SECONDS, WORTH_LATENCIES * view->latency);

  if (more <= self->wanted || (double) view->left < worth * rate)
    return;

  self->base = self->wanted;
  self->base_rate = rate;
  self->wanted = more;
  self->trying = TRUE;
  self->doubts = 0;
  self->grown = view->now;
}

/* A period is over. */
static void
judge (BgdPace *self, const BgdPaceView *view)
{
  double rate =
      (double) (view->bytes - self->bytes) * G_USEC_PER_SEC / (double) (view->now - self->since);

  if (self->trying)
    {
      double factor = (double) self->wanted / self->base;

      if (rate < self->base_rate * (1 + GAIN * (factor - 1)))
        {
          if (++self->doubts == DOUBTS)
            settle (self, view);
          return;
        }
      self->trying = FALSE;
      self->patience = FIRST_PATIENCE;
    }

  self->base_rate = rate;
  if (rate > 0 && view->now >= self->settled)
    grow (self, view, rate);
}

/* Whether those that were added last have yet to show what they bring. */
static gboolean
is_too_early (const BgdPace *self, const BgdPaceView *view)
{
  return self->trying && view->working < self->wanted && view->now - self->grown < LONGEST_WAIT;
}

static gint64
get_next (const BgdPace *self, const BgdPaceView *view)
{
  if (self->trying || self->base_rate <= 0)
    return view->now + FIRST_PERIOD;
  if (self->wanted == view->maximum)
    return 0;

  return MAX (self->settled, view->now + (view->is_full ? LONGEST_WAIT : get_period (self, view)));
}

/**
 * bgd_pace_decide:
 * @view: the moment
 * @next: (out): monotonic microseconds when to ask again, at the latest; 0: when @view's maximum
 *   has changed
 *
 * Grows while that pays: where connections are limited or lossy their number is the speed. It
 * falls back when a growth did not pay, and to the maximum.
 *
 * Returns: how many connections there should be, from 1 to the maximum
 */
guint
bgd_pace_decide (BgdPace *self, const BgdPaceView *view, gint64 *next)
{
  g_assert (view->maximum > 0);

  if (self->wanted > view->maximum)
    {
      self->wanted = self->base = view->maximum;
      self->trying = FALSE;
      self->since = 0;
    }

  /* What is measured while we are too slow says nothing about the server. */
  if (self->since == 0 || view->is_full || is_too_early (self, view))
    begin_period (self, view);
  else if (view->now - self->since >= get_period (self, view))
    {
      judge (self, view);
      begin_period (self, view);
    }

  *next = get_next (self, view);

  return self->wanted;
}
