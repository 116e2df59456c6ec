/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network interfaces of this machine: which one a connection uses, and what it counts. */
#include "config.h"

#include "bgd-interface.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* What a card counts for a packet beside its bytes for us: Ethernet, IP, and TCP with a time. A
 * little more or less does not matter. */
#define IPV4_HEADERS 66
#define IPV6_HEADERS 86

/* Numbers of a row before its bytes that were sent. */
#define OF_RECEIVED 8

static gboolean
has_address (const struct sockaddr *one, const struct sockaddr *other)
{
  if (one == NULL || one->sa_family != other->sa_family)
    return FALSE;
  if (one->sa_family == AF_INET)
    return ((const struct sockaddr_in *) one)->sin_addr.s_addr ==
           ((const struct sockaddr_in *) other)->sin_addr.s_addr;

  return one->sa_family == AF_INET6 &&
         memcmp (&((const struct sockaddr_in6 *) one)->sin6_addr,
                 &((const struct sockaddr_in6 *) other)->sin6_addr, sizeof (struct in6_addr)) == 0;
}

/**
 * bgd_interface_find:
 * @socket: of a connection
 *
 * Returns: (transfer full) (nullable): the name of the interface that has its address; none if that
 *   is loopback, on which nobody is in the way
 */
char *
bgd_interface_find (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  struct sockaddr_storage native = { 0 };
  struct ifaddrs *all = NULL;
  char *name = NULL;

  if (address == NULL || !g_socket_address_to_native (address, &native, sizeof native, NULL) ||
      getifaddrs (&all) != 0)
    return NULL;

  for (const struct ifaddrs *each = all; each != NULL && name == NULL; each = each->ifa_next)
    if (has_address (each->ifa_addr, (const struct sockaddr *) &native) &&
        (each->ifa_flags & IFF_LOOPBACK) == 0)
      name = g_strdup (each->ifa_name);
  freeifaddrs (all);

  return name;
}

/* Bytes of a packet of a connection that are not ours. */
guint
bgd_interface_get_headers (GSocket *socket)
{
  return g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6 ? IPV6_HEADERS : IPV4_HEADERS;
}

/* Whether a row has so many numbers. */
static gboolean
parse_number (const char *row, guint index, guint64 *number)
{
  for (guint i = 0;; i++)
    {
      char *end;
      guint64 value = g_ascii_strtoull (row, &end, 10);

      if (end == row)
        return FALSE;
      if (i == index)
        {
          *number = value;
          return TRUE;
        }
      row = end;
    }
}

/**
 * bgd_interface_parse_counters:
 * @table: what /proc/net/dev says
 * @interface: a name in it
 * @direction: of its traffic
 * @bytes: (out): that it has received or sent
 *
 * Returns: whether it is there
 */
gboolean
bgd_interface_parse_counters (const char *table,
                              const char *interface,
                              BgdDirection direction,
                              guint64 *bytes)
{
  g_auto (GStrv) rows = g_strsplit (table, "\n", -1);

  for (guint i = 0; rows[i] != NULL; i++)
    {
      char *colon = strrchr (rows[i], ':');

      if (colon == NULL)
        continue;

      *colon = '\0';
      if (strcmp (g_strstrip (rows[i]), interface) == 0)
        return parse_number (colon + 1, direction == BGD_OUTGOING ? OF_RECEIVED : 0, bytes);
    }

  return FALSE;
}
