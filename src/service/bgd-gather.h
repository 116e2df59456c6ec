/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to leave bytes to gather before they are read. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The moment, when there was less to read than might have been. */
typedef struct
{
  gint64 now;       /* monotonic microseconds */
  gint64 last_sign; /* likewise: of the last byte */
  gboolean came;    /* something was read now */
  double rate;      /* bytes a second */
  guint64 left;     /* bytes that are missing */
  guint fetches;    /* that are under way, all in all */
} BgdGatherView;

gint64 bgd_gather_get_due (const BgdGatherView *view);

G_END_DECLS
