/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing is lost: each fault of a server, times connections, times kill -9 at any moment, with the
 * real service. */
#include "config.h"

#include <stdlib.h>

#include "matrix-world.h"

#define KILLS_OF_A_GROUP 4

/* What one round of the long form has. */
#define JOBS_OF_A_ROUND 24
#define MOST_KILLS_OF_A_ROUND 6

static const guint connections[] = { 0, 1, 4, 16 };

static guint
get_number (const char *variable, guint fallback)
{
  const char *value = g_getenv (variable);

  return value != NULL ? (guint) strtoul (value, NULL, 10) : fallback;
}

static guint
get_seed (void)
{
  return get_number ("BG_TEST_SEED", 1);
}

/* One of the early moments and all of the later ones, in an order of its own for each world. */
static void
choose_moments (GRand *random, MatrixMoment moments[KILLS_OF_A_GROUP])
{
  moments[0] =
      g_rand_boolean (random) ? MATRIX_BEFORE_THE_FIRST_BYTE : MATRIX_AFTER_THE_FIRST_BYTES;
  moments[1] = MATRIX_IN_THE_MIDDLE;
  moments[2] = MATRIX_NEAR_THE_END;
  moments[3] = MATRIX_DURING_COMPLETION;

  for (guint i = KILLS_OF_A_GROUP - 1; i > 0; i--)
    {
      guint other = (guint) g_rand_int_range (random, 0, (gint32) i + 1);
      MatrixMoment moment = moments[i];

      moments[i] = moments[other];
      moments[other] = moment;
    }
}

static void
judge (MatrixWorld *world)
{
  MatrixTotals totals = { 0 };

  matrix_world_finish (world);
  matrix_world_sum_up (world, &totals);
  g_test_message ("%s: %u jobs, %u arrived, %u failed as they should, %u wrong, "
                  "%" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT " came twice",
                  world->story->str, totals.jobs, totals.arrived, totals.failed, totals.wrong,
                  totals.bytes, totals.resent);
  g_assert_cmpuint (totals.wrong, ==, 0);
}

/* All faults of one kind, with one connection and with many. */
static void
test_group (gconstpointer data)
{
  const char *group = data;
  g_autoptr (MatrixWorld) world = matrix_world_new (get_seed () + g_str_hash (group));
  MatrixMoment moments[KILLS_OF_A_GROUP];
  guint n_faults;
  const MatrixFault *faults = matrix_fault_get_all (&n_faults);

  for (guint i = 0; i < n_faults; i++)
    for (guint j = 0; j < G_N_ELEMENTS (connections) && g_str_equal (faults[i].group, group); j++)
      matrix_world_add (world, &faults[i], connections[j]);

  choose_moments (world->random, moments);
  matrix_world_start (world);
  for (guint i = 0; i < KILLS_OF_A_GROUP; i++)
    matrix_world_kill (world, moments[i]);
  judge (world);
}

/* A job that somebody cancels stays cancelled, whenever the service dies. */
static void
test_cancelled_jobs (void)
{
  g_autoptr (MatrixWorld) world = matrix_world_new (get_seed ());
  const MatrixFault *faults = matrix_fault_get_all (&(guint){ 0 });

  for (guint i = 0; i < 8; i++)
    matrix_world_add (world, &faults[0], connections[i % G_N_ELEMENTS (connections)]);

  matrix_world_start (world);
  for (guint i = 0; i < 4; i++)
    {
      matrix_world_cancel_one (world);
      matrix_world_kill (world, i % 2 == 0 ? MATRIX_AFTER_THE_FIRST_BYTES : MATRIX_IN_THE_MIDDLE);
    }
  judge (world);
}

/* Everything by chance. */
static void
run_round (guint seed, MatrixTotals *totals)
{
  g_autoptr (MatrixWorld) world = matrix_world_new (seed);
  guint n_faults;
  const MatrixFault *faults = matrix_fault_get_all (&n_faults);
  guint kills = (guint) g_rand_int_range (world->random, 1, MOST_KILLS_OF_A_ROUND + 1);

  for (guint i = 0; i < JOBS_OF_A_ROUND; i++)
    matrix_world_add (world, &faults[g_rand_int_range (world->random, 0, (gint32) n_faults)],
                      connections[g_rand_int_range (world->random, 0, G_N_ELEMENTS (connections))]);

  matrix_world_start (world);
  for (guint i = 0; i < kills; i++)
    {
      if (g_rand_int_range (world->random, 0, 4) == 0)
        matrix_world_cancel_one (world);
      matrix_world_kill (world,
                         (MatrixMoment) g_rand_int_range (world->random, 0, MATRIX_N_MOMENTS));
    }
  matrix_world_finish (world);
  matrix_world_sum_up (world, totals);
}

static void
test_many_rounds (void)
{
  guint rounds = get_number ("BG_TEST_ROUNDS", 10000);
  gint64 end =
      g_get_monotonic_time () + (gint64) get_number ("BG_TEST_SECONDS", 900) * G_USEC_PER_SEC;
  MatrixTotals totals = { 0 };

  for (guint i = 0; i < rounds && g_get_monotonic_time () < end; i++)
    run_round (get_seed () + i, &totals);

  g_test_message ("%u rounds, %u kills (%u between the last byte of a file and its place), %u jobs "
                  "(%u arrived, %u failed as they should, "
                  "%u cancelled), %" G_GUINT64_FORMAT " bytes, %u wrong; %" G_GUINT64_FORMAT
                  " bytes came twice, and %" G_GUINT64_FORMAT
                  " from servers that cannot send a part",
                  totals.rounds, totals.kills, totals.ends, totals.jobs, totals.arrived,
                  totals.failed, totals.cancelled, totals.bytes, totals.wrong, totals.resent,
                  totals.wasted);
  g_assert_cmpuint (totals.wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/matrix/parts", "parts", test_group);
  g_test_add_data_func ("/matrix/bodies", "bodies", test_group);
  g_test_add_data_func ("/matrix/connections", "connections", test_group);
  g_test_add_data_func ("/matrix/answers", "answers", test_group);
  g_test_add_data_func ("/matrix/redirects", "redirects", test_group);
  g_test_add_data_func ("/matrix/versions", "versions", test_group);
  g_test_add_func ("/matrix/cancelled-jobs", test_cancelled_jobs);
  if (g_getenv ("BG_TEST_LONG") != NULL)
    g_test_add_func ("/matrix/many-rounds", test_many_rounds);

  return g_test_run ();
}
