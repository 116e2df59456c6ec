/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A time of the week that a person can set at a glance: some days, from when, until when. */
#include "config.h"

#include "bgw-hours-rule.h"

#include "bg-hours.h"

static const char *const names[BGW_HOURS_RULE_DAYS] = { "mon", "tue", "wed", "thu",
                                                        "fri", "sat", "sun" };

/* Only minutes count: “mon 1:00-2:00” and a second line “mon 2:00-3:00” are one rule. */
static gboolean
is_same (const BgHours *one, const BgHours *other)
{
  for (guint i = 0; i < BG_HOURS_MINUTES_OF_WEEK; i++)
    if (bg_hours_includes (one, i) != bg_hours_includes (other, i))
      return FALSE;

  return TRUE;
}

/* When in the day it first changes to @wanted; midnight if it never does. */
static guint
find_change (const BgHours *hours, gboolean wanted)
{
  for (guint i = 0; i < BG_HOURS_MINUTES_OF_WEEK; i++)
    if (bg_hours_includes (hours, i + 1) == wanted && bg_hours_includes (hours, i) != wanted)
      return (i + 1) % BG_HOURS_MINUTES_OF_DAY;

  return 0;
}

/**
 * bgw_hours_rule_read:
 * @self: (out): the rule, if there is one
 * @lines: (array zero-terminated=1): a timetable, as bg_hours_new() takes it
 *
 * Returns: whether one rule says all of @lines
 */
gboolean
bgw_hours_rule_read (BgwHoursRule *self, const char *const *lines)
{
  g_autoptr (BgHours) hours = bg_hours_new (lines, NULL);
  g_autoptr (BgHours) again = NULL;
  g_autofree char *line = NULL;
  BgwHoursRule rule = { 0 };

  if (hours == NULL || bg_hours_is_always (hours))
    return FALSE;

  rule.from = find_change (hours, TRUE);
  rule.until = find_change (hours, FALSE);
  for (guint day = 0; day < BGW_HOURS_RULE_DAYS; day++)
    if (bg_hours_includes (hours, day * BG_HOURS_MINUTES_OF_DAY + rule.from))
      rule.days |= 1u << day;

  line = bgw_hours_rule_write (&rule);
  again = bg_hours_new ((const char *const[]){ line, NULL }, NULL);
  if (again == NULL || !is_same (hours, again))
    return FALSE;

  *self = rule;
  return TRUE;
}

/**
 * bgw_hours_rule_write:
 * @self: a rule with at least one day
 *
 * Returns: (transfer full): a line of a timetable, such as “mon,tue 22:00-06:00”
 */
char *
bgw_hours_rule_write (const BgwHoursRule *self)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint day = 0; day < BGW_HOURS_RULE_DAYS; day++)
    if ((self->days & (1u << day)) != 0)
      g_string_append_printf (line, "%s%s", line->len > 0 ? "," : "", names[day]);

  g_string_append_printf (line, " %02u:%02u-%02u:%02u", self->from / 60, self->from % 60,
                          self->until / 60, self->until % 60);

  return g_string_free (g_steal_pointer (&line), FALSE);
}
