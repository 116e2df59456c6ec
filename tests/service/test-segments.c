/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the plan of a file. */
#include "config.h"

#include "bgd-segments.h"

#define KIB ((guint64) 1024)
#define MIB (1024 * KIB)
#define MINIMUM BGD_SEGMENT_MINIMUM

/* Nothing is known of the connection that wants a piece. */
static const BgdSegmentTerms no_terms;

static BgdSegments *
new_plan (guint64 size, const char *done)
{
  g_autoptr (BgdRanges) ranges = bgd_ranges_parse (done);

  g_assert_nonnull (ranges);
  return bgd_segments_new (size, ranges);
}

static void
assert_done (const BgdSegments *plan, const char *expected)
{
  g_autoptr (BgdRanges) done = bgd_segments_get_done (plan);
  g_autofree char *string = bgd_ranges_to_string (done);

  g_assert_cmpstr (string, ==, expected);
}

static BgdSegment *
assert_takes (BgdSegments *plan, guint64 start, guint64 end)
{
  BgdSegment *segment = bgd_segments_take (plan, &no_terms);

  g_assert_nonnull (segment);
  g_assert_cmpuint (segment->start, ==, start);
  g_assert_cmpuint (segment->position, ==, start);
  g_assert_cmpuint (segment->end, ==, end);

  return segment;
}

static void
test_one_connection_fetches_all (void)
{
  g_autoptr (BgdSegments) plan = bgd_segments_new (1000, NULL);
  BgdSegment *segment = assert_takes (plan, 0, 1000);

  g_assert_cmpuint (bgd_segments_get_taken (plan), ==, 1);
  bgd_segments_advance (plan, segment, 400);
  g_assert_cmpuint (segment->position, ==, 400);
  g_assert_cmpuint (bgd_segments_get_missing (plan), ==, 600);
  g_assert_false (bgd_segments_is_whole (plan));
  assert_done (plan, "0-400");

  bgd_segments_advance (plan, segment, 600);
  g_assert_true (bgd_segments_is_whole (plan));
  bgd_segments_release (plan, segment);
  g_assert_cmpuint (bgd_segments_get_taken (plan), ==, 0);
  g_assert_null (bgd_segments_take (plan, &no_terms));
}

static void
test_empty_file_is_whole (void)
{
  g_autoptr (BgdSegments) plan = bgd_segments_new (0, NULL);

  g_assert_true (bgd_segments_is_whole (plan));
  g_assert_cmpuint (bgd_segments_get_missing (plan), ==, 0);
  g_assert_null (bgd_segments_take (plan, &no_terms));
}

static void
test_gaps_come_first_and_in_order (void)
{
  g_autoptr (BgdSegments) plan = new_plan (1000, "100-200,300-400,900-1000");

  assert_takes (plan, 0, 100);
  assert_takes (plan, 200, 300);
  assert_takes (plan, 400, 900);
  g_assert_null (bgd_segments_take (plan, &no_terms));
}

static void
test_released_rest_is_taken_again (void)
{
  g_autoptr (BgdSegments) plan = bgd_segments_new (1000, NULL);
  BgdSegment *segment = assert_takes (plan, 0, 1000);

  bgd_segments_advance (plan, segment, 250);
  bgd_segments_release (plan, segment);
  assert_takes (plan, 250, 1000);
}

static void
test_largest_piece_is_halved (void)
{
  g_autoptr (BgdSegments) plan = bgd_segments_new (16 * MIB, NULL);
  BgdSegment *first = assert_takes (plan, 0, 16 * MIB);
  BgdSegment *second = assert_takes (plan, 8 * MIB, 16 * MIB);

  g_assert_cmpuint (first->end, ==, 8 * MIB);

  bgd_segments_advance (plan, first, 4 * MIB);
  assert_takes (plan, 12 * MIB, 16 * MIB);
  g_assert_cmpuint (second->end, ==, 12 * MIB);
  g_assert_cmpuint (first->end, ==, 8 * MIB);
}

