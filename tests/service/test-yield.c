/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of how the background gives way, on a line that is a formula. */
#include "config.h"

#include "bgd-yield.h"

#define MIB ((double) 1024 * 1024)
#define SECOND ((gint64) G_USEC_PER_SEC)
#define STEP (SECOND / 100)
#define LOOK (SECOND / 10)

/* What somebody else has of the line at least if both take what they can get: many connections
 * leave little to one. */
#define LEFT 0.1

/* In seconds: how fast somebody else takes what becomes free. */
#define OTHERS_LAG 0.3

typedef struct
{
  BgdYield yield;
  gint64 now;
  double rate; /* what was decided last */

  double line;   /* bytes a second, as all that follow */
  double server; /* what the background would have alone */
  double wanted; /* by somebody else */
  double lag;    /* seconds until the background has another rate */
  double noise;  /* part that a look counts wrong */
  gint64 counts; /* the card counts that often; 0: always */
  gboolean is_unclear;

  double own_rate;
  double others_rate;
  double own; /* bytes */
  double others;
  double counted; /* of both, when the card counted last */
  GRand *chance;
} World;

static void
world_init (World *self, double line)
{
  *self = (World){
    .now = SECOND,
    .line = line,
    .server = G_MAXDOUBLE,
    .lag = 0.15,
    .noise = 0.02,
    .chance = g_rand_new_with_seed (1),
  };
}

static void
world_clear (World *self)
{
  g_rand_free (self->chance);
}

static void
let_flow (World *self)
{
  double most = MIN (self->server, self->rate > 0 ? self->rate : self->line);
  double left = MAX (self->line - self->own_rate, self->line * LEFT);
  double others = MIN (self->wanted, left);
  double step = (double) STEP / SECOND;

  self->others_rate += (others - self->others_rate) * MIN (step / OTHERS_LAG, 1);
  self->own_rate +=
      (MIN (most, self->line - self->others_rate) - self->own_rate) * MIN (step / self->lag, 1);
  self->own += self->own_rate * step;
  self->others += self->others_rate * step;
}

static void
look (World *self)
{
  double wrong = 1 + g_rand_double_range (self->chance, -self->noise, self->noise);

  if (self->counts == 0 || self->now % self->counts == 0)
    self->counted = self->own + self->others;

  const BgdYieldView view = {
    .now = self->now,
    .own = self->yield.own + (guint64) ((self->own - (double) self->yield.own) * wrong),
    .all = (guint64) self->counted,
    .is_unclear = self->is_unclear,
  };

  self->rate = (double) bgd_yield_decide (&self->yield, &view);
}

/* Lets time pass. Returns the part of the line that the background had. */
static double
run (World *self, double seconds)
{
  gint64 end = self->now + (gint64) (seconds * SECOND);
  double before = self->own;

  for (; self->now < end; self->now += STEP)
    {
      let_flow (self);
      if (self->now % LOOK == 0)
        look (self);
    }

  return (self->own - before) / self->line / seconds;
}

static const double lines[] = { 100000, 250000, 2.5e6, 12.5e6, 125e6, 1.25e9 };

static void
test_alone_it_has_no_limit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      World world;

      world_init (&world, lines[i]);
      for (guint j = 0; j < 600; j++)
        {
          run (&world, 0.1);
          g_assert_cmpfloat (world.rate, ==, 0);
        }
      world_clear (&world);
    }
}

static void
test_somebody_who_wants_all_gets_nearly_all (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      World world;

      world_init (&world, lines[i]);
      run (&world, 10);
      world.wanted = G_MAXDOUBLE;
      run (&world, 4);
      for (guint j = 0; j < 30; j++)
        {
          double part = run (&world, 2);

          g_test_message ("%g bytes a second: %.3f", lines[i], part);
          g_assert_cmpfloat (part, <, 0.2);
          g_assert_cmpfloat (part, >, 0.01);
        }
      world_clear (&world);
    }
}

