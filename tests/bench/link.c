/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long cable: two network namespaces, and between them delay, a rate and losses.
 *
 * Each end is a TUN device in a namespace of its own, so that every packet that is delayed or lost
 * is one of the size that a real network carries; and everything is gone when this process ends. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define MTU 1500
#define PLACES 65536 /* packets on the way in one direction */

typedef struct
{
  int64_t due; /* monotonic nanoseconds */
  uint16_t length;
  char bytes[MTU];
} Packet;

/* One direction. */
typedef struct
{
  Packet *packets; /* a ring of PLACES */
  unsigned head;
  unsigned count;
  int64_t free_at; /* when the last packet has been put on the cable */
  int from;
  int to;
} Lane;

/* What the cable is like. */
typedef struct
{
  int64_t delay;   /* nanoseconds, one way */
  double rate;     /* bits per second */
  uint32_t loss;   /* packets in a million, in each direction */
  int64_t backlog; /* nanoseconds that a packet waits for the cable at most */
} Cable;

static uint64_t chance = 88172645463325252u; /* the same losses each time */

static void
fail (const char *what)
{
  perror (what);
  exit (1);
}

/* xorshift64: enough for losses. */
static uint32_t
next_chance (void)
{
  chance ^= chance << 13;
  chance ^= chance >> 7;
  chance ^= chance << 17;
  return (uint32_t) ((chance >> 20) % 1000000);
}

static int64_t
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (int64_t) time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Returns the device; this process stays in the namespace that it made for it. */
static int
open_end (int *name_space)
{
  struct ifreq request = { .ifr_name = "cable" };
  int fd;

  if (unshare (CLONE_NEWNET) != 0)
    fail ("unshare");

  *name_space = open ("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  fd = open ("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;

  if (*name_space < 0 || fd < 0 || ioctl (fd, TUNSETIFF, &request) != 0)
    fail ("/dev/net/tun");

  return fd;
}

static void
take_in (Lane *lane, const Cable *cable, int64_t time)
{
  for (;;)
    {
      Packet *packet = &lane->packets[(lane->head + lane->count) % PLACES];
      ssize_t length;

      if (lane->count == PLACES)
        return;

      length = read (lane->from, packet->bytes, sizeof packet->bytes);

      if (length <= 0)
        return; /* EAGAIN, or the device is not up yet */

      if (next_chance () < cable->loss || lane->free_at - time > cable->backlog)
        continue;

      if (lane->free_at < time)
        lane->free_at = time;

      lane->free_at += (int64_t) ((double) length * 8e9 / cable->rate);
      packet->due = lane->free_at + cable->delay;
      packet->length = (uint16_t) length;
      lane->count++;
    }
}

/* Returns when to look again, or INT64_MAX. */
static int64_t
let_out (Lane *lane, int64_t time)
{
  while (lane->count > 0)
    {
      const Packet *packet = &lane->packets[lane->head];

      if (packet->due > time)
        return packet->due;

      /* A device that is full or down loses it, as any other would. */
      if (write (lane->to, packet->bytes, packet->length) < 0 && errno != EAGAIN && errno != EIO)
        fail ("write");

      lane->head = (lane->head + 1) % PLACES;
      lane->count--;
    }

  return INT64_MAX;
}

static void
carry (Lane *lanes, const Cable *cable)
{
  struct pollfd ends[2] = { { .fd = lanes[0].from, .events = POLLIN },
                            { .fd = lanes[1].from, .events = POLLIN } };

  for (;;)
    {
      int64_t time = now ();
      int64_t next = INT64_MAX;
      struct timespec wait;

      for (int i = 0; i < 2; i++)
        {
          int64_t due;

          take_in (&lanes[i], cable, time);
          due = let_out (&lanes[i], time);
          next = due < next ? due : next;
        }

      if (next != INT64_MAX)
        {
          int64_t left = next - now ();

          left = left > 0 ? left : 0;
          wait.tv_sec = left / 1000000000;
          wait.tv_nsec = left % 1000000000;
        }

      if (ppoll (ends, 2, next == INT64_MAX ? NULL : &wait, NULL) < 0 && errno != EINTR)
        fail ("ppoll");
    }
}

int
main (int argc, char *argv[])
{
  Lane lanes[2] = { 0 };
  Cable cable;
  int spaces[2];
  int devices[2];

  if (argc != 5)
    {
      fprintf (stderr, "usage: link ROUND-TRIP-MS MBIT-PER-SECOND LOST-PER-MILLION QUEUE-MS\n");
      return 2;
    }

  prctl (PR_SET_PDEATHSIG, SIGTERM);
  prctl (PR_SET_TIMERSLACK, 1);
  cable.delay = strtoll (argv[1], NULL, 10) * 1000000 / 2;
  cable.rate = strtod (argv[2], NULL) * 1e6;
  cable.loss = (uint32_t) strtoul (argv[3], NULL, 10);
  cable.backlog = strtoll (argv[4], NULL, 10) * 1000000;

  for (int i = 0; i < 2; i++)
    {
      devices[i] = open_end (&spaces[i]);
      lanes[i].packets = calloc (PLACES, sizeof (Packet));

      if (lanes[i].packets == NULL)
        fail ("calloc");
    }

  for (int i = 0; i < 2; i++)
    {
      lanes[i].from = devices[i];
      lanes[i].to = devices[1 - i];
    }

  /* The descriptors of both namespaces, for nsenter --net=/proc/PID/fd/N. */
  printf ("%d %d\n", spaces[0], spaces[1]);
  fflush (stdout);
  carry (lanes, &cable);

  return 0;
}
