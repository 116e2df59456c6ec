/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue and what its jobs wait for: found out when something happens, so that ten thousand jobs
 * that wait cost nothing. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-wait.h"

/* Returns whether it changed. */
static gboolean
find_reason (BgdQueue *self, BgdJob *job)
{
  BgdRun *run = g_hash_table_lookup (self->runs, job);
  const BgdWaitView view = {
    .state = job->state,
    .held = bgd_queue_find_hold (self, job),
    .lacks_connection = run != NULL && bgd_run_lacks_connection (run),
    .is_online = self->is_online,
    .failure = job->failure.code,
    .was_put_off = job->was_put_off,
  };
  BgWaitReason before = job->waits_for;

  job->waits_for = bgd_wait_find_reason (&view);
  job->held_until = 0;
  if (job->waits_for == BG_WAIT_SCHEDULE)
    job->held_until = self->hours_change;
  if (job->waits_for == BG_WAIT_POLICY)
    job->held_until = self->rules_change;

  return job->waits_for != before;
}

/**
 * bgd_queue_note_wait:
 * @self: the queue
 * @job: a job that is about to be noticed
 *
 * For whoever calls bgd_queue_notice() or bgd_queue_touch_job() anyway.
 */
void
bgd_queue_note_wait (BgdQueue *self, BgdJob *job)
{
  find_reason (self, job);
}

/**
 * bgd_queue_look_at_wait:
 * @self: the queue
 * @job: a job around which the world may have changed
 *
 * Polls see it if there is another reason now. It is no change of the job itself, so that its time
 * stays, and the store hears nothing.
 */
void
bgd_queue_look_at_wait (BgdQueue *self, BgdJob *job)
{
  if (find_reason (self, job))
    job->serial = job->progress_serial = ++self->serial;
}
