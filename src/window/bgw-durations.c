/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long something takes, in words that do not jitter. Pure. */
#include "config.h"

#include "bgw-durations.h"

#include <glib/gi18n.h>

/* In seconds. */
#define MINUTE G_GINT64_CONSTANT (60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* Until when a duration is counted in which unit. */
#define SECONDS_UNTIL 90
#define MINUTES_UNTIL (90 * MINUTE)
#define HOURS_UNTIL (48 * HOUR)
#define DAYS_UNTIL (31 * DAY)

/* Whole units, to the nearest. */
static int
units (gint64 seconds, gint64 unit)
{
  return (int) MAX (1, (seconds + unit / 2) / unit);
}

/* Above 20 in steps of five, or the number would never be the same twice. */
static int
calm_seconds (gint64 seconds)
{
  return (int) (seconds > 20 ? (seconds + 2) / 5 * 5 : MAX (seconds, 1));
}

static char *
brief_time_left (gint64 seconds)
{
  /* Translators: The short forms are for narrow windows. */
  if (seconds < SECONDS_UNTIL)
    return g_strdup_printf (_ ("%d s left"), calm_seconds (seconds));
  if (seconds < MINUTES_UNTIL)
    return g_strdup_printf (_ ("%d min left"), units (seconds, MINUTE));
  if (seconds < HOURS_UNTIL)
    return g_strdup_printf (_ ("%d h left"), units (seconds, HOUR));
  if (seconds < DAYS_UNTIL)
    return g_strdup_printf (_ ("%d d left"), units (seconds, DAY));
  return g_strdup (_ ("Over a month left"));
}

/**
 * bgw_duration_left:
 * @seconds: how long something will take, not negative
 * @brief: whether there is little room
 *
 * Returns: “5 minutes left”, or “5 min left”
 */
char *
bgw_duration_left (gint64 seconds, gboolean brief)
{
  int n;

  if (brief)
    return brief_time_left (seconds);

  if (seconds < SECONDS_UNTIL)
    {
      n = calm_seconds (seconds);
      return g_strdup_printf (ngettext ("%d second left", "%d seconds left", n), n);
    }
  if (seconds < MINUTES_UNTIL)
    {
      n = units (seconds, MINUTE);
      return g_strdup_printf (ngettext ("%d minute left", "%d minutes left", n), n);
    }
  if (seconds < HOURS_UNTIL)
    {
      n = units (seconds, HOUR);
      return g_strdup_printf (ngettext ("%d hour left", "%d hours left", n), n);
    }
  if (seconds < DAYS_UNTIL)
    {
      n = units (seconds, DAY);
      return g_strdup_printf (ngettext ("%d day left", "%d days left", n), n);
    }

  return g_strdup (_ ("More than a month left"));
}

/**
 * bgw_duration_to_retry:
 * @seconds: from now, not negative
 * @brief: whether there is little room
 *
 * Returns: “Next try in 42 seconds”, or “Next try in 42 s”
 */
char *
bgw_duration_to_retry (gint64 seconds, gboolean brief)
{
  int n;

  if (brief)
    return seconds < SECONDS_UNTIL
               ? g_strdup_printf (_ ("Next try in %d s"), (int) seconds)
               : g_strdup_printf (_ ("Next try in %d min"), units (seconds, MINUTE));

  if (seconds < SECONDS_UNTIL)
    {
      n = (int) seconds;
      return g_strdup_printf (ngettext ("Next try in %d second", "Next try in %d seconds", n), n);
    }
  if (seconds < MINUTES_UNTIL)
    {
      n = units (seconds, MINUTE);
      return g_strdup_printf (ngettext ("Next try in %d minute", "Next try in %d minutes", n), n);
    }

  n = units (seconds, HOUR);
  return g_strdup_printf (ngettext ("Next try in %d hour", "Next try in %d hours", n), n);
}

/**
 * bgw_duration_of_silence:
 * @seconds: since the last byte
 *
 * Returns: “No data for 20 seconds”
 */
char *
bgw_duration_of_silence (gint64 seconds)
{
  int n;

  if (seconds < SECONDS_UNTIL)
    {
      n = (int) seconds;
      return g_strdup_printf (ngettext ("No data for %d second", "No data for %d seconds", n), n);
    }

  n = units (seconds, MINUTE);
  return g_strdup_printf (ngettext ("No data for %d minute", "No data for %d minutes", n), n);
}
