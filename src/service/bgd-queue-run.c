/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue in motion: asks the scheduler who may run, starts and stops runs, and decides what
 * their ends mean. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-retry.h"
#include "bgd-scheduler.h"

static void
happen (BgdQueue *self, BgdJob *job, BgdEvent event)
{
  BgJobState to;

  if (bgd_state_next (job->state, event, job->type, &to))
    bgd_queue_enter (self, job, event, to);
}

/* A cancelled job may be removed before its transfers have stopped. */
static gboolean
is_known (BgdQueue *self, const BgdJob *job)
{
  return g_hash_table_contains (self->by_id, job->id);
}

static void
on_run_connected (BgdRun *run, gpointer user_data)
{
  BgdQueue *self = user_data;

  if (!bgd_run_was_stopped (run))
    happen (self, bgd_run_get_job (run), BGD_EVENT_CONNECTED);
}

static void
on_run_file_changed (BgdRun *run, BgdFile *file, gpointer user_data)
{
  BgdQueue *self = user_data;
  BgdJob *job = bgd_run_get_job (run);

  if (!is_known (self, job))
    return;

  bgd_queue_touch_file (self, job, file);
  bgd_queue_look_at_bytes (self);
  if (file == bgd_job_get_reply (job))
    bgd_queue_notice (self, job); /* the reply is among the properties of its job */
  if (file->state == BGD_FILE_TRANSFERRED && file->metalink == BGD_METALINK_FOLLOW)
    bgd_queue_follow_metalink (self, job, file);
  bgd_queue_note_file (self, job, file);
}

static void
on_run_file_safe (BgdRun *run, BgdFile *file, gpointer user_data)
{
  BgdQueue *self = user_data;
  BgdJob *job = bgd_run_get_job (run);

  if (!is_known (self, job))
    return;

  bgd_queue_touch_progress (self, job, file);
  bgd_queue_look_at_bytes (self);
}

static void
on_run_file_restarted (BgdRun *run, BgdFile *file, gpointer user_data)
{
  BgdQueue *self = user_data;
  g_autoptr (GError) error = NULL;

  on_run_file_changed (run, file, self);

  /* If it fails the validators still tell the versions apart, at the price of one more restart. */
  if (!bgd_queue_flush (self, &error))
    g_warning ("The queue could not be written: %s", error->message);
}

/* The address of the first file is among the properties of its job. */
static void
on_run_file_moved (BgdRun *run, BgdFile *file, gpointer user_data)
{
  BgdQueue *self = user_data;
  BgdJob *job = bgd_run_get_job (run);

  if (!is_known (self, job))
    return;

  job->had_secrets = bgd_job_has_secrets (job);
  bgd_queue_touch_file (self, job, file);
  bgd_queue_touch_job (self, job);
}

static char *
on_run_find_obstacle (BgdRun *run, BgdFile *file, gpointer user_data)
{
  return bgd_queue_find_obstacle (user_data, bgd_run_get_job (run), file);
}

static void
finish_job (BgdQueue *self, BgdJob *job)
{
  happen (self, job, BGD_EVENT_TRANSFERRED);
  bgd_queue_complete_finished (self, job);
}

static void
fail_job (BgdQueue *self, BgdJob *job)
{
  for (guint i = 0; i < job->files->len; i++)
    {
      const BgdFile *file = bgd_job_get_file (job, i);

      if (file->state == BGD_FILE_FAILED)
        {
          bgd_failure_copy (&job->failure, &file->failure);
          break;
        }
    }

  job->error_count++;
  happen (self, job, BGD_EVENT_FATAL_FAILURE);
}

static gboolean
has_given_up (BgdQueue *self, BgdJob *job)
{
  return bgd_retry_is_over (job->no_progress_since, job->no_progress_timeout,
                            job->minimum_retry_delay, bgd_host_get_monotonic (self->host));
}

