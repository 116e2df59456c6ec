/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of who may run. */
#include "config.h"

#include "bgd-scheduler.h"

#define SECONDS(n) ((gint64) (n) *G_USEC_PER_SEC)
#define NOW SECONDS (100000)

#define FOREGROUND BG_JOB_PRIORITY_FOREGROUND
#define HIGH BG_JOB_PRIORITY_HIGH
#define NORMAL BG_JOB_PRIORITY_NORMAL
#define LOW BG_JOB_PRIORITY_LOW

static BgdSchedulerJob
waiting (BgJobPriority priority, guint seconds_ago)
{
  return (BgdSchedulerJob){
    .state = BG_JOB_STATE_QUEUED,
    .priority = priority,
    .queued_since = NOW - SECONDS (seconds_ago),
  };
}

static BgdSchedulerJob
running (BgJobPriority priority, guint seconds_ago)
{
  return (BgdSchedulerJob){
    .state = BG_JOB_STATE_TRANSFERRING,
    .priority = priority,
    .slice_start = NOW - SECONDS (seconds_ago),
  };
}

static BgdSchedulerJob
failed (BgJobPriority priority, gint64 retry_at)
{
  return (BgdSchedulerJob){
    .state = BG_JOB_STATE_TRANSIENT_ERROR,
    .priority = priority,
    .retry_at = retry_at,
  };
}

/* A letter for each job: Start, Preempt, Retry, or a dot. Returns when to look again. */
static gint64
assert_decides (const BgdSchedulerJob *jobs, guint n_jobs, guint jobs_at_once, const char *expected)
{
  BgdSchedulerWorld world = { .now = NOW, .jobs_at_once = jobs_at_once };
  BgdDecision decisions[16];
  char got[17] = { 0 };
  gint64 next;

  g_assert_cmpuint (n_jobs, <=, G_N_ELEMENTS (decisions));
  next = bgd_scheduler_decide (jobs, n_jobs, &world, decisions);
  for (guint i = 0; i < n_jobs; i++)
    got[i] = ".SPR"[decisions[i]];
  g_assert_cmpstr (got, ==, expected);

  return next;
}

#define assert_decides(jobs, jobs_at_once, expected)                                               \
  (assert_decides) (jobs, G_N_ELEMENTS (jobs), jobs_at_once, expected)

static void
test_nothing_to_do (void)
{
  BgdSchedulerWorld world = { .now = NOW, .jobs_at_once = 4 };

  g_assert_cmpint (bgd_scheduler_decide (NULL, 0, &world, NULL), ==, 0);
}

static void
test_resting_jobs_are_left_alone (void)
{
  BgdSchedulerJob jobs[] = {
    { .state = BG_JOB_STATE_SUSPENDED, .priority = FOREGROUND },
    { .state = BG_JOB_STATE_ERROR, .priority = HIGH },
    { .state = BG_JOB_STATE_TRANSFERRED, .priority = NORMAL },
    { .state = BG_JOB_STATE_ACKNOWLEDGED, .priority = NORMAL },
    { .state = BG_JOB_STATE_CANCELLED, .priority = LOW },
  };

  g_assert_cmpint (assert_decides (jobs, 4, "....."), ==, 0);
}

static void
test_waiting_jobs_start_while_there_are_places (void)
{
  BgdSchedulerJob jobs[] = { waiting (NORMAL, 3), running (NORMAL, 10), waiting (LOW, 2) };

  g_assert_cmpint (assert_decides (jobs, 4, "S.S"), ==, 0);
}

static void
test_first_come_first_served (void)
{
  BgdSchedulerJob jobs[] = {
    waiting (NORMAL, 1),
    waiting (NORMAL, 3),
    waiting (NORMAL, 2),
    waiting (NORMAL, 4),
  };

  assert_decides (jobs, 2, ".S.S");
}

