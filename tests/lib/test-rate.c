/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speed and time left, second by second. */
#include "config.h"

#include "bg-rate.h"

#include "bg-enums.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

/* A sample each @step µs from @time on, at @speed bytes per second; returns the bytes at the end.
 */
static guint64
feed (BgRate *rate, gint64 time, gint64 step, guint n_samples, guint64 bytes, guint64 speed)
{
  for (guint i = 0; i < n_samples; i++)
    {
      bg_rate_add (rate, time, bytes);
      time += step;
      bytes += speed * (guint64) step / G_USEC_PER_SEC;
    }

  return bytes;
}

static void
test_nothing_is_claimed_at_first (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 0);
  g_assert_cmpint (bg_rate_get_seconds_left (rate, 1000), ==, -1);

  bg_rate_add (rate, 7 * SECOND, 500);

  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 0);
  g_assert_cmpint (bg_rate_get_seconds_left (rate, 1000), ==, -1);
}

static void
test_bytes_before_the_first_sample_do_not_count (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  bg_rate_add (rate, 0, 1000000);
  bg_rate_add (rate, SECOND, 1000100);

  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 100);
}

static void
test_speed_is_the_mean_of_five_seconds (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();
  guint64 bytes = feed (rate, 0, SECOND, 20, 0, 1000);

  feed (rate, 20 * SECOND, SECOND, 3, bytes, 2000);

  /* At 22 s: three seconds at 1000 and two at 2000. */
  g_assert_cmpuint (bg_rate_get_speed (rate), ==, (3 * 1000 + 2 * 2000) / 5);
}

static void
test_speed_falls_to_zero_when_no_byte_comes (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();
  guint64 bytes = feed (rate, 0, SECOND, 10, 0, 1000);

  feed (rate, 10 * SECOND, SECOND, 6, bytes, 0);

  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 0);
}

static void
test_speed_waits_for_a_quarter_of_a_second (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  bg_rate_add (rate, 0, 0);
  bg_rate_add (rate, SECOND / 100, 1000000);
  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 0);

  bg_rate_add (rate, SECOND / 2, 2000000);
  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 4000000);
}

static void
test_same_moment_twice_takes_the_later_number (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  bg_rate_add (rate, 0, 0);
  bg_rate_add (rate, SECOND, 500);
  bg_rate_add (rate, SECOND, 1000);

  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 1000);
}

static void
test_fast_polling_changes_nothing (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  feed (rate, 0, SECOND / 100, 6001, 0, 1000);

  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 1000);
  g_assert_cmpint (bg_rate_get_seconds_left (rate, 60000 + 5000), ==, 5);
}

static void
test_pause_in_polling_gives_its_mean (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  bg_rate_add (rate, 0, 0);
  bg_rate_add (rate, SECOND, 1000);
  bg_rate_add (rate, 101 * SECOND, 51000);

  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 500);
  g_assert_cmpint (bg_rate_get_seconds_left (rate, 51500), ==, 1);
}

static void
test_time_left_needs_five_samples (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  feed (rate, 0, SECOND * 3 / 10, 4, 0, 1000);
  g_assert_cmpint (bg_rate_get_seconds_left (rate, 10000), ==, -1);

  bg_rate_add (rate, SECOND * 12 / 10, 1200);
  g_assert_cmpint (bg_rate_get_seconds_left (rate, 10200), ==, 9);
}

static void
test_time_left_needs_two_seconds (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  bg_rate_add (rate, 0, 0);
  bg_rate_add (rate, 2 * SECOND - 1, 2000);
  g_assert_cmpint (bg_rate_get_seconds_left (rate, 4000), ==, -1);

  bg_rate_add (rate, 2 * SECOND + SECOND / 2, 2500);
  g_assert_cmpint (bg_rate_get_seconds_left (rate, 4000), ==, 2);
}

static void
test_time_left_is_the_mean_of_twenty_seconds (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();
  guint64 bytes = feed (rate, 0, SECOND, 100, 0, 1);

  /* Of the last twenty seconds, ten at 1000 and ten at 3000. */
  bytes = feed (rate, 100 * SECOND, SECOND, 10, bytes, 1000);
  feed (rate, 110 * SECOND, SECOND, 11, bytes, 3000);
  bytes += 30000;

  g_assert_cmpint (bg_rate_get_seconds_left (rate, bytes + 20000), ==, 10);
  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 3000);
}

