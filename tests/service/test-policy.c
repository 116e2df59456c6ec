/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what holds jobs back. */
#include "config.h"

#include "bgd-policy.h"

static const BgdPolicy nobody = { BGD_LEAVE_NOBODY, BGD_LEAVE_NOBODY, BGD_LEAVE_NOBODY };
static const BgdPolicy foreground = {
  BGD_LEAVE_FOREGROUND,
  BGD_LEAVE_FOREGROUND,
  BGD_LEAVE_FOREGROUND,
};
static const BgdPolicy all = { BGD_LEAVE_ALL, BGD_LEAVE_ALL, BGD_LEAVE_ALL };

static void
test_nothing_speaks_against_it (void)
{
  const BgdConditions good = { .is_in_hours = TRUE };

  for (guint priority = BG_JOB_PRIORITY_FOREGROUND; priority <= BG_JOB_PRIORITY_LOW; priority++)
    g_assert_cmpint (bgd_policy_find_reason (&nobody, &good, (BgJobPriority) priority), ==,
                     BG_WAIT_NONE);
}

static void
test_each_condition_has_its_reason (void)
{
  static const struct
  {
    BgdConditions conditions;
    BgWaitReason reason;
  } cases[] = {
    { { .is_metered = TRUE, .is_in_hours = TRUE }, BG_WAIT_METERED },
    { { .is_power_saver = TRUE, .is_in_hours = TRUE }, BG_WAIT_POWER },
    { { .is_on_battery = TRUE, .is_in_hours = TRUE }, BG_WAIT_POWER },
    { { .is_metered = TRUE, .is_on_battery = TRUE, .is_in_hours = TRUE }, BG_WAIT_METERED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const BgdConditions *conditions = &cases[i].conditions;

      for (guint priority = BG_JOB_PRIORITY_FOREGROUND; priority <= BG_JOB_PRIORITY_LOW; priority++)
        {
          BgWaitReason of_background =
              priority == BG_JOB_PRIORITY_FOREGROUND ? BG_WAIT_NONE : cases[i].reason;

          g_assert_cmpint (bgd_policy_find_reason (&nobody, conditions, (BgJobPriority) priority),
                           ==, cases[i].reason);
          g_assert_cmpint (bgd_policy_find_reason (&foreground, conditions,
                                                   (BgJobPriority) priority),
                           ==, of_background);
          g_assert_cmpint (bgd_policy_find_reason (&all, conditions, (BgJobPriority) priority), ==,
                           BG_WAIT_NONE);
        }
    }
}

static void
test_hours_are_for_the_background (void)
{
  const BgdConditions night = { .is_in_hours = FALSE };

  g_assert_cmpint (bgd_policy_find_reason (&all, &night, BG_JOB_PRIORITY_FOREGROUND), ==,
                   BG_WAIT_NONE);
  g_assert_cmpint (bgd_policy_find_reason (&all, &night, BG_JOB_PRIORITY_HIGH), ==,
                   BG_WAIT_SCHEDULE);
  g_assert_cmpint (bgd_policy_find_reason (&all, &night, BG_JOB_PRIORITY_LOW), ==,
                   BG_WAIT_SCHEDULE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/policy/nothing", test_nothing_speaks_against_it);
  g_test_add_func ("/policy/conditions", test_each_condition_has_its_reason);
  g_test_add_func ("/policy/hours", test_hours_are_for_the_background);

  return g_test_run ();
}
