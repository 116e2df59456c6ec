/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Points in time, as the contract has them. */
#include "config.h"

#include "bg-time-private.h"

/* @value is in µs since 1970; 0 has not happened. Returns whether @field changed. */
gboolean
bg_time_update (GDateTime **field, gint64 value)
{
  g_autoptr (GDateTime) time = NULL;

  if (value != 0)
    {
      g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (value / G_USEC_PER_SEC);

      if (second != NULL)
        time = g_date_time_add (second, value % G_USEC_PER_SEC);
    }

  if (*field == time || (*field != NULL && time != NULL && g_date_time_compare (*field, time) == 0))
    return FALSE;

  g_clear_pointer (field, g_date_time_unref);
  *field = g_steal_pointer (&time);
  return TRUE;
}
