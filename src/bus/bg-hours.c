/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A timetable: the minutes of a week in which something holds. */
#include "config.h"

#include "bg-hours.h"

#include "bg-error.h"

#define N_DAYS 7
#define ALL_DAYS ((1u << N_DAYS) - 1)

/* In the order of the week as ISO 8601 has it. */
static const char *const day_names[N_DAYS] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

struct _BgHours
{
  gboolean is_always;
  gboolean minutes[BG_HOURS_MINUTES_OF_WEEK];
};

G_DEFINE_BOXED_TYPE (BgHours, bg_hours, bg_hours_copy, bg_hours_free)

/* Moves @text on if it begins with the name of a day. */
static gboolean
read_day (const char **text, guint *day)
{
  for (guint i = 0; i < N_DAYS; i++)
    {
      if (g_ascii_strncasecmp (*text, day_names[i], 3) != 0 || g_ascii_isalpha ((*text)[3]))
        continue;

      *text += 3;
      *day = i;
      return TRUE;
    }

  return FALSE;
}

/* "mon-fri,sun": a set of bits; a range may go over the end of the week. */
static gboolean
read_days (const char **text, guint *days)
{
  *days = 0;

  for (;;)
    {
      guint first, last;

      if (!read_day (text, &first))
        return FALSE;

      last = first;
      if (**text == '-')
        {
          (*text)++;
          if (!read_day (text, &last))
            return FALSE;
        }

      for (guint day = first;; day = (day + 1) % N_DAYS)
        {
          *days |= 1u << day;
          if (day == last)
            break;
        }

      if (**text != ',')
        return TRUE;
      (*text)++;
    }
}

static gboolean
read_number (const char **text, guint *number)
{
  const char *digit = *text;

  for (*number = 0; g_ascii_isdigit (*digit) && digit - *text < 2; digit++)
    *number = *number * 10 + (guint) g_ascii_digit_value (*digit);

  if (digit == *text)
    return FALSE;

  *text = digit;
  return TRUE;
}

/* "7:30", "22" or "24:00": minutes since midnight. */
static gboolean
read_time (const char **text, guint *minute)
{
  guint hours;
  guint minutes = 0;

  if (!read_number (text, &hours))
    return FALSE;

  if (**text == ':')
    {
      (*text)++;
      if (!read_number (text, &minutes))
        return FALSE;
    }

  *minute = hours * 60 + minutes;
  return minutes < 60 && *minute <= BG_HOURS_MINUTES_OF_DAY;
}

static gboolean
read_span (const char **text, guint *from, guint *until)
{
  if (!read_time (text, from) || **text != '-')
    return FALSE;

  (*text)++;
  return read_time (text, until);
}

/* A time that ends before it begins goes on into the next day. */
static void
include (BgHours *self, guint days, guint from, guint until)
{
  guint length = until > from ? until - from : until + BG_HOURS_MINUTES_OF_DAY - from;

  for (guint day = 0; day < N_DAYS; day++)
    {
      if ((days & (1u << day)) == 0)
        continue;

      for (guint i = 0; i < length; i++)
        self->minutes[(day * BG_HOURS_MINUTES_OF_DAY + from + i) % BG_HOURS_MINUTES_OF_WEEK] = TRUE;
    }
}

static gboolean
read_line (BgHours *self, const char *line)
{
  g_autofree char *stripped = g_strstrip (g_strdup (line));
  const char *text = stripped;
  guint days = ALL_DAYS;
  guint from = 0;
  guint until = BG_HOURS_MINUTES_OF_DAY;

  if (g_ascii_isalpha (*text) && !read_days (&text, &days))
    return FALSE;

  /* With days alone it is the whole of them; with nothing at all it is a mistake. */
  while (*text == ' ')
    text++;
  if (*text == '\0')
    {
      include (self, days, from, until);
      return text != stripped;
    }

  if (!read_span (&text, &from, &until) || *text != '\0')
    return FALSE;

  include (self, days, from, until);
  return TRUE;
}

/**
 * bg_hours_new: (constructor)
 * @lines: (array zero-terminated=1): times such as "mon-fri 22:00-6:00", "sat,sun" or "1-5:30". The
 *   first part is days, by the first three letters of their English names; without it every day.
 *   The second is when it begins and ends; without it the whole day. Past midnight it belongs to
 *   the day on which it began
 * @error: (out) (optional): BG_ERROR_INVALID_ARGUMENT, with the line that is wrong
 *
 * Reads a timetable.
 *
 * Returns: (transfer full): all of these times together; always, if there are no lines
 */
BgHours *
bg_hours_new (const char *const *lines, GError **error)
{
  g_autoptr (BgHours) self = g_new0 (BgHours, 1);

  self->is_always = TRUE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      self->is_always = FALSE;
      if (read_line (self, lines[i]))
        continue;

      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "“%s” is no time of the week. Say it as in “mon-fri 22:00-6:00”.", lines[i]);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * bg_hours_copy:
 * @self: a timetable
 *
 * Copies a timetable.
 *
 * Returns: (transfer full): the same
 */
BgHours *
bg_hours_copy (const BgHours *self)
{
  return g_memdup2 (self, sizeof *self);
}

/**
 * bg_hours_free:
 * @self: (transfer full): a timetable
 *
 * Frees a timetable.
 */
void
bg_hours_free (BgHours *self)
{
  g_free (self);
}

/**
 * bg_hours_is_always:
 * @self: a timetable
 *
 * Gets whether there are any hours at all.
 *
 * Returns: whether it was made without lines, so that no clock need be looked at
 */
gboolean
bg_hours_is_always (const BgHours *self)
{
  return self->is_always;
}

/**
 * bg_hours_includes:
 * @self: the timetable
 * @minute: of the week, from Monday 0:00, in local time
 *
 * Looks a minute up.
 *
 * Returns: whether it is one of these times
 */
gboolean
bg_hours_includes (const BgHours *self, guint minute)
{
  return self->is_always || self->minutes[minute % BG_HOURS_MINUTES_OF_WEEK];
}

/**
 * bg_hours_until_change:
 * @self: the timetable
 * @minute: of the week, from Monday 0:00, in local time
 *
 * Looks for the next beginning or end.
 *
 * Returns: after how many minutes bg_hours_includes() says something else; 0: never
 */
guint
bg_hours_until_change (const BgHours *self, guint minute)
{
  gboolean now = bg_hours_includes (self, minute);

  for (guint i = 1; i < BG_HOURS_MINUTES_OF_WEEK; i++)
    if (bg_hours_includes (self, minute + i) != now)
      return i;

  return 0;
}