static void
test_time_left_is_unknown_without_a_size (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  feed (rate, 0, SECOND, 10, 0, 1000);

  g_assert_cmpint (bg_rate_get_seconds_left (rate, BG_SIZE_UNKNOWN), ==, -1);
}

static void
test_time_left_is_unknown_when_no_byte_comes (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  feed (rate, 0, SECOND, 30, 100, 0);

  g_assert_cmpint (bg_rate_get_seconds_left (rate, 1000), ==, -1);
}

static void
test_time_left_of_ages_is_unknown (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  feed (rate, 0, SECOND, 10, 0, 1);

  g_assert_cmpint (bg_rate_get_seconds_left (rate, BG_SIZE_UNKNOWN - 1), ==, -1);
}

static void
test_nothing_is_left_at_the_end (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  feed (rate, 0, SECOND, 10, 0, 1000);

  g_assert_cmpint (bg_rate_get_seconds_left (rate, 9000), ==, 0);
}

static void
test_more_bytes_than_the_size_tell_nothing (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  feed (rate, 0, SECOND, 10, 0, 1000);

  g_assert_cmpint (bg_rate_get_seconds_left (rate, 5), ==, -1);
}

static void
test_fewer_bytes_start_again (void)
{
  g_autoptr (BgRate) rate = bg_rate_new ();

  feed (rate, 0, SECOND, 10, 0, 1000);
  bg_rate_add (rate, 10 * SECOND, 0);
  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 0);
  g_assert_cmpint (bg_rate_get_seconds_left (rate, 100), ==, -1);

  bg_rate_add (rate, 11 * SECOND, 50);
  g_assert_cmpuint (bg_rate_get_speed (rate), ==, 50);
}

static void
test_long_transfers_stay_exact (void)
{
  const guint64 speed = G_GUINT64_CONSTANT (10000000000);
  g_autoptr (BgRate) rate = bg_rate_new ();

  feed (rate, 0, SECOND, 100000, 0, speed);

  g_assert_cmpuint (bg_rate_get_speed (rate), ==, speed);
}

#define ADD(name, function) g_test_add_func ("/rate/" name, test_##function)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("nothing-is-claimed-at-first", nothing_is_claimed_at_first);
  ADD ("bytes-before-the-first-sample-do-not-count", bytes_before_the_first_sample_do_not_count);
  ADD ("speed-is-the-mean-of-five-seconds", speed_is_the_mean_of_five_seconds);
  ADD ("speed-falls-to-zero-when-no-byte-comes", speed_falls_to_zero_when_no_byte_comes);
  ADD ("speed-waits-for-a-quarter-of-a-second", speed_waits_for_a_quarter_of_a_second);
  ADD ("same-moment-twice-takes-the-later-number", same_moment_twice_takes_the_later_number);
  ADD ("fast-polling-changes-nothing", fast_polling_changes_nothing);
  ADD ("pause-in-polling-gives-its-mean", pause_in_polling_gives_its_mean);
  ADD ("time-left-needs-five-samples", time_left_needs_five_samples);
  ADD ("time-left-needs-two-seconds", time_left_needs_two_seconds);
  ADD ("time-left-is-the-mean-of-twenty-seconds", time_left_is_the_mean_of_twenty_seconds);
  ADD ("time-left-is-unknown-without-a-size", time_left_is_unknown_without_a_size);
  ADD ("time-left-is-unknown-when-no-byte-comes", time_left_is_unknown_when_no_byte_comes);
  ADD ("time-left-of-ages-is-unknown", time_left_of_ages_is_unknown);
  ADD ("nothing-is-left-at-the-end", nothing_is_left_at_the_end);
  ADD ("more-bytes-than-the-size-tell-nothing", more_bytes_than_the_size_tell_nothing);
  ADD ("fewer-bytes-start-again", fewer_bytes_start_again);
  ADD ("long-transfers-stay-exact", long_transfers_stay_exact);

  return g_test_run ();
}
