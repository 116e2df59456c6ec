/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds the jobs of the queue back although there is a place: costs, power, hours. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bg-hours.h"

static guint
minute_of_week (GDateTime *time)
{
  guint day = (guint) g_date_time_get_day_of_week (time) - 1;

  return day * BG_HOURS_MINUTES_OF_DAY + (guint) g_date_time_get_hour (time) * 60 +
         (guint) g_date_time_get_minute (time);
}

/* The start of the minute in which a timetable says something else, by the user's clock; 0: never.
 * Where the clocks are turned in between it is an hour wrong, and asked again then. */
static gint64
find_change (const BgHours *hours, GDateTime *time)
{
  guint minutes = bg_hours_until_change (hours, minute_of_week (time));
  gint64 start = (g_date_time_to_unix (time) - g_date_time_get_second (time)) * G_USEC_PER_SEC;

  return minutes > 0 ? start + (gint64) minutes * 60 * G_USEC_PER_SEC : 0;
}

static GDateTime *
get_local_time (BgdQueue *self)
{
  return g_date_time_new_from_unix_local (bgd_host_get_real (self->host) / G_USEC_PER_SEC);
}

/* The earlier of two times; 0: never. */
static gint64
get_earlier (gint64 one, gint64 other)
{
  if (one == 0 || other == 0)
    return MAX (one, other);

  return MIN (one, other);
}

static void
look_at_rules (BgdQueue *self)
{
  const BgHours *hours = self->rules->hours;
  g_autoptr (GDateTime) time = NULL;

  self->is_forbidden = self->rules_problem != NULL;
  self->rules_change = 0;
  if (self->is_forbidden || bg_hours_is_always (hours))
    return;

  time = get_local_time (self);
  self->is_forbidden = !bg_hours_includes (hours, minute_of_week (time));
  self->rules_change = find_change (hours, time);
}

/* What people set; returns when that changes, by the user's clock. */
static gint64
look_at_preferences (BgdQueue *self)
{
  const BgHours *hours = bgd_preferences_get_hours (self->preferences);
  const BgHours *limit_hours = bgd_preferences_get_limit_hours (self->preferences);
  const BgdPolicy policy = bgd_preferences_get_policy (self->preferences);
  guint64 ceiling = self->rules->maximum_speed;
  g_autoptr (GDateTime) time = NULL;

  bgd_host_get_conditions (self->host, &policy, &self->conditions);
  self->policy = policy;
  self->hours_change = 0;

  if (bg_hours_is_always (hours) && bg_hours_is_always (limit_hours))
    {
      bgd_preferences_apply (self->preferences, TRUE, ceiling);
      return 0;
    }

  time = get_local_time (self);
  self->conditions.is_in_hours = bg_hours_includes (hours, minute_of_week (time));
  self->hours_change = find_change (hours, time);
  bgd_preferences_apply (self->preferences, bg_hours_includes (limit_hours, minute_of_week (time)),
                         ceiling);

  return get_earlier (self->hours_change, find_change (limit_hours, time));
}

/**
 * bgd_queue_look_around:
 * @self: the queue
 *
 * Takes in how the world is, for bgd_queue_find_hold(), and gives the transfers the limits of this
 * hour.
 *
 * Returns: the monotonic time when the hours change something; 0: never
 */
gint64
bgd_queue_look_around (BgdQueue *self)
{
  gint64 change;

  look_at_rules (self);
  change = get_earlier (look_at_preferences (self), self->rules_change);

  return change != 0 ? bgd_host_get_monotonic (self->host) + change - bgd_host_get_real (self->host)
                     : 0;
}

/* As of the last look around; %BG_WAIT_NONE if the job may run. */
BgWaitReason
bgd_queue_find_hold (BgdQueue *self, const BgdJob *job)
{
  if (self->is_forbidden)
    return BG_WAIT_POLICY;

  return bgd_policy_find_reason (&self->policy, &self->conditions, job->priority);
}
