/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits over all transfers: speed, connections to one server, manners. */
#pragma once

#include "bgd-bucket.h"

G_BEGIN_DECLS

/* For the main thread. */
void bgd_limits_set (guint64 download_limit, guint connections_per_server, gboolean is_polite);
void bgd_limits_set_bucket (BgdBucket *bucket, guint64 rate, gboolean yields);

/* For the transfer thread. */
BgdBucket *bgd_limits_get_bucket (void);
gboolean bgd_limits_is_polite (void);

G_END_DECLS
