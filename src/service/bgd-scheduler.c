/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may run now, and when to look again. */
#include "config.h"

#include "bgd-scheduler.h"

#define N_PRIORITIES (BG_JOB_PRIORITY_LOW + 1)

/* The background jobs that want a place. Those that have one so far are a heap with the job on top
 * that has to give way first. */
typedef struct
{
  const BgdSchedulerJob *jobs;
  gint64 now;
  guint *heap;  /* (owned) indices into jobs */
  guint length; /* places taken */
} Contest;

/* Places in the line of one priority. */
typedef enum
{
  LINE_RUNNING, /* in the middle of its slice */
  LINE_WAITING,
  LINE_DONE, /* its slice is over */
} Line;

static gboolean
is_running (const BgdSchedulerJob *job)
{
  return job->state == BG_JOB_STATE_CONNECTING || job->state == BG_JOB_STATE_TRANSFERRING;
}

/* Whether the job needs one of the places. */
static gboolean
is_contender (const BgdSchedulerJob *job)
{
  return !job->is_held && job->priority != BG_JOB_PRIORITY_FOREGROUND &&
         (job->state == BG_JOB_STATE_QUEUED || is_running (job));
}

static Line
line_of (const BgdSchedulerJob *job, gint64 now)
{
  if (!is_running (job))
    return LINE_WAITING;

  return now - job->slice_start < BGD_SCHEDULER_SLICE ? LINE_RUNNING : LINE_DONE;
}

static gboolean
goes_before (const Contest *self, guint index, guint other_index)
{
  const BgdSchedulerJob *job = &self->jobs[index];
  const BgdSchedulerJob *other = &self->jobs[other_index];
  Line line = line_of (job, self->now);
  Line other_line = line_of (other, self->now);

  if (job->priority != other->priority)
    return job->priority < other->priority;
  if (line != other_line)
    return line < other_line;

  /* First come, first served; who came last has the least to lose. */
  if (line == LINE_WAITING && job->queued_since != other->queued_since)
    return job->queued_since < other->queued_since;
  if (line == LINE_RUNNING && job->slice_start != other->slice_start)
    return job->slice_start < other->slice_start;
  /* The longest over its time gives way first. */
  if (line == LINE_DONE && job->slice_start != other->slice_start)
    return job->slice_start > other->slice_start;

  return index < other_index;
}

/* Gives the place on top of the heap to a job, and lets the last in order come up. */
static void
replace_top (Contest *self, guint index)
{
  guint hole = 0;

  for (guint child = 1; child < self->length; child = 2 * hole + 1)
    {
      if (child + 1 < self->length && goes_before (self, self->heap[child], self->heap[child + 1]))
        child++;
      if (goes_before (self, self->heap[child], index))
        break;

      self->heap[hole] = self->heap[child];
      hole = child;
    }

  self->heap[hole] = index;
}

/* Gives one more place to a job. */
static void
push (Contest *self, guint index)
{
  guint hole = self->length++;

  for (; hole > 0 && goes_before (self, self->heap[(hole - 1) / 2], index); hole = (hole - 1) / 2)
    self->heap[hole] = self->heap[(hole - 1) / 2];

  self->heap[hole] = index;
}

static void
sooner (gint64 *next, gint64 time)
{
  if (*next == 0 || time < *next)
    *next = time;
}

/* Foreground jobs, retries, and those that are held: everything that needs no place. */
static BgdDecision
decide_alone (const BgdSchedulerJob *job, gint64 now, gint64 *next)
{
  if (job->is_held && is_running (job))
    return BGD_DECISION_PREEMPT;

  if (!job->is_held && job->state == BG_JOB_STATE_QUEUED &&
      job->priority == BG_JOB_PRIORITY_FOREGROUND)
    return BGD_DECISION_START;

  if (job->state == BG_JOB_STATE_TRANSIENT_ERROR && job->retry_at != 0)
    {
      if (job->retry_at <= now)
        return BGD_DECISION_RETRY;
      sooner (next, job->retry_at);
    }

  return BGD_DECISION_NONE;
}

/**
 * bgd_scheduler_decide:
 * @jobs: the jobs; of equals, those that come first go first
 * @n_jobs: how many
 * @world: the clock and the limit
 * @decisions: (out caller-allocates) (array length=n_jobs): what to do with each job
 *
 * Higher priorities run first, and push lower ones out where places are short. Within a priority
 * jobs are served as they came, and take turns: who has used up its slice gives way, but only to
 * a job of its own priority that waits.
 *
 * Places that are freed are given away in the same answer, so carry out all %BGD_DECISION_PREEMPT
 * before the first %BGD_DECISION_START. A job that gave way because of its slice joins the end of
 * the line: its queued_since is then now.
 *
 * Source: BG_JOB_PRIORITY in the BITS reference. There one background job runs at a time.
 *
 * Returns: the monotonic time when the answer may become another one by itself; 0: never
 */
gint64
bgd_scheduler_decide (const BgdSchedulerJob *jobs,
                      guint n_jobs,
                      const BgdSchedulerWorld *world,
                      BgdDecision *decisions)
{
  guint places = MIN (world->jobs_at_once, n_jobs);
  g_autofree guint *heap = g_new (guint, places);
  Contest contest = { .jobs = jobs, .now = world->now, .heap = heap };
  gboolean somebody_waits[N_PRIORITIES] = { FALSE };
  gint64 next = 0;

  for (guint i = 0; i < n_jobs; i++)
    {
      if (!is_contender (&jobs[i]))
        {
          decisions[i] = decide_alone (&jobs[i], world->now, &next);
          continue;
        }

      /* Until it is known who won. */
      decisions[i] = BGD_DECISION_PREEMPT;

      if (contest.length < places)
        push (&contest, i);
      else if (places > 0 && goes_before (&contest, i, heap[0]))
        replace_top (&contest, i);
    }

  for (guint i = 0; i < contest.length; i++)
    decisions[heap[i]] = is_running (&jobs[heap[i]]) ? BGD_DECISION_NONE : BGD_DECISION_START;

  for (guint i = 0; i < n_jobs; i++)
    {
      if (decisions[i] != BGD_DECISION_PREEMPT)
        continue;

      /* It lost, and waits from now on, if it did not before. */
      somebody_waits[jobs[i].priority] = TRUE;
      if (!is_running (&jobs[i]))
        decisions[i] = BGD_DECISION_NONE;
    }

  for (guint i = 0; i < contest.length; i++)
    {
      const BgdSchedulerJob *winner = &jobs[heap[i]];
      gint64 start = is_running (winner) ? winner->slice_start : world->now;

      if (somebody_waits[winner->priority])
        sooner (&next, MAX (start + BGD_SCHEDULER_SLICE, world->now));
    }

  return next;
}
