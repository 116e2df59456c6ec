/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of bgt-resolve.c: the words that mean jobs. Jobs themselves come only from a service, with
 * which test-ferryctl.py tries the rest. */
#include "config.h"

#include "bgt-resolve.h"

static const char *const ids[] = {
  "11111111-0000-4000-8000-000000000000",
  "11111111-1000-4000-8000-000000000000",
  "abcdef00-0000-4000-8000-000000000000",
  NULL,
};

static void
assert_found (const char *prefix, guint n_wanted, guint first)
{
  g_autoptr (GArray) found = bgt_resolve_find (ids, prefix);

  g_assert_cmpuint (found->len, ==, n_wanted);

  if (n_wanted > 0)
    g_assert_cmpuint (g_array_index (found, guint, 0), ==, first);
}

static void
test_an_id_is_found (void)
{
  assert_found (ids[1], 1, 1);
}

static void
test_its_beginning_is_enough (void)
{
  assert_found ("a", 1, 2);
  assert_found ("ABCD", 1, 2);
  assert_found ("11111111-1", 1, 1);
}

static void
test_several_are_told_apart (void)
{
  assert_found ("1", 2, 0);
  assert_found ("11111111-", 2, 0);
}

static void
test_nothing_means_nothing (void)
{
  assert_found ("", 0, 0);
  assert_found ("2", 0, 0);
  assert_found ("abcdef00-0000-4000-8000-0000000000000", 0, 0);
}

static void
test_ids_are_shown_as_long_as_needed (void)
{
  const char *const one[] = { ids[0], NULL };
  const char *const none[] = { NULL };

  g_assert_cmpuint (bgt_resolve_get_id_length (none), ==, 8);
  g_assert_cmpuint (bgt_resolve_get_id_length (one), ==, 8);
  g_assert_cmpuint (bgt_resolve_get_id_length (ids), ==, strlen ("11111111-1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/resolve/an-id-is-found", test_an_id_is_found);
  g_test_add_func ("/resolve/its-beginning-is-enough", test_its_beginning_is_enough);
  g_test_add_func ("/resolve/several-are-told-apart", test_several_are_told_apart);
  g_test_add_func ("/resolve/nothing-means-nothing", test_nothing_means_nothing);
  g_test_add_func ("/resolve/ids-are-shown-as-long-as-needed",
                   test_ids_are_shown_as_long_as_needed);

  return g_test_run ();
}
