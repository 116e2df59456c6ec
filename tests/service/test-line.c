/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is read of interfaces, and of connections that need no manners. */
#include "config.h"

#include "bgd-line.h"

static const char table[] =
    "Inter-|   Receive                                                |  Transmit\n"
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs\n"
    "    lo: 1234567     1000    0    0    0     0          0         0  1234567     1000    0\n"
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
    guint64 bytes;
  } rows[] = {
    { "lo", 1234567 },
    { "eth0", G_MAXUINT64 },
    { "eth0:1", 77 },
    { "wlan0", 42 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 bytes = 0;

      g_assert_true (bgd_line_parse_counters (table, rows[i].interface, &bytes));
      g_assert_cmpuint (bytes, ==, rows[i].bytes);
    }
}

static void
test_what_is_not_there_has_no_counters (void)
{
  static const char *const interfaces[] = { "eth", "lan0", "wwan0", "nonsense", "", " face " };

  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    {
      guint64 bytes = 0;

      g_assert_false (bgd_line_parse_counters (table, interfaces[i], &bytes));
      g_assert_false (bgd_line_parse_counters ("", interfaces[i], &bytes));
    }
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

  g_assert_true (bgd_line_parse_counters (own, "lo", &bytes));
}

static void
test_nobody_is_in_the_way_on_loopback (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  g_assert_no_error (error);

  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);

  g_assert_no_error (error);
  g_assert_null (bgd_line_find_interface (g_socket_connection_get_socket (connection)));
  g_assert_null (bgd_line_join (g_socket_connection_get_socket (connection)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/line/counters-are-those-of-the-interface",
                   test_counters_are_those_of_the_interface);
  g_test_add_func ("/line/what-is-not-there-has-no-counters",
                   test_what_is_not_there_has_no_counters);
  g_test_add_func ("/line/this-machine-has-counters-of-loopback",
                   test_this_machine_has_counters_of_loopback);
  g_test_add_func ("/line/nobody-is-in-the-way-on-loopback", test_nobody_is_in_the_way_on_loopback);

  return g_test_run ();
}
