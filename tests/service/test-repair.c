/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of who is to blame for a wrong piece. */
#include "config.h"

#include "bgd-repair.h"

#define PIECE 100

static void
bring (BgdRepair *repair, guint source, guint64 start, guint64 end)
{
  bgd_ranges_add (g_ptr_array_index (bgd_repair_get_brought (repair), source), start, end);
}

static gboolean
blame (BgdRepair *repair, const char *bad)
{
  g_autoptr (BgdRanges) ranges = bgd_ranges_parse (bad);

  return bgd_repair_blame (repair, ranges);
}

static void
assert_banned (BgdRepair *repair, gboolean first, gboolean second, gboolean third)
{
  const gboolean *banned = bgd_repair_get_banned (repair);

  g_assert_cmpint (banned[0], ==, first);
  g_assert_cmpint (banned[1], ==, second);
  g_assert_cmpint (banned[2], ==, third);
}

static void
test_who_brought_a_piece_alone_is_to_blame (void)
{
  g_autoptr (BgdRepair) repair = bgd_repair_new (3, PIECE);

  bring (repair, 0, 0, 150);
  bring (repair, 1, 150, 420);
  bring (repair, 2, 420, 450);

  /* The second and third piece: the second is half of each, the third of one alone. */
  g_assert_true (blame (repair, "100-300"));
  assert_banned (repair, FALSE, TRUE, FALSE);

  /* What it brought does not count for it any more. */
  bring (repair, 2, 100, 300);
  g_assert_true (blame (repair, "100-200"));
  assert_banned (repair, FALSE, TRUE, TRUE);
}

static void
test_several_are_not_blamed_for_one (void)
{
  g_autoptr (BgdRepair) repair = bgd_repair_new (3, PIECE);

  bring (repair, 0, 0, 50);
  bring (repair, 1, 50, 100);
  g_assert_true (blame (repair, "0-100"));
  assert_banned (repair, FALSE, FALSE, FALSE);

  bring (repair, 1, 0, 100);
  g_assert_true (blame (repair, "0-100"));
  assert_banned (repair, FALSE, TRUE, FALSE);
}

/* An earlier try brought it. */
static void
test_nobody_is_blamed_for_what_was_there (void)
{
  g_autoptr (BgdRepair) repair = bgd_repair_new (3, PIECE);

  g_assert_true (blame (repair, "0-100,400-450"));
  assert_banned (repair, FALSE, FALSE, FALSE);
}

static void
test_all_are_forgiven_once (void)
{
  g_autoptr (BgdRepair) repair = bgd_repair_new (1, PIECE);

  bring (repair, 0, 0, 100);
  g_assert_true (blame (repair, "0-100"));
  g_assert_false (bgd_repair_get_banned (repair)[0]);
  bring (repair, 0, 0, 100);
  g_assert_false (blame (repair, "0-100"));
}

static void
test_it_has_an_end (void)
{
  g_autoptr (BgdRepair) repair = bgd_repair_new (3, PIECE);
  guint rounds = 0;

  while (blame (repair, "0-100"))
    rounds++;
  g_assert_cmpuint (rounds, ==, BGD_REPAIR_ROUNDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/repair/who-brought-a-piece-alone-is-to-blame",
                   test_who_brought_a_piece_alone_is_to_blame);
  g_test_add_func ("/repair/several-are-not-blamed-for-one", test_several_are_not_blamed_for_one);
  g_test_add_func ("/repair/nobody-is-blamed-for-what-was-there",
                   test_nobody_is_blamed_for_what_was_there);
  g_test_add_func ("/repair/all-are-forgiven-once", test_all_are_forgiven_once);
  g_test_add_func ("/repair/it-has-an-end", test_it_has_an_end);

  return g_test_run ();
}