static void
retry_job (BgdQueue *self, BgdJob *job, BgdRun *run)
{
  gint64 now = bgd_host_get_monotonic (self->host);
  GTimeSpan delay;

  if (bgd_run_has_progress (run))
    {
      job->failures = 0;
      job->no_progress_since = 0;
    }

  job->failures++;
  job->error_count++;
  if (job->no_progress_since == 0)
    job->no_progress_since = now;
  bgd_failure_copy (&job->failure, bgd_run_get_failure (run));

  /* Before the state, so that whoever hears of that finds it. */
  delay = bgd_retry_delay (job->failures, job->minimum_retry_delay, bgd_run_get_retry_after (run),
                           bgd_host_get_random (self->host));
  if (bgd_queue_lacks_space (self, job) || bgd_queue_lacks_folder (self, job))
    delay = bgd_retry_delay_for_space (job->failures, job->minimum_retry_delay,
                                       bgd_host_get_random (self->host));
  job->retry_at = now + delay;
  job->retry_at_real = bgd_host_get_real (self->host) + delay;
  job->was_put_off = bgd_run_get_retry_after (run) > 0;

  happen (self, job, BGD_EVENT_TRANSIENT_FAILURE);
  if (has_given_up (self, job))
    happen (self, job, BGD_EVENT_NO_PROGRESS);
}

/* Nothing of the job is under way any more: what does that mean for it? */
static void
judge (BgdQueue *self, BgdJob *job, BgdRun *run)
{
  if (job->state != BG_JOB_STATE_CONNECTING && job->state != BG_JOB_STATE_TRANSFERRING)
    return;

  if (bgd_run_get_failure (run)->code != BG_ERROR_NONE)
    retry_job (self, job, run);
  else if (bgd_job_count_files (job, BGD_FILE_WAITING) > 0)
    happen (self, job, BGD_EVENT_PREEMPT); /* files came while the last ones ended */
  else if (bgd_job_count_files (job, BGD_FILE_FAILED) > 0)
    fail_job (self, job);
  else
    finish_job (self, job);
}

static void
on_run_ended (BgdRun *run, gpointer user_data)
{
  BgdQueue *self = user_data;
  g_autoptr (BgdJob) job = bgd_job_ref (bgd_run_get_job (run));
  g_autoptr (BgdRun) ended = NULL;

  g_hash_table_steal_extended (self->runs, job, NULL, (gpointer *) &ended);
  job->slice_start = 0;

  /* A transfer may have made its part file just after the job was cancelled. If the store does not
   * know of the end yet, the next flush comes here. */
  if (bg_job_state_is_final (job->state) && !g_ptr_array_find (self->ended, job, NULL))
    bgd_queue_discard_files (self, job);

  if (is_known (self, job))
    bgd_queue_note_sizes (self, job);
  judge (self, job, run);
  bgd_queue_let_go (self, job);
  bgd_queue_schedule_soon (self);
  bgd_queue_tell_busy (self);
}

static const BgdRunListener run_listener = {
  .connected = on_run_connected,
  .file_changed = on_run_file_changed,
  .file_moved = on_run_file_moved,
  .file_safe = on_run_file_safe,
  .file_restarted = on_run_file_restarted,
  .find_obstacle = on_run_find_obstacle,
  .ended = on_run_ended,
};

/* Without its secrets the server would only say no. */
static gboolean
has_lost_secrets (const BgdJob *job)
{
  return job->had_secrets && !bgd_job_has_secrets (job);
}

static void
miss_secrets (BgdQueue *self, BgdJob *job)
{
  bgd_failure_set (
      &job->failure, BG_ERROR_CREDENTIALS_LOST, BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER, BGD_NO_FILE,
      0,
      job->secrets_locked
          ? "The keyring that has the sign-in of this job is locked. Unlock it, or set "
            "the sign-in again, then resume the job."
          : "The sign-in of this job was not kept over a restart of the service.");
  job->error_count++;
  happen (self, job, BGD_EVENT_FATAL_FAILURE);
}

static void
start_run (BgdQueue *self, BgdJob *job)
{
  g_autoptr (GError) error = NULL;
  BgdRun *run;

  if (bgd_queue_awaits_secrets (self, job))
    return;

  happen (self, job, BGD_EVENT_START);

  if (has_lost_secrets (job))
    {
      miss_secrets (self, job);
      return;
    }

  /* Whoever finds it after a crash must know that it was asked for. */
  if (!bgd_job_may_ask_again (job) && !bgd_queue_flush (self, &error))
    {
      bgd_queue_fail (self, job, BG_ERROR_STORE, error->message);
      return;
    }

  job->slice_start = bgd_host_get_monotonic (self->host);
  run = bgd_run_new (job, &run_listener, self);
  g_hash_table_insert (self->runs, job, run);
  bgd_run_start (run);
  bgd_queue_tell_busy (self);
}

