/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to wait after a failure, and when to give up. */
#include "config.h"

#include "bgd-retry.h"

/* The longest wait is this part longer than the shortest, so that jobs that failed together do not
 * come back together. */
#define JITTER 0.25

/**
 * bgd_retry_delay:
 * @failures: failed tries in a row, from 1
 * @base: the job's minimum retry delay, in seconds, above 0
 * @retry_after: what the server asked for, in seconds; 0 if it did not
 * @random: evenly spread in [0, 1)
 *
 * Source: SetMinimumRetryDelay in the BITS reference, and RFC 9110, section 10.2.3; the doubling
 * is ours.
 *
 * Returns: microseconds until the next try, never below @base, nor below @retry_after up to
 *   %BGD_RETRY_AFTER_MAXIMUM
 */
GTimeSpan
bgd_retry_delay (guint failures, guint base, guint retry_after, double random)
{
  g_assert (failures > 0);
  g_assert (base > 0);
  g_assert (random >= 0 && random < 1);

  /* 2^12 seconds are above the maximum for any base. */
  guint64 doubled = (guint64) base << MIN (failures - 1, 12);
  guint64 own = MIN (doubled, MAX (base, BGD_RETRY_MAXIMUM));
  guint64 wait = MAX (own, MIN (retry_after, BGD_RETRY_AFTER_MAXIMUM));

  return (GTimeSpan) (wait * G_USEC_PER_SEC) +
         (GTimeSpan) ((double) own * G_USEC_PER_SEC * JITTER * random);
}

/**
 * bgd_retry_delay_for_space:
 * @failures: failed tries in a row, from 1
 * @base: the job's minimum retry delay, in seconds, above 0
 * @random: evenly spread in [0, 1)
 *
 * Like bgd_retry_delay(), for a job that waits until there is room on the disk. No server is asked
 * before that.
 *
 * Returns: microseconds until the next look, never below @base; above %BGD_RETRY_SPACE_MAXIMUM only
 *   if @base is
 */
GTimeSpan
bgd_retry_delay_for_space (guint failures, guint base, double random)
{
  GTimeSpan limit = (GTimeSpan) MAX (base, BGD_RETRY_SPACE_MAXIMUM) * G_USEC_PER_SEC;

  return MIN (bgd_retry_delay (failures, base, 0, random), limit);
}

/**
 * bgd_retry_is_over:
 * @no_progress_since: monotonic microseconds: the first failure without a byte since; 0: none
 * @no_progress_timeout: in seconds; 0: every error is final
 * @minimum_retry_delay: in seconds
 * @now: monotonic microseconds
 *
 * Source: SetNoProgressTimeout and SetMinimumRetryDelay in the BITS reference.
 *
 * Returns: whether a transient error of such a job is final: its time is used up, or would be
 *   before the first retry
 */
gboolean
bgd_retry_is_over (gint64 no_progress_since,
                   guint no_progress_timeout,
                   guint minimum_retry_delay,
                   gint64 now)
{
  if (minimum_retry_delay > no_progress_timeout)
    return TRUE;
  if (no_progress_since == 0)
    return no_progress_timeout == 0;

  return now - no_progress_since >= (gint64) no_progress_timeout * G_USEC_PER_SEC;
}
