/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast the background may be beside the other traffic of the machine. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All zero knows nothing yet. Rates are bytes a second, times monotonic microseconds. */
typedef struct
{
  double rate; /* that the background may have; 0: any */

  gint64 since;    /* the last look; 0: there was none */
  gint64 begun;    /* when this stretch of looks began */
  guint64 own;     /* the counters at the last look */
  guint64 all;     /* likewise */
  double own_rate; /* lately */
  double all_rate; /* likewise */
  double others;   /* what others had in the last look alone */
  double steady;   /* all_rate over a longer time */

  double capacity;  /* that the line has shown */
  gint64 calm;      /* nobody else was there from here on; 0: somebody is */
  gint64 seen;      /* others have more than nothing from here on; 0: they do not */
  gint64 full;      /* the line was full, the last time */
  gint64 short_of;  /* we did not use our rate from here on; 0: we do */
  gint64 next_try;  /* whether the line has more than it has shown */
  gint64 try_ends;  /* 0: none is under way */
  gint64 patience;  /* microseconds between two tries */
  double try_began; /* the capacity then */
} BgdYield;

/* The moment: counters that only grow. */
typedef struct
{
  gint64 now;          /* monotonic microseconds, above 0 */
  guint64 own;         /* bytes that came over the line for the background */
  guint64 all;         /* … and for anybody on this machine, the background included */
  gboolean is_unclear; /* many came for the background that nobody has counted */
  gboolean is_vague;   /* a few did, perhaps */
} BgdYieldView;

guint64 bgd_yield_decide (BgdYield *self, const BgdYieldView *view);

G_END_DECLS
