/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast bytes come over a connection, lately. */
#include "config.h"

#include "bgd-meter.h"

#include <math.h>

/* Bytes lose their weight with this time constant: long enough for the bursts of a server that
 * limits its rate, short enough that a connection that stalls shows soon. */
#define MEMORY 0.7 /* seconds */

/* What was there already when the meter began says nothing about speed. */
#define SHORTEST_LIFE 0.05 /* seconds */

static double
seconds (gint64 from, gint64 to)
{
  return (double) MAX (to - from, 0) / G_USEC_PER_SEC;
}

/**
 * bgd_meter_start:
 * @now: monotonic microseconds, above 0: the first byte may come from here on
 */
void
bgd_meter_start (BgdMeter *self, gint64 now)
{
  self->start = self->last = now;
  self->rate = 0;
}

/* Bytes have come. The meter runs. */
void
bgd_meter_add (BgdMeter *self, gint64 now, guint64 bytes)
{
  self->rate = self->rate * exp (-seconds (self->last, now) / MEMORY) + (double) bytes / MEMORY;
  self->last = now;
}

/**
 * bgd_meter_get_rate:
 * @now: monotonic microseconds
 *
 * Returns: bytes a second, an average in which the last second counts most; it falls while nothing
 *   comes. 0 at rest
 */
double
bgd_meter_get_rate (const BgdMeter *self, gint64 now)
{
  double life = seconds (self->start, now);

  if (self->start == 0)
    return 0;

  /* A young meter has not seen a whole memory's worth. */
  return self->rate * exp (-seconds (self->last, now) / MEMORY) /
         (1 - exp (-MAX (life, SHORTEST_LIFE) / MEMORY));
}
