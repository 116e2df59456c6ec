/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A limit of speed, as a bucket of bytes that fills with time. */
#include "config.h"

#include "bgd-bucket.h"

/* Who found it empty comes back after a turn. It holds two of them: a turn that is late loses
 * nothing, and what is not taken then is lost, so that there are no bursts. */
#define TURN 0.05 /* seconds */
#define TURNS 2

/* For very low rates: a read costs the same for one byte as for a packet. */
#define LEAST 1024.0 /* bytes */

static double
turn (const BgdBucket *self)
{
  return MAX ((double) self->rate * TURN, LEAST);
}

static void
fill (BgdBucket *self, gint64 now)
{
  self->level += (double) self->rate * (double) MAX (now - self->last, 0) / G_USEC_PER_SEC;
  self->level = MIN (self->level, TURNS * turn (self));
  self->last = now;
}

/* Without a limit. */
BgdBucket *
bgd_bucket_new (void)
{
  return g_atomic_rc_box_new0 (BgdBucket);
}

BgdBucket *
bgd_bucket_ref (BgdBucket *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
bgd_bucket_unref (BgdBucket *self)
{
  g_atomic_rc_box_release (self);
}

/**
 * bgd_bucket_set_rate:
 * @rate: bytes a second; 0: no limit
 * @now: monotonic microseconds
 *
 * From now on. Of one limit that becomes another one it stays as full as it is: who waits does not
 * begin to wait again.
 */
void
bgd_bucket_set_rate (BgdBucket *self, guint64 rate, gint64 now)
{
  if (self->rate == rate)
    return;

  if (self->rate > 0 && rate > 0)
    {
      fill (self, now);
      self->level *= (double) rate / (double) self->rate;
    }
  else
    self->level = 0;
  self->rate = rate;
  self->last = now;
}

/**
 * bgd_bucket_offer:
 * @now: monotonic microseconds
 *
 * Returns: bytes that one of the users may take now, its fair share; %G_MAXUINT64 if there is no
 *   limit; 0: after bgd_bucket_get_wait()
 */
guint64
bgd_bucket_offer (BgdBucket *self, gint64 now)
{
  if (self->rate == 0)
    return G_MAXUINT64;

  fill (self, now);

  /* Half a turn, or there would be many small reads instead of a few large ones. */
  if (self->level < turn (self) / 2)
    return 0;

  return (guint64) MAX (self->level / MAX (self->users, 1), LEAST);
}

void
bgd_bucket_take (BgdBucket *self, guint64 bytes)
{
  if (self->rate > 0)
    self->level -= (double) bytes;
}

/**
 * bgd_bucket_get_wait:
 *
 * Returns: microseconds until it is worth to ask again; 0 if there is no limit
 */
gint64
bgd_bucket_get_wait (const BgdBucket *self)
{
  if (self->rate == 0)
    return 0;

  return (gint64) (MAX (turn (self) - self->level, LEAST) * G_USEC_PER_SEC / (double) self->rate);
}
