/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The yardstick: what a download costs if nothing but recv() and pwrite() is done for it. */
#include "config.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER (256 * 1024)

static char buffer[BUFFER + 1]; /* and a nul, so that the head can be searched as text */

static void
fail (const char *what)
{
  perror (what);
  exit (1);
}

static int
connect_to (const char *address, const char *port)
{
  struct sockaddr_in to = { .sin_family = AF_INET };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  to.sin_port = htons ((unsigned short) strtoul (port, NULL, 10));

  if (fd < 0 || inet_pton (AF_INET, address, &to.sin_addr) != 1 ||
      connect (fd, (struct sockaddr *) &to, sizeof to) != 0)
    fail ("connect");

  return fd;
}

static void
ask (int fd, const char *address, const char *path)
{
  char request[1024];
  int length = snprintf (request, sizeof request,
                         "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, address);

  if (length <= 0 || (size_t) length >= sizeof request ||
      send (fd, request, (size_t) length, 0) != length)
    fail ("send");
}

/* Reads until the head is over. Returns how much of the buffer is the head, and in @filled how much
 * of it is taken. */
static size_t
read_head (int fd, size_t *filled)
{
  const char *end = NULL;

  for (*filled = 0; end == NULL && *filled < BUFFER;)
    {
      ssize_t got = recv (fd, buffer + *filled, BUFFER - *filled, 0);

      if (got <= 0)
        fail ("recv");

      *filled += (size_t) got;
      buffer[*filled] = '\0';
      end = strstr (buffer, "\r\n\r\n");
    }

  if (end == NULL || strncmp (buffer, "HTTP/1.1 200 ", 13) != 0)
    {
      fprintf (stderr, "Not the answer that was hoped for.\n");
      exit (1);
    }

  return (size_t) (end - buffer) + 4;
}

static void
write_all (int fd, const char *bytes, size_t length, off_t offset)
{
  while (length > 0)
    {
      ssize_t written = pwrite (fd, bytes, length, offset);

      if (written <= 0)
        fail ("pwrite");

      bytes += written;
      length -= (size_t) written;
      offset += written;
    }
}

int
main (int argc, char *argv[])
{
  size_t filled;
  size_t head;
  off_t offset;
  ssize_t got;
  int from;
  int to;

  if (argc < 5)
    {
      fprintf (stderr, "usage: raw ADDRESS PORT PATH FILE [sync]\n");
      return 2;
    }

  from = connect_to (argv[1], argv[2]);
  to = open (argv[4], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (to < 0)
    fail (argv[4]);

  ask (from, argv[1], argv[3]);
  head = read_head (from, &filled);
  offset = (off_t) (filled - head);
  write_all (to, buffer + head, filled - head, 0);

  while ((got = recv (from, buffer, BUFFER, 0)) > 0)
    {
      write_all (to, buffer, (size_t) got, offset);
      offset += got;
    }

  if (got < 0)
    fail ("recv");

  if (argc > 5 && fdatasync (to) != 0)
    fail ("fdatasync");

  return close (to) == 0 ? 0 : 1;
}
