/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits over all transfers: speed, and connections to one server. */
#pragma once

#include "bgd-bucket.h"

G_BEGIN_DECLS

/* For the main thread. */
void bgd_limits_set (guint64 download_limit, guint connections_per_server);
void bgd_limits_set_rate (BgdBucket *bucket, guint64 rate);

/* For the transfer thread. */
BgdBucket *bgd_limits_get_bucket (void);

G_END_DECLS
