/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the world lets a job run now: metered networks, hours, batteries. */
#include "config.h"

#include "bgd-policy.h"

static gboolean
may_run (BgdLeave leave, BgJobPriority priority)
{
  switch (leave)
    {
    case BGD_LEAVE_ALL:
      return TRUE;
    case BGD_LEAVE_FOREGROUND:
      return priority == BG_JOB_PRIORITY_FOREGROUND;
    case BGD_LEAVE_NOBODY:
    default:
      return FALSE;
    }
}

/**
 * bgd_policy_find_reason:
 * @policy: what people set
 * @conditions: how the world is
 * @priority: of the job
 *
 * Of several reasons the one that costs money comes first. Hours are for the background: who waits
 * for a file in the foreground wants it now.
 *
 * Source: "Cost" and "TRANSIENT_ERROR" in the BITS reference, which names the same obstacles.
 *
 * Returns: what keeps a job of that priority from running; %BG_WAIT_NONE if it may
 */
BgWaitReason
bgd_policy_find_reason (const BgdPolicy *policy,
                        const BgdConditions *conditions,
                        BgJobPriority priority)
{
  if (conditions->is_metered && !may_run (policy->on_metered, priority))
    return BG_WAIT_METERED;
  if (conditions->is_power_saver && !may_run (policy->on_power_saver, priority))
    return BG_WAIT_POWER;
  if (conditions->is_on_battery && !may_run (policy->on_battery, priority))
    return BG_WAIT_POWER;
  if (!conditions->is_in_hours && priority != BG_JOB_PRIORITY_FOREGROUND)
    return BG_WAIT_SCHEDULE;

  return BG_WAIT_NONE;
}
