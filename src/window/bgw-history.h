/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast something was in the last minute. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One a second. */
#define BGW_HISTORY_LENGTH 60

typedef struct
{
  guint64 speeds[BGW_HISTORY_LENGTH]; /* bytes per second; a ring */
  guint next;                         /* where the next one goes */
  guint length;                       /* how many there are */
} BgwHistory;

void bgw_history_add (BgwHistory *self, guint64 speed);
guint64 bgw_history_get (const BgwHistory *self, guint index);
guint64 bgw_history_get_highest (const BgwHistory *self);
guint64 bgw_history_get_average (const BgwHistory *self);

G_END_DECLS