static void
test_equals_start_in_their_order (void)
{
  BgdSchedulerJob jobs[] = { waiting (LOW, 1), waiting (LOW, 1), waiting (LOW, 1) };

  assert_decides (jobs, 1, "S..");
  assert_decides (jobs, 2, "SS.");
}

static void
test_higher_priorities_start_first (void)
{
  BgdSchedulerJob jobs[] = {
    waiting (LOW, 9),
    waiting (NORMAL, 5),
    waiting (HIGH, 1),
    waiting (NORMAL, 6),
  };

  assert_decides (jobs, 1, "..S.");
  assert_decides (jobs, 2, "..SS");
  assert_decides (jobs, 3, ".SSS");
}

static void
test_foreground_needs_no_place (void)
{
  BgdSchedulerJob jobs[] = {
    waiting (FOREGROUND, 1),    running (NORMAL, 1), waiting (FOREGROUND, 1),
    running (FOREGROUND, 1000), waiting (NORMAL, 1),
  };

  assert_decides (jobs, 1, "S.S..");
  assert_decides (jobs, 2, "S.S.S");
}

static void
test_foreground_runs_without_any_place (void)
{
  BgdSchedulerJob jobs[] = { waiting (FOREGROUND, 1), running (FOREGROUND, 1), running (LOW, 1) };

  g_assert_cmpint (assert_decides (jobs, 0, "S.P"), ==, 0);
}

static void
test_higher_priority_pushes_a_lower_one_out (void)
{
  BgdSchedulerJob jobs[] = { running (LOW, 10), running (NORMAL, 10), waiting (HIGH, 1) };

  assert_decides (jobs, 2, "P.S");
}

static void
test_nobody_is_pushed_out_while_there_are_places (void)
{
  BgdSchedulerJob jobs[] = { running (LOW, 10), running (NORMAL, 10), waiting (HIGH, 1) };

  assert_decides (jobs, 3, "..S");
}

static void
test_last_to_start_is_pushed_out_first (void)
{
  BgdSchedulerJob jobs[] = { running (NORMAL, 100), running (NORMAL, 10), waiting (HIGH, 1) };

  assert_decides (jobs, 2, ".PS");
}

static void
test_connecting_jobs_run (void)
{
  BgdSchedulerJob jobs[] = { running (NORMAL, 10), waiting (NORMAL, 100), waiting (HIGH, 1) };

  jobs[0].state = BG_JOB_STATE_CONNECTING;
  assert_decides (jobs, 1, "P.S");
}

static void
test_slice_that_is_over_gives_way_to_an_equal (void)
{
  BgdSchedulerJob jobs[] = { running (NORMAL, 300), waiting (NORMAL, 1) };

  g_assert_cmpint (assert_decides (jobs, 1, "PS"), ==, NOW + BGD_SCHEDULER_SLICE);
}

static void
test_slice_that_lasts_keeps_its_place (void)
{
  BgdSchedulerJob jobs[] = { running (NORMAL, 299), waiting (NORMAL, 100) };

  g_assert_cmpint (assert_decides (jobs, 1, ".."), ==, NOW + SECONDS (1));
}

static void
test_slice_that_is_over_does_not_give_way_to_a_lower_one (void)
{
  BgdSchedulerJob jobs[] = { running (NORMAL, 1000), waiting (LOW, 900) };

  g_assert_cmpint (assert_decides (jobs, 1, ".."), ==, 0);
}

static void
test_slice_does_not_matter_while_nobody_waits (void)
{
  BgdSchedulerJob jobs[] = { running (NORMAL, 1000), running (NORMAL, 10) };

  g_assert_cmpint (assert_decides (jobs, 2, ".."), ==, 0);
}

static void
test_longest_over_its_slice_gives_way_first (void)
{
  BgdSchedulerJob jobs[] = {
    running (NORMAL, 400),
    running (NORMAL, 500),
    running (NORMAL, 10),
    waiting (NORMAL, 1),
  };

  g_assert_cmpint (assert_decides (jobs, 3, ".P.S"), ==, NOW);
}

