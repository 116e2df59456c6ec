/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of how long bytes are left to gather. */
#include "config.h"

#include "bgd-gather.h"

#define MILLISECOND ((gint64) G_USEC_PER_SEC / 1000)
#define NOW (123456789 * (gint64) 1000)
#define MIB ((guint64) 1024 * 1024)

static gint64
pause_of (double rate, guint64 left, guint fetches)
{
  const BgdGatherView view = {
    .now = NOW, .last_sign = NOW, .came = TRUE, .rate = rate, .left = left, .fetches = fetches
  };
  gint64 due = bgd_gather_get_due (&view);

  return due != 0 ? due - NOW : 0;
}

static void
test_fast_bytes_are_never_left (void)
{
  g_assert_cmpint (pause_of (1000.0 * MIB, 100 * MIB, 1), ==, 0);
  g_assert_cmpint (pause_of (100.0 * MIB, 100 * MIB, 16), ==, 0);
}

/* Whatever the rate: less gathers than the system keeps. */
static void
test_no_sender_has_to_stop (void)
{
  for (double rate = 1; rate < 1e10; rate *= 1.7)
    for (guint fetches = 1; fetches < 10000; fetches *= 3)
      g_assert_cmpfloat (rate * (double) pause_of (rate, 100 * MIB, fetches) / G_USEC_PER_SEC, <=,
                         65536);
}

static void
test_few_are_not_kept_waiting (void)
{
  g_assert_cmpint (pause_of (1.0 * MIB, 100 * MIB, 4), >, 0);
  g_assert_cmpint (pause_of (1.0 * MIB, 100 * MIB, 4), <=, 5 * MILLISECOND);
}

static void
test_many_wake_up_together (void)
{
  gint64 first = pause_of (20000, MIB, 1000) + NOW;

  g_assert_cmpint (first - NOW, >=, 500 * MILLISECOND);
  g_assert_cmpint (first - NOW, <=, 1000 * MILLISECOND);
  /* Another one that comes to rest a bit later. */
  const BgdGatherView later = { .now = NOW + 77 * MILLISECOND,
                                .last_sign = NOW,
                                .came = TRUE,
                                .rate = 25000,
                                .left = MIB,
                                .fetches = 1000 };

  g_assert_cmpint (bgd_gather_get_due (&later) % (250 * MILLISECOND), ==,
                   first % (250 * MILLISECOND));
}

/* The last bytes are not waited for longer than they take. */
static void
test_end_is_not_missed (void)
{
  g_assert_cmpint (pause_of (20000, 2000, 1000), <=, 100 * MILLISECOND);
}

static void
test_silence_is_polled (void)
{
  BgdGatherView view = { .now = NOW, .last_sign = NOW, .rate = 1000, .left = MIB, .fetches = 1 };

  g_assert_cmpint (bgd_gather_get_due (&view), ==, 0);
  view.fetches = 1000;
  g_assert_cmpint (bgd_gather_get_due (&view), >, NOW);
  view.last_sign = NOW - 10000 * MILLISECOND;
  g_assert_cmpint (bgd_gather_get_due (&view), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/gather/fast-bytes-are-never-left", test_fast_bytes_are_never_left);
  g_test_add_func ("/gather/no-sender-has-to-stop", test_no_sender_has_to_stop);
  g_test_add_func ("/gather/few-are-not-kept-waiting", test_few_are_not_kept_waiting);
  g_test_add_func ("/gather/many-wake-up-together", test_many_wake_up_together);
  g_test_add_func ("/gather/end-is-not-missed", test_end_is_not_missed);
  g_test_add_func ("/gather/silence-is-polled", test_silence_is_polled);

  return g_test_run ();
}
