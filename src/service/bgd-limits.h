/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits over all transfers: speed, connections to one server, manners. */
#pragma once

#include "bgd-bucket.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 download_speed;       /* bytes a second over all downloads; 0: any */
  guint64 upload_speed;         /* likewise over all uploads */
  guint connections_per_server; /* over all downloads, from 1 */
  gboolean is_polite;           /* whether those that yield do so */
} BgdLimits;

/* For the main thread. */
void bgd_limits_set (const BgdLimits *limits);
void bgd_limits_set_bucket (BgdBucket *bucket, guint64 rate, gboolean yields);

/* For the transfer thread. */
BgdBucket *bgd_limits_get_bucket (void);
BgdBucket *bgd_limits_get_upload_bucket (void);
gboolean bgd_limits_is_polite (void);

G_END_DECLS
