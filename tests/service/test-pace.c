/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of how many connections a file is worth, against servers that are a formula. */
#include "config.h"

#include "bgd-pace.h"

#define MIB ((double) 1024 * 1024)
#define STEP (G_USEC_PER_SEC / 100)

/* Bytes a second that so many connections bring. */
typedef double (*Server) (guint connections);

typedef struct
{
  BgdPace pace;
  BgdPaceView view;
  double bytes;
  gint64 next;
  guint most; /* connections that there ever were */
} World;

static void
world_init (World *self, guint connections)
{
  *self = (World){
    .view = { .now = G_USEC_PER_SEC, .left = G_MAXUINT32, .maximum = 16, .latency = 0.05 },
  };
  bgd_pace_init (&self->pace, connections);
}

/* Lets time pass; the connections that are wanted are there at once. */
static void
run (World *self, Server server, double seconds)
{
  gint64 end = self->view.now + (gint64) (seconds * G_USEC_PER_SEC);

  for (; self->view.now < end; self->view.now += STEP)
    {
      if (self->next <= self->view.now && (self->next != 0 || self->view.now == G_USEC_PER_SEC))
        self->view.working = bgd_pace_decide (&self->pace, &self->view, &self->next);

      self->most = MAX (self->most, self->view.working);
      self->bytes += server (self->view.working) * STEP / G_USEC_PER_SEC;
      self->view.bytes = (guint64) self->bytes;
    }
}

static double
limited_connections (guint connections)
{
  return connections * MIB;
}

static double
limited_line (guint connections)
{
  return 20 * MIB;
}

static double
helped_by_four (guint connections)
{
  return MIN (connections, 4) * 5 * MIB;
}

static double
silent (guint connections)
{
  return 0;
}

static void
test_grows_to_the_maximum_while_it_pays (void)
{
  World world;

  world_init (&world, 1);
  run (&world, limited_connections, 1);
  g_assert_cmpuint (world.pace.wanted, ==, 16);
}

static void
test_goes_back_when_it_does_not_pay (void)
{
  World world;

  world_init (&world, 1);
  run (&world, limited_line, 1);
  g_assert_cmpuint (world.most, ==, 4);
  g_assert_cmpuint (world.pace.wanted, ==, 2);

  /* Networks change: it tries again, less and less often. */
  run (&world, limited_line, 3600);
  g_assert_cmpuint (world.pace.wanted, <=, 4);
  run (&world, limited_connections, 60);
  g_assert_cmpuint (world.pace.wanted, ==, 16);
}

static void
test_stops_where_more_bring_nothing (void)
{
  World world;

  world_init (&world, 1);
  run (&world, helped_by_four, 5);
  g_assert_cmpuint (world.pace.wanted, >=, 4);
  g_assert_cmpuint (world.pace.wanted, <=, 8);
}

static void
test_memory_of_the_server_is_the_beginning (void)
{
  World world;

  world_init (&world, 8);
  run (&world, limited_connections, 0.02);
  g_assert_cmpuint (world.pace.wanted, ==, 8);
  run (&world, limited_connections, 1);
  g_assert_cmpuint (world.pace.wanted, ==, 16);
}

static void
test_maximum_holds_at_once (void)
{
  World world;

  world_init (&world, 1);
  run (&world, limited_connections, 1);
  world.view.maximum = 3;
  g_assert_cmpuint (bgd_pace_decide (&world.pace, &world.view, &world.next), ==, 3);
  world.view.maximum = 1;
  g_assert_cmpuint (bgd_pace_decide (&world.pace, &world.view, &world.next), ==, 1);
  g_assert_cmpint (world.next, ==, 0);
}

static void
test_nothing_is_learned_while_we_are_too_slow (void)
{
  World world;

  world_init (&world, 1);
  world.view.is_full = TRUE;
  run (&world, limited_connections, 60);
  g_assert_cmpuint (world.most, ==, 1);
}

static void
test_nothing_grows_where_nothing_comes (void)
{
  World world;

  world_init (&world, 1);
  run (&world, silent, 60);
  g_assert_cmpuint (world.most, ==, 1);
}

static void
test_last_moment_is_too_late (void)
{
  World world;

  world_init (&world, 1);
  world.view.left = 100000;
  run (&world, limited_connections, 60);
  g_assert_cmpuint (world.most, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/pace/grows-to-the-maximum-while-it-pays",
                   test_grows_to_the_maximum_while_it_pays);
  g_test_add_func ("/pace/goes-back-when-it-does-not-pay", test_goes_back_when_it_does_not_pay);
  g_test_add_func ("/pace/stops-where-more-bring-nothing", test_stops_where_more_bring_nothing);
  g_test_add_func ("/pace/memory-of-the-server-is-the-beginning",
                   test_memory_of_the_server_is_the_beginning);
  g_test_add_func ("/pace/maximum-holds-at-once", test_maximum_holds_at_once);
  g_test_add_func ("/pace/nothing-is-learned-while-we-are-too-slow",
                   test_nothing_is_learned_while_we_are_too_slow);
  g_test_add_func ("/pace/nothing-grows-where-nothing-comes",
                   test_nothing_grows_where_nothing_comes);
  g_test_add_func ("/pace/last-moment-is-too-late", test_last_moment_is_too_late);

  return g_test_run ();
}