static void
test_halves_begin_at_a_boundary (void)
{
  g_autoptr (BgdSegments) plan = bgd_segments_new (10 * MIB + 12345, NULL);
  BgdSegment *first = bgd_segments_take (plan, &no_terms);
  BgdSegment *second;

  bgd_segments_advance (plan, first, 777);
  second = bgd_segments_take (plan, &no_terms);
  g_assert_cmpuint (second->start % (64 * KIB), ==, 0);
  g_assert_cmpuint (first->end, ==, second->start);
  g_assert_cmpuint (second->end, ==, 10 * MIB + 12345);
}

static void
test_small_pieces_are_not_shared (void)
{
  g_autoptr (BgdSegments) small = bgd_segments_new (2 * MINIMUM - 1, NULL);
  g_autoptr (BgdSegments) enough = bgd_segments_new (2 * MINIMUM, NULL);

  g_assert_nonnull (bgd_segments_take (small, &no_terms));
  g_assert_null (bgd_segments_take (small, &no_terms));

  g_assert_nonnull (bgd_segments_take (enough, &no_terms));
  assert_takes (enough, MINIMUM, 2 * MINIMUM);
  g_assert_null (bgd_segments_take (enough, &no_terms));
}

/* However small: nobody else fetches it. */
static void
test_small_gaps_are_taken (void)
{
  g_autoptr (BgdSegments) plan = new_plan (1000, "0-999");

  assert_takes (plan, 999, 1000);
}

static void
test_unknown_size_has_one_connection (void)
{
  g_autoptr (BgdSegments) plan = new_plan (BG_SIZE_UNKNOWN, "0-100");
  BgdSegment *segment = assert_takes (plan, 100, G_MAXUINT64);

  g_assert_null (bgd_segments_take (plan, &no_terms));
  g_assert_cmpuint (bgd_segments_get_missing (plan), ==, BG_SIZE_UNKNOWN);
  bgd_segments_advance (plan, segment, 50);
  g_assert_false (bgd_segments_is_whole (plan));
}

static void
test_size_that_becomes_known_lets_others_help (void)
{
  g_autoptr (BgdSegments) plan = bgd_segments_new (BG_SIZE_UNKNOWN, NULL);
  BgdSegment *segment = bgd_segments_take (plan, &no_terms);

  bgd_segments_advance (plan, segment, 100);
  g_assert_true (bgd_segments_set_size (plan, 16 * MIB));
  g_assert_cmpuint (bgd_segments_get_size (plan), ==, 16 * MIB);
  g_assert_cmpuint (segment->end, ==, 16 * MIB);
  assert_takes (plan, 8 * MIB, 16 * MIB);
}

static void
test_end_of_the_bytes_is_the_size (void)
{
  g_autoptr (BgdSegments) plan = bgd_segments_new (BG_SIZE_UNKNOWN, NULL);
  BgdSegment *segment = bgd_segments_take (plan, &no_terms);

  bgd_segments_advance (plan, segment, 123);
  g_assert_true (bgd_segments_set_size (plan, segment->position));
  g_assert_true (bgd_segments_is_whole (plan));
  g_assert_cmpuint (segment->end, ==, 123);
}

static void
test_impossible_size_is_refused (void)
{
  g_autoptr (BgdSegments) known = bgd_segments_new (1000, NULL);
  g_autoptr (BgdSegments) unknown = bgd_segments_new (BG_SIZE_UNKNOWN, NULL);
  BgdSegment *segment = bgd_segments_take (unknown, &no_terms);

  g_assert_true (bgd_segments_set_size (known, 1000));
  g_assert_false (bgd_segments_set_size (known, 999));
  g_assert_cmpuint (bgd_segments_get_size (known), ==, 1000);

  bgd_segments_advance (unknown, segment, 500);
  g_assert_false (bgd_segments_set_size (unknown, 499));
  g_assert_cmpuint (bgd_segments_get_size (unknown), ==, BG_SIZE_UNKNOWN);
  g_assert_cmpuint (segment->end, ==, G_MAXUINT64);
}

static void
test_bytes_after_the_end_are_worth_nothing (void)
{
  g_autoptr (BgdSegments) plan = new_plan (1000, "0-500,900-1001");

  assert_takes (plan, 0, 1000);
}

