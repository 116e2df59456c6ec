/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the host: the real one, and the one that other tests put in its place. */
#include "config.h"

#include "bgd-host-system.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "fake-host.h"

static void
count (BgdHost *host, guint *counter)
{
  (*counter)++;
}

static BgdHost *
new_system (void)
{
  g_autoptr (GError) error = NULL;
  BgdHost *host = bgd_host_system_new (&error);

  g_assert_no_error (error);
  return host;
}

/* The test runner has the patience. */
static void
wait_for (const guint *counter, guint value)
{
  while (*counter < value)
    g_main_context_iteration (NULL, TRUE);
}

/* Everything that is ready now has had its turn. */
static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_system_clocks_tell_the_time (void)
{
  g_autoptr (BgdHost) host = new_system ();
  gint64 before = g_get_real_time ();
  gint64 first = bgd_host_get_monotonic (host);
  gint64 real = bgd_host_get_real (host);
  gint64 second = bgd_host_get_monotonic (host);
  gint64 after = g_get_real_time ();

  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (second, >=, first);
  g_assert_cmpint (real, >=, before);
  g_assert_cmpint (real, <=, after);
  /* The time asleep counts: it is never behind the clock that stops. */
  g_assert_cmpint (bgd_host_get_monotonic (host), >=, g_get_monotonic_time () - G_USEC_PER_SEC);
}

static void
test_system_random_stays_in_range (void)
{
  g_autoptr (BgdHost) host = new_system ();

  for (guint i = 0; i < 1000; i++)
    {
      double random = bgd_host_get_random (host);

      g_assert_cmpfloat (random, >=, 0.0);
      g_assert_cmpfloat (random, <, 1.0);
    }
}

static void
test_system_alarm_rings_once_and_not_early (void)
{
  g_autoptr (BgdHost) host = new_system ();
  gint64 due = bgd_host_get_monotonic (host) + 20 * G_TIME_SPAN_MILLISECOND;
  guint rings = 0;

  g_signal_connect (host, "alarm", G_CALLBACK (count), &rings);
  bgd_host_set_alarm (host, due);
  wait_for (&rings, 1);
  g_assert_cmpint (bgd_host_get_monotonic (host), >=, due);

  settle ();
  g_assert_cmpuint (rings, ==, 1);
}

static void
test_system_alarm_in_the_past_rings_at_once (void)
{
  g_autoptr (BgdHost) host = new_system ();
  guint rings = 0;

  g_signal_connect (host, "alarm", G_CALLBACK (count), &rings);

  bgd_host_set_alarm (host, 1);
  wait_for (&rings, 1);

  bgd_host_set_alarm (host, -1);
  wait_for (&rings, 2);
}

static void
test_system_alarm_replaces_the_one_before (void)
{
  g_autoptr (BgdHost) host = new_system ();
  gint64 now = bgd_host_get_monotonic (host);
  guint rings = 0;

  g_signal_connect (host, "alarm", G_CALLBACK (count), &rings);

  bgd_host_set_alarm (host, now);
  bgd_host_set_alarm (host, now + G_TIME_SPAN_DAY);
  settle ();
  g_assert_cmpuint (rings, ==, 0);

  bgd_host_set_alarm (host, now);
  bgd_host_set_alarm (host, 0);
  settle ();
  g_assert_cmpuint (rings, ==, 0);
}

static gboolean
clear_alarm (BgdHost **host)
{
  bgd_host_set_alarm (*host, 0);
  return G_SOURCE_REMOVE;
}

static void
test_system_alarm_that_has_woken_us_can_be_cleared (void)
{
  g_autoptr (BgdHost) host = NULL;
  guint rings = 0;

  /* Of one priority and older, so that it runs first when both are ready. */
  g_idle_add_full (G_PRIORITY_DEFAULT, G_SOURCE_FUNC (clear_alarm), &host, NULL);

  host = new_system ();
  g_signal_connect (host, "alarm", G_CALLBACK (count), &rings);
  bgd_host_set_alarm (host, 1);

  settle ();
  g_assert_cmpuint (rings, ==, 0);
}

