/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job asks for one of its files, and which way. Only for bgd-run.c. */
#pragma once

#include "bgd-transfer.h"

G_BEGIN_DECLS

/* All zero is that of no job. */
typedef struct
{
  BgdRoute *route;      /* (owned) (nullable) */
  BgdRoute *bare_route; /* (owned) (nullable) the same, and who the job is is not told */
} BgdRunRoutes;

void bgd_run_routes_renew (BgdRunRoutes *self, const BgdRoute *route);
void bgd_run_routes_clear (BgdRunRoutes *self);

BgdTransfer *bgd_run_request (
    BgdRunRoutes *routes, BgdJob *job, BgdFile *file, BgdBucket *bucket, guint64 size_limit);

G_END_DECLS
