/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receiving end of a connection, as the kernel sees it: what has come, and how much more may be
 * on its way. */
#include "config.h"

#include "bgd-intake.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

#include "bgd-interface.h"

/* A new connection has not shown how large its segments are: so many of the largest size come to
 * what it has. What it has shown is forgotten slowly, by so much with each count. */
#define NEW_SEGMENTS 1000.0
#define FORGETTING 0.02

/* While it is held back, so many round trips' worth of bytes are on their way, and some segments. A
 * rate at which these segments alone take a round trip is the least that it can have. */
#define WINDOW_ROUND_TRIPS 1
#define WINDOW_SEGMENTS 2
#define LEAST_SEGMENTS 4
#define NEW_ROUND_TRIP 0.1 /* seconds, until one was seen */

/* Bytes come for so long for a connection that is closed before its end: in seconds. */
#define CUT_ROUND_TRIPS 3
#define SHORTEST_CUT 0.2
#define LONGEST_CUT 1.0

/**
 * bgd_intake_init:
 * @socket: of a connection
 *
 * All that has come so far is counted with the first count.
 *
 * Returns: whether the kernel tells what it has to
 */
gboolean
bgd_intake_init (BgdIntake *self, GSocket *socket)
{
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  *self = (BgdIntake){
    .socket = socket,
    .headers = bgd_interface_get_headers (socket),
    .rtt = NEW_ROUND_TRIP,
  };

  /* Linux 4.6 is the first to count segments. */
  return getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &length) == 0 &&
         length >= offsetof (struct tcp_info, tcpi_data_segs_out);
}

/**
 * bgd_intake_count:
 *
 * Segments and not bytes: those behind a lost one count only when that has come again, and would
 * look like somebody else's until then.
 *
 * Returns: bytes that have come over the line for it since the last time, with their headers
 */
guint64
bgd_intake_count (BgdIntake *self)
{
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  if (getsockopt (g_socket_get_fd (self->socket), IPPROTO_TCP, TCP_INFO, &info, &length) != 0 ||
      info.tcpi_data_segs_in == self->segments)
    return 0;

  guint32 segments = info.tcpi_data_segs_in - self->segments;
  double usual = ((double) info.tcpi_bytes_received + NEW_SEGMENTS * info.tcpi_rcv_mss) /
                 (info.tcpi_data_segs_in + NEW_SEGMENTS);

  self->segments = info.tcpi_data_segs_in;
  self->largest = info.tcpi_rcv_mss;
  /* Those that wait for a lost one have no bytes yet, for a moment. */
  self->usual = MAX (usual, self->usual + (usual - self->usual) * FORGETTING);
  if (info.tcpi_rcv_rtt > 0)
    self->rtt = (double) info.tcpi_rcv_rtt / G_USEC_PER_SEC;
  if (self->window == 0)
    self->promised = info.tcpi_rcv_ssthresh;
  else
    self->promised = MAX (self->promised - segments * self->usual, self->window);

  return (guint64) (segments * (self->usual + self->headers));
}

static int
get_window (BgdIntake *self)
{
  int window = 0;
  socklen_t length = sizeof window;

  getsockopt (g_socket_get_fd (self->socket), IPPROTO_TCP, TCP_WINDOW_CLAMP, &window, &length);

  return window;
}

static void
set_window (BgdIntake *self, int window)
{
  setsockopt (g_socket_get_fd (self->socket), IPPROTO_TCP, TCP_WINDOW_CLAMP, &window,
              sizeof window);
}

/**
 * bgd_intake_hold_back:
 * @rate: bytes a second that may come; 0: any
 *
 * Not to read would hold a sender back only when all buffers here are full, which can take long.
 * What was promised to the sender before may come all the same.
 */
void
bgd_intake_hold_back (BgdIntake *self, double rate)
{
  if (rate > 0)
    {
      if (self->window == 0)
        self->own_window = get_window (self);
      self->window = (int) MIN (WINDOW_ROUND_TRIPS * rate * self->rtt +
                                    (double) WINDOW_SEGMENTS * self->largest,
                                (double) self->own_window);
      set_window (self, self->window);
    }
  else if (self->window != 0)
    {
      set_window (self, MAX (self->own_window, get_window (self)));
      self->window = 0;
    }
}

/* Bytes a second: below, it is not held back well. */
double
bgd_intake_get_least_rate (const BgdIntake *self)
{
  return LEAST_SEGMENTS * self->largest / self->rtt;
}

/* Bytes that are here and should not have come yet. */
guint64
bgd_intake_get_surplus (const BgdIntake *self)
{
  gssize here = g_socket_get_available_bytes (self->socket);

  return here > self->window ? (guint64) (here - self->window) : 0;
}

/* Microseconds in which bytes still come if it is closed before its end. */
gint64
bgd_intake_get_cut_time (const BgdIntake *self)
{
  return (gint64) (CLAMP (CUT_ROUND_TRIPS * self->rtt, SHORTEST_CUT, LONGEST_CUT) * G_USEC_PER_SEC);
}