static void
drop (BgdHost *host, BgdHost **owner)
{
  g_clear_object (owner);
}

static void
test_system_host_may_go_while_its_alarm_rings (void)
{
  BgdHost *host = new_system ();
  gpointer watch = host;

  g_object_add_weak_pointer (G_OBJECT (host), &watch);
  g_signal_connect (host, "alarm", G_CALLBACK (drop), &host);
  bgd_host_set_alarm (host, 1);

  while (host != NULL)
    g_main_context_iteration (NULL, TRUE);

  settle ();
  g_assert_null (watch);
}

static void
test_system_network_is_that_of_the_monitor (void)
{
  g_autoptr (BgdHost) host = new_system ();
  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  guint changes = 0;

  g_assert_cmpint (bgd_host_is_online (host), ==,
                   g_network_monitor_get_network_available (monitor));

  g_signal_connect (host, "network-changed", G_CALLBACK (count), &changes);
  g_signal_emit_by_name (monitor, "network-changed", FALSE);
  g_assert_cmpuint (changes, ==, 1);

  g_assert_finalize_object (g_steal_pointer (&host));
  g_signal_emit_by_name (monitor, "network-changed", FALSE);
  g_assert_cmpuint (changes, ==, 1);
}

static void
test_system_hears_of_the_network_in_both_ways (void)
{
  g_autoptr (BgdHost) host = new_system ();
  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  guint changes = 0;

  g_signal_connect (host, "network-changed", G_CALLBACK (count), &changes);
  g_signal_emit_by_name (monitor, "network-changed", TRUE);
  g_assert_cmpuint (changes, ==, 1);
  g_object_notify (G_OBJECT (monitor), "network-available");
  g_assert_cmpuint (changes, ==, 2);
}