static void
test_it_comes_back_within_seconds (void)
{
  static const double stays[] = { 2, 10, 300 };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    for (guint j = 0; j < G_N_ELEMENTS (stays); j++)
      {
        World world;

        world_init (&world, lines[i]);
        run (&world, 5);
        world.wanted = G_MAXDOUBLE;
        run (&world, stays[j]);
        world.wanted = 0;
        run (&world, 3);
        g_assert_cmpfloat (world.rate, ==, 0);
        g_assert_cmpfloat (run (&world, 1), >, 0.95);
        world_clear (&world);
      }
}

static void
test_somebody_who_comes_and_goes_is_let_by_each_time (void)
{
  World world;

  world_init (&world, 2.5e6);
  run (&world, 5);
  for (guint i = 0; i < 20; i++)
    {
      world.wanted = G_MAXDOUBLE;
      run (&world, 4);
      g_assert_cmpfloat (run (&world, 2), <, 0.2);
      world.wanted = 0;
      run (&world, 3);
      g_assert_cmpfloat (run (&world, 2), >, 0.9);
    }
  world_clear (&world);
}

/* A video, for example. */
static void
test_what_somebody_does_not_want_is_used (void)
{
  static const double wanted[] = { 0.15, 0.3, 0.5, 0.7 };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      World world;

      world_init (&world, 2.5e6);
      run (&world, 5);
      world.wanted = wanted[i] * world.line;
      run (&world, 10);

      double before = world.others;
      double part = run (&world, 60);

      g_test_message ("%.2f wanted: %.3f", wanted[i], part);
      g_assert_cmpfloat (part, >, 0.55 * (1 - wanted[i]));
      g_assert_cmpfloat (world.others - before, >, 0.95 * 60 * world.wanted);
      world_clear (&world);
    }
}

/* It came later than the others, and has never seen the line alone. */
static void
test_room_that_was_never_seen_is_found (void)
{
  World world;

  world_init (&world, 12.5e6);
  world.wanted = 1e6;
  world.server = 1e6;
  run (&world, 5);
  world.server = G_MAXDOUBLE;
  run (&world, 40);
  g_assert_cmpfloat (run (&world, 20), >, 0.6);
  world_clear (&world);
}

static void
test_a_line_that_becomes_slower_is_noticed (void)
{
  World world;

  world_init (&world, 12.5e6);
  run (&world, 10);
  world.wanted = G_MAXDOUBLE;
  run (&world, 5);
  world.line = 2e6;
  run (&world, 5);
  g_assert_cmpfloat (run (&world, 20), <, 0.2);

  /* … also if it is noticed only with the one who comes then. */
  world.wanted = 0;
  run (&world, 5);
  world.line = 0.5e6;
  run (&world, 1);
  world.wanted = G_MAXDOUBLE;
  run (&world, 4);
  g_assert_cmpfloat (run (&world, 20), <, 0.2);
  world_clear (&world);
}

/* The way has become longer, or what waits on it: all that is decided shows later. */
static void
test_a_long_way_changes_nothing (void)
{
  static const double lags[] = { 0.02, 0.15, 0.4, 0.8 };

  for (guint i = 0; i < G_N_ELEMENTS (lags); i++)
    {
      World world;

      world_init (&world, 2.5e6);
      world.lag = lags[i];
      run (&world, 10);
      g_assert_cmpfloat (world.rate, ==, 0);
      world.wanted = G_MAXDOUBLE;
      run (&world, 5);
      g_assert_cmpfloat (run (&world, 20), <, 0.2);
      world.lag = lags[G_N_ELEMENTS (lags) - 1 - i];
      g_assert_cmpfloat (run (&world, 20), <, 0.2);
      world.wanted = 0;
      run (&world, 6);
      g_assert_cmpfloat (run (&world, 5), >, 0.9);
      world_clear (&world);
    }
}

static void
test_it_never_starves (void)
{
  World world;

  world_init (&world, 20000);
  run (&world, 3);
  world.wanted = G_MAXDOUBLE;
  for (guint i = 0; i < 6000; i++)
    {
      run (&world, 0.1);
      g_assert_true (world.rate == 0 || world.rate >= 8192);
    }
  world_clear (&world);
}

