/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may run now, and when to look again. Pure. */
#pragma once

#include "bg-enums.h"

G_BEGIN_DECLS

/* BITS does not say how long a time slice is; 300 s is often quoted. */
#define BGD_SCHEDULER_SLICE ((gint64) 300 * G_USEC_PER_SEC)

/* What the scheduler must know of a job. */
typedef struct
{
  BgJobState state;
  BgJobPriority priority;
  gint64 queued_since; /* monotonic microseconds: first come, first served */
  gint64 slice_start;  /* monotonic; 0: does not run */
  gint64 retry_at;     /* monotonic; 0: none is due */
  gboolean is_held;    /* by the world: costs, power, hours */
} BgdSchedulerJob;

/* What it must know of the world. */
typedef struct
{
  gint64 now;         /* monotonic microseconds */
  guint jobs_at_once; /* background jobs; those in the foreground run in any case */
} BgdSchedulerWorld;

typedef enum
{
  BGD_DECISION_NONE,    /* leave it as it is */
  BGD_DECISION_START,   /* BGD_EVENT_START */
  BGD_DECISION_PREEMPT, /* BGD_EVENT_PREEMPT */
  BGD_DECISION_RETRY,   /* BGD_EVENT_RETRY_DUE; ask again for the start */
} BgdDecision;

gint64 bgd_scheduler_decide (const BgdSchedulerJob *jobs,
                             guint n_jobs,
                             const BgdSchedulerWorld *world,
                             BgdDecision *decisions);

G_END_DECLS
