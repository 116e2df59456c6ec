/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many connections one file is worth: more as long as they bring more. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* bgd_pace_init() before the first use. */
typedef struct
{
  guint wanted; /* connections */

  guint base;       /* how many there were before the last growth */
  double base_rate; /* what they brought, in bytes a second; 0: not measured */
  gboolean trying;  /* it is not known yet whether the last growth pays */
  guint doubts;     /* periods in which it did not */
  gint64 grown;     /* monotonic microseconds: when that was */

  gint64 since;    /* likewise: the period that is measured began; 0: none did */
  guint64 bytes;   /* of all connections at that time */
  gint64 settled;  /* likewise: no growth before; 0: any time */
  gint64 patience; /* microseconds until the next try after one that did not pay */
} BgdPace;

/* The moment. */
typedef struct
{
  gint64 now;       /* monotonic microseconds */
  guint64 bytes;    /* that all connections have brought so far */
  guint64 left;     /* bytes that are missing */
  guint working;    /* connections that bring bytes */
  guint maximum;    /* connections that may be, from 1 */
  double latency;   /* seconds from a request to its answer */
  gboolean is_full; /* we could not take more, however much came */
} BgdPaceView;

void bgd_pace_init (BgdPace *self, guint connections);
guint bgd_pace_decide (BgdPace *self, const BgdPaceView *view, gint64 *next);

G_END_DECLS