static void
test_largest_file_is_shared (void)
{
  g_autoptr (BgdSegments) plan = bgd_segments_new (G_MAXUINT64 - 1, NULL);
  BgdSegment *first = assert_takes (plan, 0, G_MAXUINT64 - 1);
  BgdSegment *second = bgd_segments_take (plan, &no_terms);

  g_assert_cmpuint (first->end, ==, second->start);
  g_assert_cmpuint (second->end, ==, G_MAXUINT64 - 1);
}

static void
test_reset_forgets_all (void)
{
  g_autoptr (BgdSegments) plan = new_plan (1000, "0-500");

  bgd_segments_reset (plan);
  assert_done (plan, "");
  g_assert_cmpuint (bgd_segments_get_size (plan), ==, BG_SIZE_UNKNOWN);
  assert_takes (plan, 0, G_MAXUINT64);
}

/* No byte is planned twice, and what is planned is missing. */
static void
check_plan (const BgdSegments *plan, BgdSegment *const *taken, guint n_taken)
{
  g_autoptr (BgdRanges) covered = bgd_segments_get_done (plan);
  guint64 bytes = bgd_ranges_get_bytes (covered);

  g_assert_cmpuint (bgd_segments_get_taken (plan), ==, n_taken);
  for (guint i = 0; i < n_taken; i++)
    {
      g_assert_cmpuint (taken[i]->start, <=, taken[i]->position);
      g_assert_cmpuint (taken[i]->position, <=, taken[i]->end);
      g_assert_cmpuint (taken[i]->end, <=, bgd_segments_get_size (plan));

      bgd_ranges_add (covered, taken[i]->position, taken[i]->end);
      bytes += taken[i]->end - taken[i]->position;
      g_assert_cmpuint (bgd_ranges_get_bytes (covered), ==, bytes);
    }
}

/* Connections come, read, break and finish in any order until the file is whole. */
static void
fetch_at_random (BgdSegments *plan, guint64 size)
{
  BgdSegment *taken[8];
  guint n_taken = 0;
  guint64 fetched = 0;
  guint64 missing;

  /* Sometimes the size comes with an answer to the first request. */
  if (bgd_segments_get_size (plan) == BG_SIZE_UNKNOWN)
    {
      taken[n_taken++] = bgd_segments_take (plan, &no_terms);
      g_assert_true (bgd_segments_set_size (plan, size));
    }

  missing = bgd_segments_get_missing (plan);

  for (guint step = 0; !bgd_segments_is_whole (plan); step++)
    {
      guint which = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (taken));

      g_assert_cmpuint (step, <, 100000);

      if (which >= n_taken)
        {
          BgdSegment *segment = bgd_segments_take (plan, &no_terms);

          if (segment != NULL)
            taken[n_taken++] = segment;
          else
            g_assert_cmpuint (n_taken, >, 0);
        }
      else
        {
          BgdSegment *segment = taken[which];
          guint64 bytes = (guint64) g_test_rand_int_range (0, 400000);

          bytes = MIN (bytes, segment->end - segment->position);
          bgd_segments_advance (plan, segment, bytes);
          fetched += bytes;

          if (segment->position == segment->end || g_test_rand_int_range (0, 10) == 0)
            {
              bgd_segments_release (plan, segment);
              taken[which] = taken[--n_taken];
            }
        }

      check_plan (plan, taken, n_taken);
    }

  g_assert_cmpuint (fetched, ==, missing);
  g_assert_cmpuint (bgd_segments_get_missing (plan), ==, 0);
}

static void
test_random_connections_fetch_each_byte_once (void)
{
  for (guint round = 0; round < 200; round++)
    {
      guint64 size = (guint64) g_test_rand_int_range (0, 1 << g_test_rand_int_range (1, 25));
      g_autoptr (BgdRanges) done = bgd_ranges_new ();
      g_autoptr (BgdSegments) plan = NULL;

      for (int i = g_test_rand_int_range (0, 5); i > 0 && size > 0; i--)
        {
          gint32 start = g_test_rand_int_range (0, (gint32) size);
          gint32 last = g_test_rand_int_range (start, (gint32) size);

          bgd_ranges_add (done, (guint64) start, (guint64) last + 1);
        }

      plan = bgd_segments_new (g_test_rand_bit () ? size : BG_SIZE_UNKNOWN, done);
      fetch_at_random (plan, size);
    }
}