/* The jobs that the scheduler has a say in. Those whose transfers still stop are left out: their
 * end schedules again. */
static GPtrArray *
collect_jobs (BgdQueue *self)
{
  GPtrArray *jobs = g_ptr_array_new ();

  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    {
      BgdJob *job = l->data;
      gboolean is_stopping =
          job->state == BG_JOB_STATE_QUEUED && g_hash_table_contains (self->runs, job);

      if (bg_job_state_can_change (job->state) && !is_stopping)
        g_ptr_array_add (jobs, job);
    }

  return jobs;
}

/* Jobs whose time without progress is over do not wait for the next try; returns when the next one
 * gives up, 0: none. */
static gint64
give_up_jobs (BgdQueue *self, const GPtrArray *jobs)
{
  gint64 next = 0;

  for (guint i = 0; i < jobs->len; i++)
    {
      BgdJob *job = g_ptr_array_index (jobs, i);
      gint64 end = job->no_progress_since + (gint64) job->no_progress_timeout * G_USEC_PER_SEC;

      /* Without a failure the time does not run: the network may be away. */
      if (job->state != BG_JOB_STATE_TRANSIENT_ERROR || job->no_progress_since == 0)
        continue;

      if (has_given_up (self, job))
        happen (self, job, BGD_EVENT_NO_PROGRESS);
      else if (next == 0 || end < next)
        next = end;
    }

  return next;
}

/* Whoever may not ask again is not interrupted, but for the administrator. */
static gboolean
is_held (BgdQueue *self, const BgdJob *job, gboolean is_fixed)
{
  BgWaitReason reason = bgd_queue_find_hold (self, job);

  if (is_fixed)
    return reason == BG_WAIT_POLICY;

  return reason != BG_WAIT_NONE || (job->secrets_sought && self->is_seeking);
}

static void
give_way (BgdQueue *self, BgdJob *job)
{
  if (bgd_job_may_ask_again (job))
    happen (self, job, BGD_EVENT_PREEMPT);
  else
    bgd_queue_fail (self, job, BG_ERROR_BLOCKED_BY_POLICY,
                    "Your administrator allows no transfers now, and this one may not ask again.");
}

static gint64
decide (BgdQueue *self, const GPtrArray *jobs)
{
  g_autofree BgdSchedulerJob *views = g_new0 (BgdSchedulerJob, jobs->len);
  g_autofree BgdDecision *decisions = g_new0 (BgdDecision, jobs->len);
  const BgdSchedulerWorld world = {
    .now = bgd_host_get_monotonic (self->host),
    .jobs_at_once = bgd_preferences_get_jobs_at_once (self->preferences),
  };
  gint64 look_again;

  for (guint i = 0; i < jobs->len; i++)
    {
      const BgdJob *job = g_ptr_array_index (jobs, i);
      gboolean is_fixed = job->slice_start != 0 && !bgd_job_may_ask_again (job);

      views[i] = (BgdSchedulerJob){
        .state = job->state,
        .priority = is_fixed ? BG_JOB_PRIORITY_FOREGROUND : job->priority,
        .queued_since = job->queued_since,
        .slice_start = job->slice_start,
        .retry_at = job->retry_at,
        .is_held = is_held (self, job, is_fixed),
      };
    }

  look_again = bgd_scheduler_decide (views, jobs->len, &world, decisions);

  /* Those that give way go first: the places that they leave are given away in the same answer. */
  for (guint i = 0; i < jobs->len; i++)
    {
      if (decisions[i] == BGD_DECISION_PREEMPT)
        give_way (self, g_ptr_array_index (jobs, i));
      else if (decisions[i] == BGD_DECISION_RETRY &&
               !bgd_queue_keeps_waiting (self, g_ptr_array_index (jobs, i)))
        happen (self, g_ptr_array_index (jobs, i), BGD_EVENT_RETRY_DUE);
    }

  for (guint i = 0; i < jobs->len; i++)
    if (decisions[i] == BGD_DECISION_START)
      start_run (self, g_ptr_array_index (jobs, i));

  return look_again;
}