static void
test_fewer_places_stop_who_came_last (void)
{
  BgdSchedulerJob jobs[] = { running (NORMAL, 30), running (NORMAL, 10), running (NORMAL, 20) };

  g_assert_cmpint (assert_decides (jobs, 1, ".PP"), ==, NOW + SECONDS (270));
}

static void
test_retry_that_is_due (void)
{
  BgdSchedulerJob jobs[] = {
    failed (NORMAL, NOW),
    failed (FOREGROUND, NOW - 1),
    failed (LOW, NOW + 1),
    running (NORMAL, 1),
  };

  g_assert_cmpint (assert_decides (jobs, 1, "RR.."), ==, NOW + 1);
}

static void
test_blocked_job_has_no_retry (void)
{
  BgdSchedulerJob jobs[] = { failed (NORMAL, 0), failed (FOREGROUND, 0) };

  g_assert_cmpint (assert_decides (jobs, 4, ".."), ==, 0);
}

static void
test_looks_again_at_the_first_of_all_reasons (void)
{
  BgdSchedulerJob jobs[] = {
    failed (NORMAL, NOW + SECONDS (70)),
    failed (FOREGROUND, NOW + SECONDS (60)),
    failed (NORMAL, NOW + SECONDS (80)),
    running (NORMAL, 250),
    waiting (NORMAL, 1),
  };

  g_assert_cmpint (assert_decides (jobs, 1, "....."), ==, NOW + SECONDS (50));
  jobs[3].slice_start = NOW;
  g_assert_cmpint (assert_decides (jobs, 1, "....."), ==, NOW + SECONDS (60));
}

/* Five jobs, driven by nothing but the answers. Returns for how many slices each ran. */
static void
take_turns (guint places, guint slices, guint ran[5], guint longest_wait[5])
{
  BgdSchedulerJob jobs[5];
  BgdSchedulerWorld world = { .now = NOW, .jobs_at_once = places };

  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    jobs[i] = waiting (NORMAL, 5 - i);

  for (guint slice = 0; slice < slices; slice++)
    {
      BgdDecision decisions[G_N_ELEMENTS (jobs)];
      gint64 next = bgd_scheduler_decide (jobs, G_N_ELEMENTS (jobs), &world, decisions);
      guint n_running = 0;

      g_assert_cmpint (next, ==, world.now + BGD_SCHEDULER_SLICE);

      for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
        {
          if (decisions[i] == BGD_DECISION_PREEMPT)
            {
              jobs[i].state = BG_JOB_STATE_QUEUED;
              jobs[i].queued_since = world.now;
            }
          else if (decisions[i] == BGD_DECISION_START)
            {
              guint wait = (guint) ((world.now - jobs[i].queued_since) / BGD_SCHEDULER_SLICE);

              longest_wait[i] = MAX (longest_wait[i], wait);
              jobs[i].state = BG_JOB_STATE_CONNECTING;
              jobs[i].slice_start = world.now;
            }

          if (jobs[i].state == BG_JOB_STATE_CONNECTING)
            {
              n_running++;
              ran[i]++;
            }
        }

      g_assert_cmpuint (n_running, ==, places);
      world.now = next;
    }
}

static void
test_equals_take_turns (void)
{
  guint ran[5] = { 0 };
  guint longest_wait[5] = { 0 };

  take_turns (1, 50, ran, longest_wait);

  for (guint i = 0; i < G_N_ELEMENTS (ran); i++)
    {
      g_assert_cmpuint (ran[i], ==, 10);
      g_assert_cmpuint (longest_wait[i], ==, 4);
    }
}

static void
test_nobody_starves (void)
{
  guint ran[5] = { 0 };
  guint longest_wait[5] = { 0 };

  take_turns (2, 60, ran, longest_wait);

  for (guint i = 0; i < G_N_ELEMENTS (ran); i++)
    {
      g_assert_cmpuint (ran[i], >=, 20);
      g_assert_cmpuint (longest_wait[i], <=, 2);
    }
}