static void
test_system_disk_has_its_room (void)
{
  g_autoptr (BgdHost) host = new_system ();
  g_autofree char *bytes = g_strnfill (100000, 'x');
  g_autofree char *directory = g_dir_make_tmp ("ferry-host-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "file", NULL);
  BgdSpace space = { 0 }, other = { 0 };

  g_assert_true (bgd_host_get_free_space (host, directory, &space));
  g_assert_cmpuint (space.size, >, 0);
  g_assert_cmpuint (space.free, <=, space.size);
  g_assert_false (bgd_host_get_free_space (host, "/nonexistent", &other));

  g_assert_cmpuint (bgd_host_get_allocated (host, directory, "file"), ==, 0);
  g_assert_true (g_file_set_contents (path, bytes, -1, NULL));
  g_assert_cmpuint (bgd_host_get_allocated (host, directory, "file"), >, 0);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink ("/bin/sh", path), ==, 0);
  g_assert_cmpuint (bgd_host_get_allocated (host, directory, "file"), ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

static void
test_fake_clocks_stand_until_they_are_turned (void)
{
  g_autoptr (FakeHost) fake = fake_host_new ();
  BgdHost *host = BGD_HOST (fake);
  gint64 monotonic = bgd_host_get_monotonic (host);
  gint64 real = bgd_host_get_real (host);

  g_assert_cmpint (monotonic, >, 0);
  g_assert_cmpint (bgd_host_get_monotonic (host), ==, monotonic);

  fake_host_advance (fake, 5);
  g_assert_cmpint (bgd_host_get_monotonic (host), ==, monotonic + 5);
  g_assert_cmpint (bgd_host_get_real (host), ==, real + 5);

  fake_host_set_real (fake, 7);
  g_assert_cmpint (bgd_host_get_real (host), ==, 7);
  g_assert_cmpint (bgd_host_get_monotonic (host), ==, monotonic + 5);
}

static void
on_alarm_set_the_next (BgdHost *host, GArray *times)
{
  gint64 now = bgd_host_get_monotonic (host);

  g_array_append_val (times, now);
  bgd_host_set_alarm (host, now + 10);
}

static void
test_fake_alarm_rings_when_the_clock_passes (void)
{
  g_autoptr (FakeHost) fake = fake_host_new ();
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  BgdHost *host = BGD_HOST (fake);
  gint64 start = bgd_host_get_monotonic (host);

  g_signal_connect (host, "alarm", G_CALLBACK (on_alarm_set_the_next), times);
  bgd_host_set_alarm (host, start + 10);

  fake_host_advance (fake, 9);
  g_assert_cmpuint (times->len, ==, 0);

  fake_host_advance (fake, 16);
  g_assert_cmpuint (times->len, ==, 2);
  g_assert_cmpint (g_array_index (times, gint64, 0), ==, start + 10);
  g_assert_cmpint (g_array_index (times, gint64, 1), ==, start + 20);
  g_assert_cmpint (fake_host_get_alarm (fake), ==, start + 30);
  g_assert_cmpint (bgd_host_get_monotonic (host), ==, start + 25);

  bgd_host_set_alarm (host, 0);
  fake_host_advance (fake, 1000);
  g_assert_cmpuint (times->len, ==, 2);
}

static void
test_fake_network_is_switched_by_hand (void)
{
  g_autoptr (FakeHost) fake = fake_host_new ();
  BgdHost *host = BGD_HOST (fake);
  guint changes = 0;

  g_signal_connect (host, "network-changed", G_CALLBACK (count), &changes);
  g_assert_true (bgd_host_is_online (host));

  fake_host_set_online (fake, FALSE);
  g_assert_false (bgd_host_is_online (host));
  g_assert_cmpuint (changes, ==, 1);
}

static void
test_fake_random_is_what_the_test_says (void)
{
  g_autoptr (FakeHost) fake = fake_host_new ();

  g_assert_cmpfloat (bgd_host_get_random (BGD_HOST (fake)), ==, 0.5);
  fake_host_set_random (fake, 0.25);
  g_assert_cmpfloat (bgd_host_get_random (BGD_HOST (fake)), ==, 0.25);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/host/system-clocks-tell-the-time", test_system_clocks_tell_the_time);
  g_test_add_func ("/host/system-random-stays-in-range", test_system_random_stays_in_range);
  g_test_add_func ("/host/system-alarm-rings-once-and-not-early",
                   test_system_alarm_rings_once_and_not_early);
  g_test_add_func ("/host/system-alarm-in-the-past-rings-at-once",
                   test_system_alarm_in_the_past_rings_at_once);
  g_test_add_func ("/host/system-alarm-replaces-the-one-before",
                   test_system_alarm_replaces_the_one_before);
  g_test_add_func ("/host/system-alarm-that-has-woken-us-can-be-cleared",
                   test_system_alarm_that_has_woken_us_can_be_cleared);
  g_test_add_func ("/host/system-host-may-go-while-its-alarm-rings",
                   test_system_host_may_go_while_its_alarm_rings);
  g_test_add_func ("/host/system-network-is-that-of-the-monitor",
                   test_system_network_is_that_of_the_monitor);
  g_test_add_func ("/host/system-hears-of-the-network-in-both-ways",
                   test_system_hears_of_the_network_in_both_ways);
  g_test_add_func ("/host/system-disk-has-its-room", test_system_disk_has_its_room);
  g_test_add_func ("/host/fake-clocks-stand-until-they-are-turned",
                   test_fake_clocks_stand_until_they_are_turned);
  g_test_add_func ("/host/fake-alarm-rings-when-the-clock-passes",
                   test_fake_alarm_rings_when_the_clock_passes);
  g_test_add_func ("/host/fake-network-is-switched-by-hand", test_fake_network_is_switched_by_hand);
  g_test_add_func ("/host/fake-random-is-what-the-test-says",
                   test_fake_random_is_what_the_test_says);

  return g_test_run ();
}
