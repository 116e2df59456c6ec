/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of connections that need no manners. */
#include "config.h"

#include "bgd-line.h"

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

  GSocket *socket = g_socket_connection_get_socket (connection);

  g_assert_null (bgd_line_join (socket, BGD_INCOMING));
  g_assert_null (bgd_line_join (socket, BGD_OUTGOING));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/line/nobody-is-in-the-way-on-loopback", test_nobody_is_in_the_way_on_loopback);

  return g_test_run ();
}
