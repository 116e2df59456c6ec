/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what interfaces have counted, and which one a connection uses. */
#include "config.h"

#include "bgd-interface.h"

static const char table[] =
    "Inter-|   Receive                                                |  Transmit\n"
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs\n"
    "    lo: 1234567     1000    0    0    0     0          0         0  7654321     1000    0\n"
    "  eth0:18446744073709551615 1000 0    0    0     0          0         0       99        9    "
    "0\n"
    "eth0:1: 77 1 0 0 0 0 0 0 88 1 0\n"
    "wlan0: 42 1 0 0 0 0 0 0 43 1 0\n"
    "wwan0:\n"
    "nonsense";

static void
test_counters_are_those_of_the_interface (void)
{
  static const struct
  {
    const char *interface;
    guint64 received;
    guint64 sent;
  } rows[] = {
    { "lo", 1234567, 7654321 },
    { "eth0", G_MAXUINT64, 99 },
    { "eth0:1", 77, 88 },
    { "wlan0", 42, 43 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 bytes = 0;

      g_assert_true (bgd_interface_parse_counters (table, rows[i].interface, BGD_INCOMING, &bytes));
      g_assert_cmpuint (bytes, ==, rows[i].received);
      g_assert_true (bgd_interface_parse_counters (table, rows[i].interface, BGD_OUTGOING, &bytes));
      g_assert_cmpuint (bytes, ==, rows[i].sent);
    }
}

static void
test_what_is_not_there_has_no_counters (void)
{
  static const char *const interfaces[] = { "eth", "lan0", "wwan0", "nonsense", "", " face " };

  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    {
      guint64 bytes;

      g_assert_false (bgd_interface_parse_counters (table, interfaces[i], BGD_INCOMING, &bytes));
      g_assert_false (bgd_interface_parse_counters (table, interfaces[i], BGD_OUTGOING, &bytes));
      g_assert_false (bgd_interface_parse_counters ("", interfaces[i], BGD_INCOMING, &bytes));
    }
}

static void
test_a_row_that_ends_early_has_only_what_it_has (void)
{
  static const char row[] = "eth0: 1 2 3 4 5 6 7 8\n";
  guint64 bytes = 0;

  g_assert_true (bgd_interface_parse_counters (row, "eth0", BGD_INCOMING, &bytes));
  g_assert_cmpuint (bytes, ==, 1);
  g_assert_false (bgd_interface_parse_counters (row, "eth0", BGD_OUTGOING, &bytes));
  g_assert_cmpuint (bytes, ==, 1);
}

/* The kernel's own table has what this expects. */
static void
test_this_machine_has_counters_of_loopback (void)
{
  g_autofree char *own = NULL;
  guint64 bytes;

  if (!g_file_get_contents ("/proc/net/dev", &own, NULL, NULL))
    {
      g_test_skip ("There is no /proc/net/dev");
      return;
    }

  g_assert_true (bgd_interface_parse_counters (own, "lo", BGD_INCOMING, &bytes));
  g_assert_true (bgd_interface_parse_counters (own, "lo", BGD_OUTGOING, &bytes));
}

static void
test_loopback_is_none (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  g_assert_no_error (error);

  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);

  g_assert_no_error (error);
  g_assert_null (bgd_interface_find (g_socket_connection_get_socket (connection)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/interface/counters-are-those-of-the-interface",
                   test_counters_are_those_of_the_interface);
  g_test_add_func ("/interface/what-is-not-there-has-no-counters",
                   test_what_is_not_there_has_no_counters);
  g_test_add_func ("/interface/a-row-that-ends-early-has-only-what-it-has",
                   test_a_row_that_ends_early_has_only_what_it_has);
  g_test_add_func ("/interface/this-machine-has-counters-of-loopback",
                   test_this_machine_has_counters_of_loopback);
  g_test_add_func ("/interface/loopback-is-none", test_loopback_is_none);

  return g_test_run ();
}
