/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the last minute. */
#include "config.h"

#include "bgw-history.h"

static void
test_nothing_is_known_at_first (void)
{
  const BgwHistory history = { 0 };

  g_assert_cmpuint (history.length, ==, 0);
  g_assert_cmpuint (bgw_history_get_highest (&history), ==, 0);
  g_assert_cmpuint (bgw_history_get_average (&history), ==, 0);
}

static void
test_the_oldest_makes_way (void)
{
  BgwHistory history = { 0 };

  for (guint i = 1; i <= BGW_HISTORY_LENGTH + 5; i++)
    bgw_history_add (&history, i);

  g_assert_cmpuint (history.length, ==, BGW_HISTORY_LENGTH);
  for (guint i = 0; i < BGW_HISTORY_LENGTH; i++)
    g_assert_cmpuint (bgw_history_get (&history, i), ==, i + 6);
  g_assert_cmpuint (bgw_history_get_highest (&history), ==, BGW_HISTORY_LENGTH + 5);
}

static void
test_large_numbers_have_an_average (void)
{
  BgwHistory history = { 0 };

  bgw_history_add (&history, 1000);
  bgw_history_add (&history, 3000);
  g_assert_cmpuint (bgw_history_get_average (&history), ==, 2000);

  for (guint i = 0; i < BGW_HISTORY_LENGTH; i++)
    bgw_history_add (&history, G_GUINT64_CONSTANT (1) << 62);
  g_assert_cmpuint (bgw_history_get_average (&history), ==, G_GUINT64_CONSTANT (1) << 62);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/empty", test_nothing_is_known_at_first);
  g_test_add_func ("/history/ring", test_the_oldest_makes_way);
  g_test_add_func ("/history/average", test_large_numbers_have_an_average);

  return g_test_run ();
}
