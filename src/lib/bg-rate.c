/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Speed and time left out of successive numbers. Pure: the caller brings the clock. */
#include "config.h"

#include "bg-rate.h"

#include <math.h>

#include "bg-enums.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

/* The speed follows the last seconds; the time left would jump if it did too. */
#define SPEED_WINDOW (5 * SECOND)
#define LEFT_WINDOW (20 * SECOND)

/* Nobody polls so fast that closer samples would tell more; they are merged, which bounds memory,
 * and a rate over less than this is noise. */
#define SPACING (SECOND / 4)

/* Before that many samples, or that much time, any time left is a guess. */
#define LEFT_MIN_SAMPLES 5
#define LEFT_MIN_TIME (2 * SECOND)

/* Seconds; whatever takes longer than some decades has no end that one could tell. */
#define FOR_EVER 1e9

/* The spaced samples of a window; one before it; and the last, which may be closer. */
#define MAX_SAMPLES (LEFT_WINDOW / SPACING + 3)

typedef struct
{
  gint64 time; /* µs of the monotonic clock */
  guint64 bytes;
} Sample;

struct _BgRate
{
  guint n_samples;
  guint n_places;  /* in @samples, up to MAX_SAMPLES: thousands of jobs may have a rate */
  Sample *samples; /* (owned) oldest first */
};

BgRate *
bg_rate_new (void)
{
  return g_new0 (BgRate, 1);
}

void
bg_rate_free (BgRate *self)
{
  g_free (self->samples);
  g_free (self);
}

static void
drop_oldest (BgRate *self)
{
  self->n_samples--;
  memmove (&self->samples[0], &self->samples[1], self->n_samples * sizeof (Sample));
}

/**
 * bg_rate_add: (skip)
 * @time: µs of the monotonic clock, not before that of the last call
 * @bytes: how many were transferred by then; fewer than before: it starts again
 */
void
bg_rate_add (BgRate *self, gint64 time, guint64 bytes)
{
  if (self->n_samples > 0 && bytes < self->samples[self->n_samples - 1].bytes)
    self->n_samples = 0;

  if (self->n_samples > 1 &&
      self->samples[self->n_samples - 1].time - self->samples[self->n_samples - 2].time < SPACING)
    self->n_samples--;

  while (self->n_samples > 1 && time - self->samples[1].time > LEFT_WINDOW)
    drop_oldest (self);

  if (self->n_samples == MAX_SAMPLES)
    drop_oldest (self);

  if (self->n_samples == self->n_places)
    {
      self->n_places = MIN (2 * self->n_places + 6, MAX_SAMPLES);
      self->samples = g_renew (Sample, self->samples, self->n_places);
    }
  self->samples[self->n_samples] = (Sample){ time, bytes };
  self->n_samples++;
}

/* Bytes per second over @window; 0 while nobody can tell. After a pause in which nobody asked, the
 * mean over the pause is the best there is. */
static double
mean_over (const BgRate *self, gint64 window)
{
  const Sample *last, *base;

  if (self->n_samples < 2)
    return 0;

  last = &self->samples[self->n_samples - 1];
  base = last - 1;

  while (base > self->samples && last->time - (base - 1)->time <= window)
    base--;

  if (last->time - base->time < SPACING)
    return 0;

  return (double) (last->bytes - base->bytes) * SECOND / (double) (last->time - base->time);
}

/**
 * bg_rate_get_speed: (skip)
 *
 * Returns: bytes per second, the mean of the last five seconds
 */
guint64
bg_rate_get_speed (const BgRate *self)
{
  return (guint64) mean_over (self, SPEED_WINDOW);
}

/**
 * bg_rate_get_seconds_left: (skip)
 * @bytes_total: may be `BG_SIZE_UNKNOWN`
 *
 * Returns: seconds until @bytes_total is reached at the mean speed of the last twenty seconds;
 *   -1 if that cannot be said, or not yet
 */
gint64
bg_rate_get_seconds_left (const BgRate *self, guint64 bytes_total)
{
  const Sample *last;
  double speed, seconds;

  if (self->n_samples == 0 || bytes_total == BG_SIZE_UNKNOWN)
    return -1;

  last = &self->samples[self->n_samples - 1];

  if (bytes_total < last->bytes ||
      (self->n_samples < LEFT_MIN_SAMPLES && last->time - self->samples[0].time < LEFT_MIN_TIME))
    return -1;

  if (bytes_total == last->bytes)
    return 0;

  speed = mean_over (self, LEFT_WINDOW);

  if (speed <= 0)
    return -1;

  seconds = ceil ((double) (bytes_total - last->bytes) / speed);

  return seconds < FOR_EVER ? (gint64) seconds : -1;
}
