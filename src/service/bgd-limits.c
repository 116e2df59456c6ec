/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits over all transfers: speed, connections to one server, manners. */
#include "config.h"

#include "bgd-limits.h"

#include "bgd-net.h"
#include "bgd-server.h"

/* Of the transfer thread. */
static BgdBucket downloads;
static BgdBucket uploads;
static gboolean is_all_polite = TRUE;

/* What it has been told. */
static BgdLimits told = { 0, 0, BGD_SERVER_CONNECTIONS, TRUE };

static void
apply (gpointer data)
{
  g_autofree BgdLimits *limits = data;
  gint64 now = g_get_monotonic_time ();

  bgd_bucket_set_rate (&downloads, limits->download_speed, now);
  bgd_bucket_set_rate (&uploads, limits->upload_speed, now);
  bgd_server_set_maximum (limits->connections_per_server);
  is_all_polite = limits->is_polite;
}

/**
 * bgd_limits_set:
 * @limits: from now on
 *
 * Takes effect at once, for what is under way too. Does not start the transfer thread to tell it
 * what it knows.
 */
void
bgd_limits_set (const BgdLimits *limits)
{
  if (told.download_speed == limits->download_speed && told.upload_speed == limits->upload_speed &&
      told.connections_per_server == limits->connections_per_server &&
      told.is_polite == limits->is_polite)
    return;

  told = *limits;
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
 * @bucket: what some transfers share
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
  return &downloads;
}

/* (transfer none): the speed of all uploads together. */
BgdBucket *
bgd_limits_get_upload_bucket (void)
{
  return &uploads;
}

/* Whether those that yield do so. */
gboolean
bgd_limits_is_polite (void)
{
  return is_all_polite;
}
