/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A timetable: the minutes of a week in which something holds. Pure. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BG_HOURS_MINUTES_OF_DAY:
 *
 * Minutes of a day, as a timetable counts them.
 */
#define BG_HOURS_MINUTES_OF_DAY (24 * 60)

/**
 * BG_HOURS_MINUTES_OF_WEEK:
 *
 * Minutes of a week, as a timetable counts them.
 */
#define BG_HOURS_MINUTES_OF_WEEK (7 * BG_HOURS_MINUTES_OF_DAY)

/**
 * BgHours:
 *
 * Times of the week, such as “mon-fri 22:00-6:00”: when jobs may transfer, or a limit holds.
 */
typedef struct _BgHours BgHours;

#define BG_TYPE_HOURS (bg_hours_get_type ())
GType bg_hours_get_type (void) G_GNUC_CONST;

BgHours *bg_hours_new (const char *const *lines, GError **error);
BgHours *bg_hours_copy (const BgHours *self);
void bg_hours_free (BgHours *self);

gboolean bg_hours_is_always (const BgHours *self);
gboolean bg_hours_includes (const BgHours *self, guint minute);
guint bg_hours_until_change (const BgHours *self, guint minute);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgHours, bg_hours_free)

G_END_DECLS
