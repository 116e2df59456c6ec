/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to leave bytes to gather before they are read. */
#include "config.h"

#include "bgd-gather.h"

#define MILLISECOND ((gint64) G_USEC_PER_SEC / 1000)

/* So much at most: well below what the system keeps for a connection, or the sender would have to
 * stop. */
#define GATHERED_BYTES ((guint64) 64 * 1024)

/* Below, a pause is not worth a timer. */
#define SHORTEST_PAUSE MILLISECOND

/* For a few fetches this costs a few per cent of the time and saves half of the processor's. Many
 * are slow, each of them, and many small reads are what they would cost. */
#define LONGEST_PAUSE (5 * MILLISECOND)
#define PAUSE_PER_FETCH MILLISECOND
#define LONGEST_PAUSE_OF_MANY (1000 * MILLISECOND)

/* Of many fetches those that are silent are looked at now and then, too: each one that is polled
 * costs with every wake-up for any other. */
#define MANY_FETCHES 32
#define LONG_SILENCE (3000 * MILLISECOND)

/* Pauses end at common moments, so many in the longest one: many fetches wake up once, together. */
#define PAUSES_IN_GRID 4

/**
 * bgd_gather_get_due:
 * @view: the moment
 *
 * Returns: monotonic microseconds when to read again; 0: as soon as anything comes
 */
gint64
bgd_gather_get_due (const BgdGatherView *view)
{
  gint64 longest =
      CLAMP ((gint64) view->fetches * PAUSE_PER_FETCH, LONGEST_PAUSE, LONGEST_PAUSE_OF_MANY);
  gint64 grid = MAX (longest / PAUSES_IN_GRID, LONGEST_PAUSE);
  gboolean is_one_of_many = view->fetches >= MANY_FETCHES;
  double bytes = (double) MIN (view->left, GATHERED_BYTES);
  gint64 pause = (gint64) MIN (bytes * G_USEC_PER_SEC / MAX (view->rate, 1), (double) longest);

  if (!view->came)
    {
      if (!is_one_of_many || view->now - view->last_sign >= LONG_SILENCE)
        return 0;
      pause = longest;
    }
  if (pause < SHORTEST_PAUSE)
    return 0;

  gint64 due = view->now + pause;

  return pause >= grid ? due - due % grid : due;
}
