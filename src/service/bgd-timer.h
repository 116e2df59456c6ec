/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A time at which something is to happen. All timers of a thread are one source of its main loop,
 * which looks at each of its sources each time it wakes up. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BGD_TIMER_NEVER G_MAXINT64

typedef struct _BgdTimer BgdTimer;

/* May set the timer again, or free it. */
typedef void (*BgdTimerFunc) (gpointer user_data);

BgdTimer *bgd_timer_new (BgdTimerFunc func, gpointer user_data);
void bgd_timer_free (BgdTimer *self);

void bgd_timer_set (BgdTimer *self, gint64 due);
gint64 bgd_timer_get (const BgdTimer *self);

G_END_DECLS
