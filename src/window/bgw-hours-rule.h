/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A time of the week that a person can set at a glance: some days, from when, until when. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BGW_HOURS_RULE_DAYS 7

/**
 * BgwHoursRule:
 * @days: a bit for each day on which it begins, Monday is the lowest
 * @from: minutes since midnight
 * @until: minutes since midnight; not after @from, it is on the next day
 */
typedef struct
{
  guint days;
  guint from;
  guint until;
} BgwHoursRule;

gboolean bgw_hours_rule_read (BgwHoursRule *self, const char *const *lines);
char *bgw_hours_rule_write (const BgwHoursRule *self);

G_END_DECLS
