/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits over all transfers: speed, and connections to one server. */
#include "config.h"

#include "bgd-limits.h"

#include "bgd-net.h"
#include "bgd-server.h"

typedef struct
{
  guint64 download_limit;
  guint connections_per_server;
} Limits;

/* Of the transfer thread. */
static BgdBucket all;

/* What it has been told. */
static Limits told = { 0, BGD_SERVER_CONNECTIONS };

static void
apply (gpointer data)
{
  g_autofree Limits *limits = data;

  bgd_bucket_set_rate (&all, limits->download_limit, g_get_monotonic_time ());
  bgd_server_set_maximum (limits->connections_per_server);
}

/**
 * bgd_limits_set:
 * @download_limit: bytes a second over all downloads; 0: none
 * @connections_per_server: to one server, over all downloads, from 1
 *
 * Takes effect at once, for what is under way too. Does not start the transfer thread to tell it
 * what it knows.
 */
void
bgd_limits_set (guint64 download_limit, guint connections_per_server)
{
  if (told.download_limit == download_limit &&
      told.connections_per_server == connections_per_server)
    return;

  told = (Limits){ download_limit, connections_per_server };
  bgd_net_call (apply, g_memdup2 (&told, sizeof told));
}

typedef struct
{
  BgdBucket *bucket; /* (owned) */
  guint64 rate;
} Rate;

static void
apply_rate (gpointer data)
{
  g_autofree Rate *rate = data;

  bgd_bucket_set_rate (rate->bucket, rate->rate, g_get_monotonic_time ());
  bgd_bucket_unref (rate->bucket);
}

/**
 * bgd_limits_set_rate:
 * @bucket: what some downloads share
 * @rate: bytes a second for all of them together; 0: no limit
 *
 * Takes effect at once.
 */
void
bgd_limits_set_rate (BgdBucket *bucket, guint64 rate)
{
  Rate *change = g_new (Rate, 1);

  change->bucket = bgd_bucket_ref (bucket);
  change->rate = rate;
  bgd_net_call (apply_rate, change);
}

/* (transfer none): the speed of all downloads together. */
BgdBucket *
bgd_limits_get_bucket (void)
{
  return &all;
}
