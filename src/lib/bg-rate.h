/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Speed and time left out of successive numbers. Pure: the caller brings the clock. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BgRate BgRate;

G_GNUC_INTERNAL BgRate *bg_rate_new (void);
G_GNUC_INTERNAL void bg_rate_free (BgRate *self);

G_GNUC_INTERNAL void bg_rate_add (BgRate *self, gint64 time, guint64 bytes);
G_GNUC_INTERNAL guint64 bg_rate_get_speed (const BgRate *self);
G_GNUC_INTERNAL gint64 bg_rate_get_seconds_left (const BgRate *self, guint64 bytes_total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgRate, bg_rate_free)

G_END_DECLS
