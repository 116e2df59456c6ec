/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the world lets a job run now: metered networks, hours, batteries. Pure. */
#pragma once

#include "bg-enums.h"

G_BEGIN_DECLS

/* Who may transfer while something speaks against it. The numbers are those of the settings. */
typedef enum
{
  BGD_LEAVE_NOBODY,
  BGD_LEAVE_FOREGROUND, /* only jobs that somebody waits for */
  BGD_LEAVE_ALL,
} BgdLeave;

/* What people set. */
typedef struct
{
  BgdLeave on_metered;
  BgdLeave on_power_saver;
  BgdLeave on_battery;
} BgdPolicy;

/* How the world is. */
typedef struct
{
  gboolean is_metered;
  gboolean is_power_saver;
  gboolean is_on_battery;
  gboolean is_in_hours;
} BgdConditions;

BgWaitReason bgd_policy_find_reason (const BgdPolicy *policy,
                                     const BgdConditions *conditions,
                                     BgJobPriority priority);

G_END_DECLS