/* What holds jobs back may be another thing now, although they stay where they are. */
static void
tell_waits (BgdQueue *self, const GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      BgdJob *job = g_ptr_array_index (jobs, i);

      if (job->state == BG_JOB_STATE_QUEUED)
        bgd_queue_look_at_wait (self, job);
    }
}

static void
sooner (gint64 *next, gint64 time)
{
  if (time != 0 && (*next == 0 || time < *next))
    *next = time;
}

static gboolean
on_schedule (gpointer user_data)
{
  BgdQueue *self = user_data;
  g_autoptr (GPtrArray) jobs = NULL;
  gint64 give_up, hours, late, look_again;

  self->schedule_id = 0; /* what changes from now on wants another look */
  hours = bgd_queue_look_around (self);
  bgd_queue_expire (self);
  bgd_queue_enforce (self);
  jobs = collect_jobs (self);
  give_up = give_up_jobs (self, jobs);
  late = bgd_queue_end_late (self, jobs);
  look_again = decide (self, jobs);
  tell_waits (self, jobs);

  sooner (&look_again, give_up);
  sooner (&look_again, late);
  if (jobs->len > 0)
    sooner (&look_again, hours);
  bgd_host_set_alarm (self->host, look_again);

  return G_SOURCE_REMOVE;
}

/* After all that is ready now, so that a thousand new jobs are one look. */
void
bgd_queue_schedule_soon (BgdQueue *self)
{
  if (self->schedule_id == 0 && !self->shut_down)
    self->schedule_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_schedule, self, NULL);
}

/* Its transfers end soon; until then the job has a run that does not count. */
void
bgd_queue_stop_run (BgdQueue *self, BgdJob *job)
{
  BgdRun *run = g_hash_table_lookup (self->runs, job);

  if (run != NULL && !bgd_run_was_stopped (run))
    bgd_run_stop (run);
}

/* The job has new files. */
void
bgd_queue_wake_run (BgdQueue *self, BgdJob *job)
{
  BgdRun *run = g_hash_table_lookup (self->runs, job);

  if (run != NULL)
    bgd_run_start (run);
}

/* The job has new settings. */
void
bgd_queue_tell_run (BgdQueue *self, BgdJob *job)
{
  BgdRun *run = g_hash_table_lookup (self->runs, job);

  if (run != NULL)
    bgd_run_settings_changed (run);
}

/* BITS, "Users and Network Connections": when the network is back, every job that waits after a
 * failure goes on, whatever it failed for. */
void
bgd_queue_network_changed (BgdQueue *self)
{
  gboolean was_online = self->is_online;

  self->is_online = bgd_host_is_online (self->host);
  if (was_online == self->is_online)
    return;

  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    {
      BgdJob *job = l->data;

      if (job->state != BG_JOB_STATE_TRANSIENT_ERROR)
        continue;

      if (self->is_online)
        happen (self, job, BGD_EVENT_UNBLOCKED);
      else
        bgd_queue_look_at_wait (self, job);
    }
}

/* A drive that was plugged in may have the folder that a job waits for. */
void
bgd_queue_mounts_changed (BgdQueue *self)
{
  for (GList *l = self->jobs.head; l != NULL; l = l->next)
    {
      BgdJob *job = l->data;

      if (job->state == BG_JOB_STATE_TRANSIENT_ERROR &&
          job->failure.code == BG_ERROR_FOLDER_NOT_FOUND && !bgd_queue_lacks_folder (self, job))
        happen (self, job, BGD_EVENT_UNBLOCKED);
    }
}

/**
 * bgd_queue_shut_down:
 * @self: the queue
 *
 * Stops all transfers and starts none any more; what they have is safe once bgd_queue_is_moving()
 * says no. The jobs go on with the next start of the service.
 */
void
bgd_queue_shut_down (BgdQueue *self)
{
  GHashTableIter iter;
  gpointer run;

  self->shut_down = TRUE;
  g_clear_handle_id (&self->schedule_id, g_source_remove);
  bgd_host_set_alarm (self->host, 0);
  bgd_queue_book_times (self);

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &run))
    bgd_run_stop (run);
  bgd_queue_stop_withdrawals (self);
}

/* Whether any transfer is under way. */
gboolean
bgd_queue_is_moving (BgdQueue *self)
{
  return g_hash_table_size (self->runs) > 0 || g_hash_table_size (self->withdrawals) > 0;
}