static void
test_piece_grows_over_what_nobody_fetches (void)
{
  g_autoptr (BgdRanges) done = bgd_ranges_new ();
  g_autoptr (BgdSegments) plan = NULL;

  bgd_ranges_add (done, 7 * MIB, 8 * MIB);
  plan = bgd_segments_new (9 * MIB, done);

  BgdSegment *first = bgd_segments_take (plan, &no_terms);
  BgdSegment *second = bgd_segments_take (plan, &no_terms); /* after the gap, 8 … 9 MiB */
  BgdSegment *third = bgd_segments_take (plan, &no_terms);  /* half of the first */

  g_assert_cmpuint (first->end, ==, third->start);
  g_assert_false (bgd_segments_extend (plan, first));
  g_assert_false (bgd_segments_extend (plan, second));

  bgd_segments_release (plan, third);
  g_assert_true (bgd_segments_extend (plan, first));
  g_assert_cmpuint (first->end, ==, 7 * MIB);
  g_assert_false (bgd_segments_extend (plan, first));

  bgd_segments_release (plan, first);
  bgd_segments_release (plan, second);
}

/* Four times as fast: four fifths of the rest, so that both are complete at the same time. */
static void
test_help_is_measured_by_time (void)
{
  const BgdSegmentTerms fast = { .rate = 4 * MIB, .latency = 0 };
  g_autoptr (BgdSegments) plan = bgd_segments_new (10 * MIB, NULL);
  BgdSegment *slow = assert_takes (plan, 0, 10 * MIB);

  slow->rate = MIB;

  BgdSegment *helper = bgd_segments_take (plan, &fast);

  g_assert_nonnull (helper);
  g_assert_cmpuint (helper->start, ==, 2 * MIB);
  g_assert_cmpuint (helper->end, ==, 10 * MIB);
  g_assert_cmpuint (slow->end, ==, 2 * MIB);
}

/* Not the largest one: the one that takes longest. */
static void
test_slowest_piece_is_helped_first (void)
{
  const BgdSegmentTerms terms = { .rate = MIB, .latency = 0.1 };
  g_autoptr (BgdSegments) plan = bgd_segments_new (20 * MIB, NULL);
  BgdSegment *large = assert_takes (plan, 0, 20 * MIB);
  BgdSegment *small = assert_takes (plan, 10 * MIB, 20 * MIB);

  bgd_segments_advance (plan, small, 8 * MIB);
  large->rate = 100 * MIB;
  small->rate = 64 * KIB;

  BgdSegment *helper = bgd_segments_take (plan, &terms);

  g_assert_nonnull (helper);
  g_assert_cmpuint (helper->start, >, 18 * MIB);
  g_assert_cmpuint (helper->end, ==, 20 * MIB);
  g_assert_cmpuint (large->end, ==, 10 * MIB);
}

static void
test_nothing_is_left_to_who_is_silent (void)
{
  g_autoptr (BgdSegments) plan = bgd_segments_new (1000, NULL);
  BgdSegment *silent = assert_takes (plan, 0, 1000);

  bgd_segments_advance (plan, silent, 300);
  silent->rate = 10;
  silent->silent = TRUE;
  BgdSegment *helper = assert_takes (plan, 300, 1000);

  g_assert_cmpuint (silent->end, ==, silent->position);
  /* It comes back to life, and the helper has not begun: what follows is its own again. */
  bgd_segments_release (plan, helper);
  g_assert_true (bgd_segments_extend (plan, silent));
  g_assert_cmpuint (silent->end, ==, 1000);
}

