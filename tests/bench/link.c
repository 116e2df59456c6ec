/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long, narrow and leaky line between two network namespaces, in user space: for kernels that
 * were built without netem. Two tun devices; each packet waits its turn at the given rate, may be
 * dropped, and arrives after the given delay.
 *
 * usage: link NAMESPACE-A ADDRESS-A NAMESPACE-B ADDRESS-B RATE DELAY LOSS
 *
 * ADDRESS is a.b.c.d of a /24; RATE is in bits a second, from A to B and from B to A; DELAY in
 * milliseconds one way; LOSS in per cent of the packets from A to B. Needs root. Prints "ready",
 * and ends when its standard input does. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define MTU 1500
#define SLOTS 65536 /* packets under way in one direction */
#define QUEUE 0.05  /* seconds of packets that wait for their turn; more are dropped */

typedef struct
{
  double due;
  int length;
  unsigned char bytes[MTU];
} Packet;

typedef struct
{
  Packet *packets; /* a ring */
  unsigned head, tail;
  double free_at; /* when the line has sent what it was given */
  double loss;    /* 0 … 1 */
} Direction;

static void
die (const char *what)
{
  fprintf (stderr, "link: %s: %s\n", what, strerror (errno));
  exit (1);
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* A tun device in a namespace, up, with its address. */
static int
open_end (const char *namespace, const char *address)
{
  char path[256];
  struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
  struct sockaddr_in *in = (struct sockaddr_in *) &request.ifr_addr;
  int tun, control;

  snprintf (path, sizeof path, "/run/netns/%s", namespace);
  int space = open (path, O_RDONLY | O_CLOEXEC);
  if (space < 0 || setns (space, CLONE_NEWNET) != 0)
    die (path);
  close (space);

  tun = open ("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tun < 0)
    die ("/dev/net/tun");
  strcpy (request.ifr_name, "line");
  if (ioctl (tun, TUNSETIFF, &request) != 0)
    die ("TUNSETIFF");

  control = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  in->sin_family = AF_INET;
  if (inet_pton (AF_INET, address, &in->sin_addr) != 1 ||
      ioctl (control, SIOCSIFADDR, &request) != 0)
    die (address);
  in->sin_addr.s_addr = htonl (0xffffff00);
  if (ioctl (control, SIOCSIFNETMASK, &request) != 0)
    die ("netmask");
  request.ifr_qlen = 10000;
  if (ioctl (control, SIOCSIFTXQLEN, &request) != 0)
    die ("queue length");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl (control, SIOCSIFFLAGS, &request) != 0)
    die ("up");
  close (control);

  return tun;
}

/* Takes what a device has, and gives it its time of arrival. */
static void
take (int from, Direction *direction, double rate, double delay)
{
  static unsigned char rubbish[MTU];

  for (;;)
    {
      double time = now ();
      bool is_full =
          direction->head - direction->tail == SLOTS || direction->free_at > time + QUEUE;
      Packet *packet = &direction->packets[direction->head % SLOTS];
      ssize_t n = read (from, is_full ? rubbish : packet->bytes, MTU);

      if (n <= 0)
        return;
      if (is_full || drand48 () < direction->loss)
        continue;

      if (direction->free_at < time)
        direction->free_at = time;
      direction->free_at += (double) n * 8 / rate;
      packet->due = direction->free_at + delay;
      packet->length = (int) n;
      direction->head++;
    }
}

static void
deliver (int to, Direction *direction)
{
  double time = now ();

  while (direction->tail != direction->head)
    {
      const Packet *packet = &direction->packets[direction->tail % SLOTS];

      if (packet->due > time)
        return;
      if (write (to, packet->bytes, (size_t) packet->length) < 0 && errno == EAGAIN)
        return;
      direction->tail++;
    }
}

/* Seconds until the next packet is due, at most a second. */
static double
wait_of (const Direction *direction, double most)
{
  if (direction->tail == direction->head)
    return most;

  double wait = direction->packets[direction->tail % SLOTS].due - now ();

  return wait < 0 ? 0 : wait < most ? wait : most;
}

int
main (int argc, char **argv)
{
  if (argc != 8)
    {
      fprintf (stderr, "usage: link SPACE-A ADDRESS-A SPACE-B ADDRESS-B RATE DELAY LOSS\n");
      return 2;
    }

  double rate = atof (argv[5]);
  double delay = atof (argv[6]) / 1000;
  int ends[] = { open_end (argv[1], argv[2]), open_end (argv[3], argv[4]) };
  Direction lines[2] = { { .loss = atof (argv[7]) / 100 }, { .loss = 0 } };

  prctl (PR_SET_TIMERSLACK, 1);
  for (int i = 0; i < 2; i++)
    {
      lines[i].packets = malloc (SLOTS * sizeof (Packet));
      if (lines[i].packets == NULL)
        die ("memory");
    }
  puts ("ready");
  fflush (stdout);

  for (;;)
    {
      struct pollfd polls[] = { { ends[0], POLLIN, 0 }, { ends[1], POLLIN, 0 }, { 0, POLLIN, 0 } };
      double wait = wait_of (&lines[1], wait_of (&lines[0], 1));
      struct timespec time = { .tv_sec = (time_t) wait,
                               .tv_nsec = (long) ((wait - (double) (time_t) wait) * 1e9) };

      if (ppoll (polls, 3, &time, NULL) < 0 && errno != EINTR)
        die ("poll");
      if (polls[2].revents != 0)
        return 0;

      take (ends[0], &lines[0], rate, delay);
      take (ends[1], &lines[1], rate, delay);
      deliver (ends[1], &lines[0]);
      deliver (ends[0], &lines[1]);
    }
}
