/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job waits for, in words. */
#include "config.h"

#include "bgw-wait-words.h"

#include <glib/gi18n.h>

#include "bgw-dates.h"
#include "bgw-durations.h"

/**
 * bgw_wait_row:
 * @reason: what a job in the queue waits for
 * @until: (nullable): when that ends
 *
 * Returns: one phrase without a full stop
 */
char *
bgw_wait_row (BgWaitReason reason, GDateTime *until)
{
  g_autofree char *time = NULL;

  switch (reason)
    {
    case BG_WAIT_NETWORK:
      return g_strdup (_ ("Waiting for a network"));
    case BG_WAIT_METERED:
      return g_strdup (_ ("Paused: metered network"));
    case BG_WAIT_POWER:
      return g_strdup (_ ("Paused: saving power"));
    case BG_WAIT_DISK:
      return g_strdup (_ ("Waiting for room on the disk"));
    case BG_WAIT_SCHEDULE:
      if (until == NULL)
        return g_strdup (_ ("Paused: outside of the set hours"));
      time = bgw_date_format_time (until);
      /* Translators: A time of the day, such as “22:00”. */
      return g_strdup_printf (_ ("Starts at %s"), time);
    case BG_WAIT_POLICY:
      return g_strdup (_ ("Paused by your administrator"));
    case BG_WAIT_NONE:
    case BG_WAIT_TURN:
    case BG_WAIT_SERVER_PLACES:
    case BG_WAIT_RETRY:
    case BG_WAIT_RETRY_AFTER:
    default:
      return g_strdup (_ ("Waiting for a free place"));
    }
}

static char *
sentence_of_schedule (GDateTime *until, GDateTime *now)
{
  g_autofree char *date = NULL;

  if (until == NULL)
    return g_strdup (_ ("Downloads are set to certain hours, and this is none of them."));

  date = bgw_date_format (until, now);
  /* Translators: A date, such as “Today, 22:00”. */
  return g_strdup_printf (_ ("Downloads are set to certain hours. The next: %s."), date);
}

static char *
sentence_of_policy (GDateTime *until, GDateTime *now)
{
  g_autofree char *date = NULL;

  if (until == NULL)
    return g_strdup (_ ("Your administrator does not allow transfers at the moment."));

  date = bgw_date_format (until, now);
  /* Translators: A date, such as “Today, 22:00”. */
  return g_strdup_printf (_ ("Your administrator does not allow transfers before: %s."), date);
}

static char *
sentence_of_retry (const char *why, GDateTime *until, GDateTime *now)
{
  g_autofree char *next = NULL;
  GTimeSpan left;

  if (until == NULL)
    return g_strconcat (why, ".", NULL);

  left = MAX (g_date_time_difference (until, now), 0);
  next = bgw_duration_to_retry ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, FALSE);
  /* Translators: Why a job waits, and for how long: “The server asked to wait. Next try in 30
   * seconds.” */
  return g_strdup_printf (_ ("%s. %s."), why, next);
}

/**
 * bgw_wait_sentence:
 * @reason: what a job waits for
 * @until: (nullable): when that ends
 * @now: the time, of the same zone
 *
 * Returns: (nullable): why the job does not move, in a sentence or two; %NULL if it does
 */
char *
bgw_wait_sentence (BgWaitReason reason, GDateTime *until, GDateTime *now)
{
  switch (reason)
    {
    case BG_WAIT_TURN:
      return g_strdup (_ ("Other jobs are running. This one starts when there is a place for it."));
    case BG_WAIT_SERVER_PLACES:
      return g_strdup (_ ("All connections to this server are in use by other jobs."));
    case BG_WAIT_NETWORK:
      return g_strdup (_ ("There is no network. The job goes on when you are online."));
    case BG_WAIT_METERED:
      return g_strdup (_ ("This network costs by the byte. The job goes on over another one."));
    case BG_WAIT_POWER:
      return g_strdup (_ ("The machine saves power. The job goes on when it does not."));
    case BG_WAIT_SCHEDULE:
      return sentence_of_schedule (until, now);
    case BG_WAIT_POLICY:
      return sentence_of_policy (until, now);
    case BG_WAIT_RETRY:
      return sentence_of_retry (_ ("The last try failed"), until, now);
    case BG_WAIT_RETRY_AFTER:
      return sentence_of_retry (_ ("The server asked to wait"), until, now);
    case BG_WAIT_DISK:
      return sentence_of_retry (_ ("There is no room on the disk, or the folder is not there"),
                                until, now);
    case BG_WAIT_NONE:
    default:
      return NULL;
    }
}