static void
test_last_piece_is_fetched_twice_if_it_is_slow (void)
{
  const BgdSegmentTerms terms = { .rate = MIB, .latency = 0.05 };
  g_autoptr (BgdSegments) plan = bgd_segments_new (20000, NULL);
  BgdSegment *slow = assert_takes (plan, 0, 20000);

  slow->rate = 10000; /* two seconds */

  BgdSegment *twin = bgd_segments_take (plan, &terms);

  g_assert_nonnull (twin);
  g_assert_cmpuint (twin->start, ==, 0);
  g_assert_cmpuint (twin->end, ==, 20000);
  g_assert_true (twin->is_twin);
  g_assert_null (bgd_segments_take (plan, &terms)); /* but not three times */

  g_assert_cmpuint (bgd_segments_advance (plan, slow, 1000), ==, 1000);
  g_assert_cmpuint (bgd_segments_advance (plan, twin, 1500), ==, 500);
  g_assert_false (bgd_segments_is_needless (plan, slow));
  g_assert_cmpuint (bgd_segments_advance (plan, twin, 18500), ==, 18500);
  g_assert_true (bgd_segments_is_needless (plan, slow));
  g_assert_true (bgd_segments_is_whole (plan));
}

static void
test_twin_that_is_lost_leaves_no_trace (void)
{
  const BgdSegmentTerms terms = { .rate = MIB, .latency = 0.05 };
  g_autoptr (BgdSegments) plan = bgd_segments_new (20000, NULL);
  BgdSegment *slow = assert_takes (plan, 0, 20000);

  slow->rate = 1000;
  bgd_segments_release (plan, bgd_segments_take (plan, &terms));
  g_assert_false (slow->is_twin);
  g_assert_nonnull (bgd_segments_take (plan, &terms));
}

static void
test_fast_last_piece_is_not_fetched_twice (void)
{
  const BgdSegmentTerms terms = { .rate = MIB, .latency = 0.05 };
  g_autoptr (BgdSegments) plan = bgd_segments_new (100000, NULL);
  BgdSegment *segment = assert_takes (plan, 0, 100000);

  segment->rate = MIB;
  g_assert_null (bgd_segments_take (plan, &terms));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/segments/" name, test_##function)
  ADD ("one-connection-fetches-all", one_connection_fetches_all);
  ADD ("empty-file-is-whole", empty_file_is_whole);
  ADD ("gaps-come-first-and-in-order", gaps_come_first_and_in_order);
  ADD ("released-rest-is-taken-again", released_rest_is_taken_again);
  ADD ("largest-piece-is-halved", largest_piece_is_halved);
  ADD ("halves-begin-at-a-boundary", halves_begin_at_a_boundary);
  ADD ("small-pieces-are-not-shared", small_pieces_are_not_shared);
  ADD ("small-gaps-are-taken", small_gaps_are_taken);
  ADD ("unknown-size-has-one-connection", unknown_size_has_one_connection);
  ADD ("size-that-becomes-known-lets-others-help", size_that_becomes_known_lets_others_help);
  ADD ("end-of-the-bytes-is-the-size", end_of_the_bytes_is_the_size);
  ADD ("impossible-size-is-refused", impossible_size_is_refused);
  ADD ("bytes-after-the-end-are-worth-nothing", bytes_after_the_end_are_worth_nothing);
  ADD ("largest-file-is-shared", largest_file_is_shared);
  ADD ("piece-grows-over-what-nobody-fetches", piece_grows_over_what_nobody_fetches);
  ADD ("reset-forgets-all", reset_forgets_all);
  ADD ("random-connections-fetch-each-byte-once", random_connections_fetch_each_byte_once);
  g_test_add_func ("/segments/help-is-measured-by-time", test_help_is_measured_by_time);
  g_test_add_func ("/segments/slowest-piece-is-helped-first", test_slowest_piece_is_helped_first);
  g_test_add_func ("/segments/nothing-is-left-to-who-is-silent",
                   test_nothing_is_left_to_who_is_silent);
  g_test_add_func ("/segments/last-piece-is-fetched-twice-if-it-is-slow",
                   test_last_piece_is_fetched_twice_if_it_is_slow);
  g_test_add_func ("/segments/twin-that-is-lost-leaves-no-trace",
                   test_twin_that_is_lost_leaves_no_trace);
  g_test_add_func ("/segments/fast-last-piece-is-not-fetched-twice",
                   test_fast_last_piece_is_not_fetched_twice);

  return g_test_run ();
}
