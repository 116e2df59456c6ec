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
  const BgHours *hours = bgd_preferences_get_hours (self->preferences);
  const BgHours *limit_hours = bgd_preferences_get_limit_hours (self->preferences);
  const BgdPolicy policy = bgd_preferences_get_policy (self->preferences);
  gint64 real = bgd_host_get_real (self->host);
  gint64 next_limits = 0;
  g_autoptr (GDateTime) time = NULL;

  bgd_host_get_conditions (self->host, &policy, &self->conditions);
  self->policy = policy;
  self->hours_change = 0;

  if (bg_hours_is_always (hours) && bg_hours_is_always (limit_hours))
    {
      bgd_preferences_apply (self->preferences, TRUE);
      return 0;
    }

  time = get_local_time (self);
  self->conditions.is_in_hours = bg_hours_includes (hours, minute_of_week (time));
  self->hours_change = find_change (hours, time);
  bgd_preferences_apply (self->preferences, bg_hours_includes (limit_hours, minute_of_week (time)));
  next_limits = find_change (limit_hours, time);

  if (next_limits == 0 || (self->hours_change != 0 && self->hours_change < next_limits))
    next_limits = self->hours_change;

  return next_limits != 0 ? bgd_host_get_monotonic (self->host) + next_limits - real : 0;
}

/* As of the last look around; %BG_WAIT_NONE if the job may run. */
BgWaitReason
bgd_queue_find_hold (BgdQueue *self, const BgdJob *job)
{
  return bgd_policy_find_reason (&self->policy, &self->conditions, job->priority);
}
