/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what the kernel tells of a connection that sends. */
#include "config.h"

#include "bgd-outlet.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define PIECE 65536

/* The last piece is taken while there is room for a byte. */
#define MOST_WAITING (128 * 1024 + PIECE)

typedef struct
{
  GSocketConnection *near; /* (owned) */
  GSocketConnection *far;  /* (owned) */
  GSocket *socket;
  BgdOutlet outlet;
} Way;

static void
way_init (Way *self)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  g_assert_no_error (error);
  self->near = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);
  g_assert_no_error (error);
  self->far = g_socket_listener_accept (listener, NULL, NULL, &error);
  g_assert_no_error (error);

  self->socket = g_socket_connection_get_socket (self->near);
  g_socket_set_blocking (self->socket, FALSE);
  g_assert_true (bgd_outlet_init (&self->outlet, self->socket));
}

static void
way_clear (Way *self)
{
  g_object_unref (self->near);
  g_object_unref (self->far);
}

/* Returns what the socket took. */
static gsize
send_some (Way *self, gsize length)
{
  static const char zeros[PIECE];
  g_autoptr (GError) error = NULL;
  gssize n = g_socket_send (self->socket, zeros, length, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return 0;
  g_assert_no_error (error);

  return (gsize) n;
}

/* Bytes that wait when the socket takes no more, while nobody reads. */
static int
fill (Way *self)
{
  int waiting = -1;

  while (send_some (self, PIECE) > 0)
    ;
  g_assert_cmpint (ioctl (g_socket_get_fd (self->socket), SIOCOUTQNSD, &waiting), ==, 0);

  return waiting;
}

static void
receive (Way *self, gsize length)
{
  g_autofree char *buffer = g_malloc (length);
  g_autoptr (GError) error = NULL;
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (self->far));

  g_assert_true (g_input_stream_read_all (stream, buffer, length, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_what_goes_is_counted_once (void)
{
  Way way;

  way_init (&way);
  g_assert_cmpuint (send_some (&way, 1000), ==, 1000);
  receive (&way, 1000);
  bgd_outlet_begin (&way.outlet);
  g_assert_cmpuint (bgd_outlet_count (&way.outlet), ==, 0);

  g_assert_cmpuint (send_some (&way, 20000), ==, 20000);
  receive (&way, 20000);

  guint64 counted = bgd_outlet_count (&way.outlet);

  g_assert_cmpuint (counted, >, 20000);
  g_assert_cmpuint (counted, <, 25000);
  g_assert_cmpuint (bgd_outlet_count (&way.outlet), ==, 0);
  way_clear (&way);
}

static void
test_little_waits_in_the_kernel (void)
{
  Way way;
  int bound = -1;
  socklen_t length = sizeof bound;

  way_init (&way);
  bgd_outlet_begin (&way.outlet);
  g_assert_cmpint (fill (&way), <=, MOST_WAITING);

  /* … but only as long as somebody has to be let by: then it is the system's affair again. */
  bgd_outlet_end (&way.outlet);
  g_assert_cmpint (getsockopt (g_socket_get_fd (way.socket), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &bound,
                               &length),
                   ==, 0);
  g_assert_cmpint (bound, ==, 0);
  way_clear (&way);
}

static void
test_what_is_closed_counts_no_more (void)
{
  Way way;

  way_init (&way);
  g_assert_cmpuint (send_some (&way, 1000), ==, 1000);
  g_assert_true (g_socket_close (way.socket, NULL));
  g_assert_cmpuint (bgd_outlet_count (&way.outlet), ==, 0);
  bgd_outlet_end (&way.outlet);
  way_clear (&way);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/outlet/what-goes-is-counted-once", test_what_goes_is_counted_once);
  g_test_add_func ("/outlet/little-waits-in-the-kernel", test_little_waits_in_the_kernel);
  g_test_add_func ("/outlet/what-is-closed-counts-no-more", test_what_is_closed_counts_no_more);

  return g_test_run ();
}
