/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sending end of a connection, as the kernel sees it: what has gone, and how much waits for its
 * turn. */
#include "config.h"

#include "bgd-outlet.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

#include "bgd-interface.h"

/* Bytes that may wait in the kernel beside those that are on their way. What waits there cannot be
 * held back any more: without this it would be as much again as is on its way. */
#define WAITING (128 * 1024)

/* As many as the system says. */
#define ANY 0

static gboolean
look (const BgdOutlet *self, struct tcp_info *info)
{
  socklen_t length = sizeof *info;

  *info = (struct tcp_info){ 0 };

  /* Linux 4.19 is the first to count the bytes that were sent. */
  return getsockopt (g_socket_get_fd (self->socket), IPPROTO_TCP, TCP_INFO, info, &length) == 0 &&
         length >= offsetof (struct tcp_info, tcpi_bytes_retrans);
}

static void
set_waiting (const BgdOutlet *self, int bytes)
{
  setsockopt (g_socket_get_fd (self->socket), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &bytes, sizeof bytes);
}

/**
 * bgd_outlet_init:
 * @socket: of a connection
 *
 * Returns: whether the kernel tells what it has to
 */
gboolean
bgd_outlet_init (BgdOutlet *self, GSocket *socket)
{
  struct tcp_info info;

  *self = (BgdOutlet){ .socket = socket, .headers = bgd_interface_get_headers (socket) };

  return look (self, &info);
}

/* Bytes that have gone over the line for it since the last time, with their headers, and again if
 * they were lost. */
guint64
bgd_outlet_count (BgdOutlet *self)
{
  struct tcp_info info;

  if (!look (self, &info))
    return 0;

  guint64 bytes = info.tcpi_bytes_sent - self->bytes;
  guint32 segments = info.tcpi_segs_out - self->segments;

  self->bytes = info.tcpi_bytes_sent;
  self->segments = info.tcpi_segs_out;

  return bytes + (guint64) segments * self->headers;
}

/* What goes from now on is to be counted, and does not wait in the kernel. */
void
bgd_outlet_begin (BgdOutlet *self)
{
  bgd_outlet_count (self);
  set_waiting (self, WAITING);
}

void
bgd_outlet_end (BgdOutlet *self)
{
  set_waiting (self, ANY);
}