static BgdSchedulerJob
random_job (void)
{
  BgdSchedulerJob job = {
    .state = (BgJobState) g_test_rand_int_range (0, BG_N_JOB_STATES),
    .priority = (BgJobPriority) g_test_rand_int_range (0, 4),
    .queued_since = NOW - SECONDS (g_test_rand_int_range (0, 20)),
    .slice_start = NOW - SECONDS (g_test_rand_int_range (290, 310)),
    .retry_at = g_test_rand_bit () ? 0 : NOW + g_test_rand_int_range (-3, 4),
  };

  return job;
}

static gboolean
is_running (const BgdSchedulerJob *job)
{
  return job->state == BG_JOB_STATE_CONNECTING || job->state == BG_JOB_STATE_TRANSFERRING;
}

static gboolean
in_background (const BgdSchedulerJob *job)
{
  return job->priority != FOREGROUND && (job->state == BG_JOB_STATE_QUEUED || is_running (job));
}

/* Rules about one job alone. Returns whether the job runs, or will. */
static gboolean
check_job (const BgdSchedulerJob *job, BgdDecision decision)
{
  gboolean due = job->retry_at != 0 && job->retry_at <= NOW;

  g_assert_cmpint (decision == BGD_DECISION_RETRY, ==,
                   job->state == BG_JOB_STATE_TRANSIENT_ERROR && due);
  if (decision == BGD_DECISION_START || (job->priority == FOREGROUND && job->state == 0))
    {
      g_assert_cmpint (job->state, ==, BG_JOB_STATE_QUEUED);
      g_assert_cmpint (decision, ==, BGD_DECISION_START);
    }
  if (decision == BGD_DECISION_PREEMPT)
    g_assert_true (is_running (job) && job->priority != FOREGROUND);

  return decision == BGD_DECISION_START || (is_running (job) && decision == BGD_DECISION_NONE);
}

/* Rules about two background jobs of which the first may run and the second may not. */
static void
check_pair (const BgdSchedulerJob *winner, const BgdSchedulerJob *loser)
{
  gboolean winner_is_over = NOW - winner->slice_start >= BGD_SCHEDULER_SLICE;
  gboolean loser_is_over = NOW - loser->slice_start >= BGD_SCHEDULER_SLICE;

  g_assert_cmpint (winner->priority, <=, loser->priority);
  if (winner->priority != loser->priority)
    return;

  if (!is_running (winner) && !is_running (loser))
    g_assert_cmpint (winner->queued_since, <=, loser->queued_since);
  else if (!is_running (winner))
    g_assert_true (loser_is_over);
  else if (!is_running (loser))
    g_assert_false (winner_is_over);
  else
    g_assert_true (!winner_is_over || loser_is_over);
}

static void
test_random_queues_obey_the_rules (void)
{
  for (guint round = 0; round < 5000; round++)
    {
      BgdSchedulerJob jobs[12];
      BgdDecision decisions[G_N_ELEMENTS (jobs)];
      gboolean runs[G_N_ELEMENTS (jobs)];
      BgdSchedulerWorld world = { .now = NOW };
      guint n_jobs = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (jobs) + 1);
      guint wanted = 0;
      guint running_jobs = 0;
      gint64 next;

      world.jobs_at_once = (guint) g_test_rand_int_range (0, 8);
      for (guint i = 0; i < n_jobs; i++)
        jobs[i] = random_job ();

      next = bgd_scheduler_decide (jobs, n_jobs, &world, decisions);
      g_assert_true (next == 0 || next >= NOW);

      for (guint i = 0; i < n_jobs; i++)
        {
          runs[i] = check_job (&jobs[i], decisions[i]);
          wanted += in_background (&jobs[i]) ? 1 : 0;
          running_jobs += in_background (&jobs[i]) && runs[i] ? 1 : 0;
          if (jobs[i].state == BG_JOB_STATE_TRANSIENT_ERROR && jobs[i].retry_at > NOW)
            g_assert_cmpint (next, <=, jobs[i].retry_at);
        }

      g_assert_cmpuint (running_jobs, ==, MIN (wanted, world.jobs_at_once));

      for (guint i = 0; i < n_jobs; i++)
        {
          for (guint j = 0; j < n_jobs; j++)
            {
              if (in_background (&jobs[i]) && in_background (&jobs[j]) && runs[i] && !runs[j])
                check_pair (&jobs[i], &jobs[j]);
            }
        }
    }
}

