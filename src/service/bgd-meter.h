/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast bytes come over a connection, lately. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All zero is a meter at rest. */
typedef struct
{
  gint64 start; /* monotonic microseconds; 0: at rest */
  gint64 last;  /* of the last bytes */
  double rate;  /* bytes a second at that time, not yet corrected for a short life */
} BgdMeter;

void bgd_meter_start (BgdMeter *self, gint64 now);
void bgd_meter_add (BgdMeter *self, gint64 now, guint64 bytes);
double bgd_meter_get_rate (const BgdMeter *self, gint64 now);

G_END_DECLS
