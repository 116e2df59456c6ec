/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits over all transfers: speed, connections to one server, manners. */
#include "config.h"

#include "bgd-limits.h"

#include "bgd-net.h"
#include "bgd-server.h"

typedef struct
{
  guint64 download_limit;
  guint connections_per_server;
  gboolean is_polite;
} Limits;

/* Of the transfer thread. */
static BgdBucket all;
static gboolean is_all_polite = TRUE;

/* What it has been told. */
static Limits told = { 0, BGD_SERVER_CONNECTIONS, TRUE };

static void
apply (gpointer data)
{
  g_autofree Limits *limits = data;

  bgd_bucket_set_rate (&all, limits->download_limit, g_get_monotonic_time ());
  bgd_server_set_maximum (limits->connections_per_server);
  is_all_polite = limits->is_polite;
}

/**
 * bgd_limits_set:
 * @download_limit: bytes a second over all downloads; 0: none
 * @connections_per_server: to one server, over all downloads, from 1
 * @is_polite: whether those that yield do so
 *
 * Takes effect at once, for what is under way too. Does not start the transfer thread to tell it
 * what it knows.
 */
void
bgd_limits_set (guint64 download_limit, guint connections_per_server, gboolean is_polite)
{
  if (told.download_limit == download_limit &&
      told.connections_per_server == connections_per_server && told.is_polite == is_polite)
    return;

  told = (Limits){ download_limit, connections_per_server, is_polite };
  bgd_net_call (apply, g_memdup2 (&told, sizeof told));
}

typedef struct
{
  BgdBucket *bucket; /* (owned) */
  guint64 rate;
  gboolean yields;
} Change;

static void
apply_change (gpointer data)
{
  g_autofree Change *change = data;

  bgd_bucket_set_rate (change->bucket, change->rate, g_get_monotonic_time ());
  change->bucket->yields = change->yields;
  bgd_bucket_unref (change->bucket);
}

/**
 * bgd_limits_set_bucket:
 * @bucket: what some downloads share
 * @rate: bytes a second for all of them together; 0: no limit
 * @yields: whether they give way to the other traffic of the machine
 *
 * Takes effect at once.
 */
void
bgd_limits_set_bucket (BgdBucket *bucket, guint64 rate, gboolean yields)
{
  Change *change = g_new (Change, 1);

  change->bucket = bgd_bucket_ref (bucket);
  change->rate = rate;
  change->yields = yields;
  bgd_net_call (apply_change, change);
}

/* (transfer none): the speed of all downloads together. */
BgdBucket *
bgd_limits_get_bucket (void)
{
  return &all;
}

/* Whether those that yield do so. */
gboolean
bgd_limits_is_polite (void)
{
  return is_all_polite;
}