/* In the worst order: each job goes before all that were seen before. */
static void
test_hundred_thousand_jobs (void)
{
  const guint n_jobs = 100000;
  g_autofree BgdSchedulerJob *jobs = g_new (BgdSchedulerJob, n_jobs);
  g_autofree BgdDecision *decisions = g_new (BgdDecision, n_jobs);
  const guint limits[] = { 4, 1000, 100000 };

  for (guint i = 0; i < n_jobs; i++)
    jobs[i] = waiting (NORMAL, i % 90000);

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      BgdSchedulerWorld world = { .now = NOW, .jobs_at_once = limits[i] };
      guint started = 0;
      gint64 begin = g_get_monotonic_time ();

      bgd_scheduler_decide (jobs, n_jobs, &world, decisions);
      g_test_message ("%u places: %d us", limits[i], (int) (g_get_monotonic_time () - begin));

      for (guint j = 0; j < n_jobs; j++)
        started += decisions[j] == BGD_DECISION_START ? 1 : 0;
      g_assert_cmpuint (started, ==, limits[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/scheduler/" name, test_##function)
  ADD ("nothing-to-do", nothing_to_do);
  ADD ("resting-jobs-are-left-alone", resting_jobs_are_left_alone);
  ADD ("waiting-jobs-start-while-there-are-places", waiting_jobs_start_while_there_are_places);
  ADD ("first-come-first-served", first_come_first_served);
  ADD ("equals-start-in-their-order", equals_start_in_their_order);
  ADD ("higher-priorities-start-first", higher_priorities_start_first);
  ADD ("foreground-needs-no-place", foreground_needs_no_place);
  ADD ("foreground-runs-without-any-place", foreground_runs_without_any_place);
  ADD ("higher-priority-pushes-a-lower-one-out", higher_priority_pushes_a_lower_one_out);
  ADD ("nobody-is-pushed-out-while-there-are-places", nobody_is_pushed_out_while_there_are_places);
  ADD ("last-to-start-is-pushed-out-first", last_to_start_is_pushed_out_first);
  ADD ("connecting-jobs-run", connecting_jobs_run);
  ADD ("slice-that-is-over-gives-way-to-an-equal", slice_that_is_over_gives_way_to_an_equal);
  ADD ("slice-that-lasts-keeps-its-place", slice_that_lasts_keeps_its_place);
  ADD ("slice-that-is-over-does-not-give-way-to-a-lower-one",
       slice_that_is_over_does_not_give_way_to_a_lower_one);
  ADD ("slice-does-not-matter-while-nobody-waits", slice_does_not_matter_while_nobody_waits);
  ADD ("longest-over-its-slice-gives-way-first", longest_over_its_slice_gives_way_first);
  ADD ("fewer-places-stop-who-came-last", fewer_places_stop_who_came_last);
  ADD ("retry-that-is-due", retry_that_is_due);
  ADD ("blocked-job-has-no-retry", blocked_job_has_no_retry);
  ADD ("looks-again-at-the-first-of-all-reasons", looks_again_at_the_first_of_all_reasons);
  ADD ("equals-take-turns", equals_take_turns);
  ADD ("nobody-starves", nobody_starves);
  ADD ("random-queues-obey-the-rules", random_queues_obey_the_rules);
  ADD ("hundred-thousand-jobs", hundred_thousand_jobs);

  return g_test_run ();
}
