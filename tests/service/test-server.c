/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what all transfers share of a server: places, turns and what was learned. */
#include "config.h"

#include "bgd-server.h"

#define URL "http://127.0.0.1:1/a"
#define NOW (1000 * (gint64) G_USEC_PER_SEC)

static void
take_place (gpointer user_data)
{
  guint *calls = user_data;

  (*calls)++;
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_address_names_its_server (void)
{
  g_autoptr (BgdServer) server = bgd_server_get ("http://Example.org/a?b#c");
  g_autoptr (BgdServer) same = bgd_server_get ("HTTP://example.ORG/other");
  g_autoptr (BgdServer) other_port = bgd_server_get ("http://example.org:8080/a");
  g_autoptr (BgdServer) other_scheme = bgd_server_get ("https://example.org/a");

  g_assert_true (server == same);
  g_assert_true (server != other_port);
  g_assert_true (server != other_scheme);
}

static void
test_places_are_limited_over_all_files (void)
{
  g_autoptr (BgdServer) server = bgd_server_get (URL);
  guint calls = 0;

  bgd_server_set_maximum (2);
  g_assert_true (bgd_server_take (server, 0));
  g_assert_true (bgd_server_take (server, 0));
  g_assert_false (bgd_server_take (server, 0));
  g_assert_true (bgd_server_take (server, 3)); /* somebody insists */

  g_assert_false (bgd_server_is_crowded (server));
  bgd_server_wait (server, take_place, &calls);
  g_assert_true (bgd_server_is_crowded (server));

  bgd_server_give (server);
  iterate ();
  g_assert_cmpuint (calls, ==, 0); /* there still are as many as may be */

  bgd_server_give (server);
  g_assert_cmpuint (calls, ==, 0); /* never in the middle of something */
  iterate ();
  g_assert_cmpuint (calls, ==, 1);
  g_assert_false (bgd_server_is_crowded (server));

  bgd_server_give (server);
  iterate ();
  g_assert_cmpuint (calls, ==, 1);
  bgd_server_set_maximum (BGD_SERVER_CONNECTIONS);
}

static void
test_who_stops_waiting_is_not_called (void)
{
  g_autoptr (BgdServer) server = bgd_server_get (URL);
  guint first = 0;
  guint second = 0;

  bgd_server_set_maximum (1);
  g_assert_true (bgd_server_take (server, 0));
  bgd_server_wait (server, take_place, &first);
  bgd_server_wait (server, take_place, &second);
  bgd_server_stop_waiting (server, &first);
  bgd_server_give (server);
  iterate ();
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (second, ==, 1);

  /* A higher limit is a place, too. */
  g_assert_true (bgd_server_take (server, 0));
  bgd_server_wait (server, take_place, &first);
  bgd_server_set_maximum (BGD_SERVER_CONNECTIONS);
  iterate ();
  g_assert_cmpuint (first, ==, 1);
  bgd_server_give (server);
}

static void
test_files_get_fair_shares (void)
{
  g_autoptr (BgdServer) server = bgd_server_get (URL);

  bgd_server_set_maximum (16);
  bgd_server_enter (server);
  g_assert_cmpuint (bgd_server_get_share (server), ==, 16);
  for (guint i = 1; i < 4; i++)
    bgd_server_enter (server);
  g_assert_cmpuint (bgd_server_get_share (server), ==, 4);
  for (guint i = 4; i < 100; i++)
    bgd_server_enter (server);
  g_assert_cmpuint (bgd_server_get_share (server), ==, 1);
  for (guint i = 0; i < 100; i++)
    bgd_server_leave (server);
}

static void
test_lessons_are_forgotten_in_time (void)
{
  g_autoptr (BgdServer) server = bgd_server_get (URL);

  g_assert_cmpuint (bgd_server_get_useful (server, NOW), ==, 0);
  bgd_server_set_useful (server, 8, NOW);
  bgd_server_set_limit (server, 3, NOW);
  g_assert_cmpuint (bgd_server_get_useful (server, NOW + 1), ==, 8);
  g_assert_cmpuint (bgd_server_get_limit (server, NOW + 1), ==, 3);
  g_assert_cmpuint (bgd_server_get_useful (server, 2 * NOW), ==, 0);
  g_assert_cmpuint (bgd_server_get_limit (server, 2 * NOW), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/server/address-names-its-server", test_address_names_its_server);
  g_test_add_func ("/server/places-are-limited-over-all-files",
                   test_places_are_limited_over_all_files);
  g_test_add_func ("/server/who-stops-waiting-is-not-called", test_who_stops_waiting_is_not_called);
  g_test_add_func ("/server/files-get-fair-shares", test_files_get_fair_shares);
  g_test_add_func ("/server/lessons-are-forgotten-in-time", test_lessons_are_forgotten_in_time);

  return g_test_run ();
}
