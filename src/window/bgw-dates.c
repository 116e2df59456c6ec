/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in time, as people say them. */
#include "config.h"

#include "bgw-dates.h"

#include <glib/gi18n.h>

/* Days since the year 1, so that midnights can be counted. */
static guint32
day_of (GDateTime *time)
{
  GDate date;
  int year, month, day;

  g_date_time_get_ymd (time, &year, &month, &day);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);

  return g_date_get_julian (&date);
}

/**
 * bgw_date_format_time:
 * @time: a point in time
 *
 * Returns: “14:32”, in local time
 */
char *
bgw_date_format_time (GDateTime *time)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (time);

  /* Translators: A time of the day, for g_date_time_format(). */
  return g_date_time_format (local, C_ ("time of the day", "%H:%M"));
}

/**
 * bgw_date_format:
 * @time: a point in time
 * @now: the time it is
 *
 * Returns: “Today, 14:32”, “Yesterday, 14:32”, or “5 Nov 2026, 14:32”, in local time
 */
char *
bgw_date_format (GDateTime *time, GDateTime *now)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (time);
  g_autoptr (GDateTime) local_now = g_date_time_to_local (now);
  guint32 day = day_of (local);
  guint32 today = day_of (local_now);
  g_autofree char *clock = bgw_date_format_time (time);
  g_autofree char *date = NULL;

  if (day == today)
    /* Translators: A time of the day. */
    return g_strdup_printf (_ ("Today, %s"), clock);
  if (day + 1 == today)
    return g_strdup_printf (_ ("Yesterday, %s"), clock);
  if (day == today + 1)
    return g_strdup_printf (_ ("Tomorrow, %s"), clock);

  /* Translators: A date of middle length, for g_date_time_format(). */
  date = g_date_time_format (local, C_ ("date", "%-d %b %Y"));
  /* Translators: A date, and a time of the day: “5 Nov 2026, 14:32”. */
  return g_strdup_printf (C_ ("date and time", "%s, %s"), date, clock);
}
