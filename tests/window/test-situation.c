/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the status line says. */
#include "config.h"

#include "bgw-situation.h"

static void
check (const BgwSituation *situation, const char *wanted)
{
  g_autofree char *text = bgw_situation_describe (situation);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_jobs_are_counted (void)
{
  check (&(BgwSituation){ .online = TRUE }, "Nothing active");
  check (&(BgwSituation){ .active = 6, .suspended = 1, .online = TRUE }, "6 active, 1 suspended");
  check (&(BgwSituation){ .active = 1, .queued = 2, .retrying = 1, .online = TRUE },
         "1 active, 3 waiting");
}

static void
test_without_a_network_what_waits_is_offline (void)
{
  check (&(BgwSituation){ .queued = 1 }, "Offline");
  check (&(BgwSituation){ .retrying = 1 }, "Offline");
  check (&(BgwSituation){ .queued = 1, .metered = 1 }, "Offline");
}

static void
test_without_a_network_what_runs_or_rests_is_counted (void)
{
  check (&(BgwSituation){ .active = 1, .queued = 1 }, "1 active, 1 waiting");
  check (&(BgwSituation){ .suspended = 2 }, "2 suspended");
  check (&(BgwSituation){ 0 }, "Nothing active");
}

static void
test_on_a_metered_network_the_queue_is_paused (void)
{
  BgwSituation situation = { .queued = 3, .online = TRUE, .metered = 2 };

  check (&situation, "Paused: metered network");
  situation.active = 1;
  check (&situation, "1 active, 3 waiting");
  situation = (BgwSituation){ .queued = 1, .retrying = 1, .online = TRUE };
  check (&situation, "2 waiting");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/situation/jobs-are-counted", test_jobs_are_counted);
  g_test_add_func ("/situation/without-a-network-what-waits-is-offline",
                   test_without_a_network_what_waits_is_offline);
  g_test_add_func ("/situation/without-a-network-what-runs-or-rests-is-counted",
                   test_without_a_network_what_runs_or_rests_is_counted);
  g_test_add_func ("/situation/on-a-metered-network-the-queue-is-paused",
                   test_on_a_metered_network_the_queue_is_paused);

  return g_test_run ();
}
