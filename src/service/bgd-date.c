/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as servers write them: three forms, of which two have been obsolete since 1997. */
#include "config.h"

#include "bgd-date.h"

#include <string.h>

static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

typedef struct
{
  int year, month, day;
  int hour, minute, second;
} Moment;

/* From least to most digits; blanks in front are skipped. */
static gboolean
take_number (const char **cursor, guint least, guint most, int *number)
{
  guint digits = 0;

  *cursor += strspn (*cursor, " ");
  for (*number = 0; digits < most && g_ascii_isdigit (**cursor); digits++, (*cursor)++)
    *number = *number * 10 + g_ascii_digit_value (**cursor);

  return digits >= least;
}

static gboolean
take_character (const char **cursor, char character)
{
  if (**cursor != character)
    return FALSE;

  (*cursor)++;
  return TRUE;
}

static gboolean
take_month (const char **cursor, int *month)
{
  *cursor += strspn (*cursor, " ");
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_ascii_strncasecmp (*cursor, months[i], 3) == 0)
      {
        *month = (int) i + 1;
        *cursor += 3;
        return TRUE;
      }

  return FALSE;
}

static gboolean
take_time (const char **cursor, Moment *moment)
{
  return take_number (cursor, 1, 2, &moment->hour) && take_character (cursor, ':') &&
         take_number (cursor, 2, 2, &moment->minute) && take_character (cursor, ':') &&
         take_number (cursor, 2, 2, &moment->second);
}

/* "Sun, 06 Nov 1994 08:49:37 GMT", after the comma. */
static gboolean
take_fixdate (const char *cursor, Moment *moment)
{
  return take_number (&cursor, 1, 2, &moment->day) && take_month (&cursor, &moment->month) &&
         take_number (&cursor, 4, 4, &moment->year) && take_time (&cursor, moment);
}

/* "Sunday, 06-Nov-94 08:49:37 GMT", after the comma. */
static gboolean
take_rfc850 (const char *cursor, Moment *moment)
{
  return take_number (&cursor, 1, 2, &moment->day) && take_character (&cursor, '-') &&
         take_month (&cursor, &moment->month) && take_character (&cursor, '-') &&
         take_number (&cursor, 2, 2, &moment->year) && !g_ascii_isdigit (*cursor) &&
         take_time (&cursor, moment);
}

/* "Sun Nov  6 08:49:37 1994", after the day of the week. */
static gboolean
take_asctime (const char *cursor, Moment *moment)
{
  return take_month (&cursor, &moment->month) && take_number (&cursor, 1, 2, &moment->day) &&
         take_time (&cursor, moment) && take_number (&cursor, 4, 4, &moment->year);
}

/* The year of two digits that is less than 50 years ahead. */
static int
complete_year (int year, gint64 now)
{
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_utc (now);
  int this_year = today != NULL ? g_date_time_get_year (today) : 2000;
  int full = this_year - this_year % 100 + year;

  return full > this_year + 50 ? full - 100 : full;
}

/**
 * bgd_date_parse:
 * @value: a date in a header
 * @now: seconds since 1970 UTC
 * @seconds: (out): likewise, of @value; from year 1 to 9999
 *
 * Source: RFC 9110, section 5.6.7. All three are in GMT, whatever stands behind them; the day of
 * the week is not looked at.
 *
 * Returns: whether it is a date
 */
gboolean
bgd_date_parse (const char *value, gint64 now, gint64 *seconds)
{
  const char *comma = strchr (value, ',');
  const char *start = value + strspn (value, " ");
  Moment moment = { 0 };

  if (comma != NULL && take_rfc850 (comma + 1, &moment))
    moment.year = complete_year (moment.year, now);
  else if (comma != NULL ? !take_fixdate (comma + 1, &moment)
                         : !take_asctime (start + strcspn (start, " "), &moment))
    return FALSE;

  /* A leap second is the one before it here. */
  g_autoptr (GDateTime) date =
      g_date_time_new_utc (moment.year, moment.month, moment.day, moment.hour, moment.minute,
                           moment.second == 60 ? 59 : moment.second);

  if (date == NULL)
    return FALSE;

  *seconds = g_date_time_to_unix (date);
  return TRUE;
}
