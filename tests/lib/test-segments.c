/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what the service says of the parts of a file to what a picture asks. */
#include "config.h"

#include "bg-segments-private.h"

static BgSegments *
parse (const char *text)
{
  g_autoptr (GVariant) answer =
      g_variant_parse (G_VARIANT_TYPE ("(tua(tt)a(tt))"), text, NULL, NULL, NULL);

  return bg_segments_new (answer);
}

static void
test_a_share_is_that_of_the_part (void)
{
  g_autoptr (BgSegments) segments = parse ("(100, 2, [(0, 10), (20, 30)], [(10, 15)])");

  g_assert_cmpuint (bg_segments_get_size (segments), ==, 100);
  g_assert_cmpuint (bg_segments_get_connections (segments), ==, 2);
  g_assert_cmpfloat (bg_segments_get_received (segments, 0, 10), ==, 1);
  g_assert_cmpfloat (bg_segments_get_received (segments, 10, 20), ==, 0);
  g_assert_cmpfloat (bg_segments_get_received (segments, 5, 25), ==, 0.5);
  g_assert_cmpfloat (bg_segments_get_received (segments, 0, 100), ==, 0.2);
  g_assert_cmpfloat (bg_segments_get_received (segments, 30, 100), ==, 0);
  g_assert_cmpfloat (bg_segments_get_received (segments, 5, 5), ==, 0);
}

static void
test_active_is_where_bytes_arrive (void)
{
  g_autoptr (BgSegments) segments = parse ("(100, 2, [(0, 10)], [(10, 15), (50, 51)])");

  g_assert_false (bg_segments_get_active (segments, 0, 10));
  g_assert_true (bg_segments_get_active (segments, 0, 11));
  g_assert_true (bg_segments_get_active (segments, 14, 50));
  g_assert_false (bg_segments_get_active (segments, 15, 50));
  g_assert_true (bg_segments_get_active (segments, 50, 51));
  g_assert_false (bg_segments_get_active (segments, 51, G_MAXUINT64));
}

static void
test_what_is_out_of_order_is_left_out (void)
{
  g_autoptr (BgSegments) segments =
      parse ("(100, 0, [(20, 30), (0, 10), (25, 40), (50, 50), (60, 55), (70, 80)], [])");

  g_assert_cmpfloat (bg_segments_get_received (segments, 0, 100), ==, 0.2);
}

static void
test_it_lives_as_long_as_somebody_holds_it (void)
{
  BgSegments *segments = parse ("(7, 0, [], [])");
  BgSegments *copy = g_boxed_copy (BG_TYPE_SEGMENTS, segments);

  bg_segments_unref (segments);
  g_assert_cmpuint (bg_segments_get_size (copy), ==, 7);
  g_boxed_free (BG_TYPE_SEGMENTS, copy);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/segments/a-share-is-that-of-the-part", test_a_share_is_that_of_the_part);
  g_test_add_func ("/segments/active-is-where-bytes-arrive", test_active_is_where_bytes_arrive);
  g_test_add_func ("/segments/what-is-out-of-order-is-left-out",
                   test_what_is_out_of_order_is_left_out);
  g_test_add_func ("/segments/it-lives-as-long-as-somebody-holds-it",
                   test_it_lives_as_long_as_somebody_holds_it);

  return g_test_run ();
}