/* Some cards tell only each second. */
static void
test_a_card_that_counts_in_steps_is_understood (void)
{
  World world;

  world_init (&world, 2.5e6);
  world.noise = 0;
  world.counts = SECOND;
  for (guint i = 0; i < 300; i++)
    {
      run (&world, 0.1);
      g_assert_cmpfloat (world.rate, ==, 0);
    }
  world.wanted = G_MAXDOUBLE;
  run (&world, 15);
  g_assert_cmpfloat (run (&world, 30), <, 0.3);
  world.wanted = 0;
  run (&world, 15);
  g_assert_cmpfloat (run (&world, 10), >, 0.9);
  world_clear (&world);
}

static void
test_a_card_that_does_not_count_limits_nothing (void)
{
  World world;

  world_init (&world, 2.5e6);
  world.counts = G_MAXINT64;
  world.wanted = G_MAXDOUBLE;
  for (guint i = 0; i < 300; i++)
    {
      run (&world, 0.1);
      g_assert_cmpfloat (world.rate, ==, 0);
    }
  world_clear (&world);
}

/* The first connections of a download, and the last ones of another. */
static void
test_bytes_that_nobody_has_counted_are_nobodys (void)
{
  World world;

  world_init (&world, 2.5e6);
  run (&world, 5);
  for (guint i = 0; i < 20; i++)
    {
      world.wanted = G_MAXDOUBLE;
      world.is_unclear = TRUE;
      run (&world, 0.5);
      world.wanted = 0;
      run (&world, 1);
      world.is_unclear = FALSE;
      run (&world, 2);
      g_assert_cmpfloat (world.rate, ==, 0);
    }
  world_clear (&world);
}

static void
test_counters_may_begin_anew (void)
{
  World world;

  world_init (&world, 2.5e6);
  run (&world, 5);
  world.own = world.others = world.counted = 0;
  run (&world, 5);
  g_assert_cmpfloat (world.rate, ==, 0);

  /* The machine slept, and much came for somebody at its end. */
  world.others += 1e9;
  world.now += 3600 * SECOND;
  run (&world, 5);
  g_assert_cmpfloat (world.rate, ==, 0);
  g_assert_cmpfloat (world.yield.capacity, <, 3e6);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/yield/alone-it-has-no-limit", test_alone_it_has_no_limit);
  g_test_add_func ("/yield/somebody-who-wants-all-gets-nearly-all",
                   test_somebody_who_wants_all_gets_nearly_all);
  g_test_add_func ("/yield/it-comes-back-within-seconds", test_it_comes_back_within_seconds);
  g_test_add_func ("/yield/somebody-who-comes-and-goes-is-let-by-each-time",
                   test_somebody_who_comes_and_goes_is_let_by_each_time);
  g_test_add_func ("/yield/what-somebody-does-not-want-is-used",
                   test_what_somebody_does_not_want_is_used);
  g_test_add_func ("/yield/room-that-was-never-seen-is-found",
                   test_room_that_was_never_seen_is_found);
  g_test_add_func ("/yield/a-line-that-becomes-slower-is-noticed",
                   test_a_line_that_becomes_slower_is_noticed);
  g_test_add_func ("/yield/a-long-way-changes-nothing", test_a_long_way_changes_nothing);
  g_test_add_func ("/yield/it-never-starves", test_it_never_starves);
  g_test_add_func ("/yield/a-card-that-counts-in-steps-is-understood",
                   test_a_card_that_counts_in_steps_is_understood);
  g_test_add_func ("/yield/a-card-that-does-not-count-limits-nothing",
                   test_a_card_that_does_not_count_limits_nothing);
  g_test_add_func ("/yield/bytes-that-nobody-has-counted-are-nobodys",
                   test_bytes_that_nobody_has_counted_are_nobodys);
  g_test_add_func ("/yield/counters-may-begin-anew", test_counters_may_begin_anew);

  return g_test_run ();
}
