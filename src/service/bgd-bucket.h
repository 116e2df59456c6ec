/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A limit of speed, as a bucket of bytes that fills with time. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All zero is no limit. */
typedef struct
{
  guint64 rate; /* bytes a second; 0: no limit */
  double level; /* bytes that may be taken now; below 0 after more was taken */
  gint64 last;  /* monotonic microseconds: when it was filled last */
  guint users;  /* who share it */

  gboolean yields; /* they also give way to the other traffic of the machine */
} BgdBucket;

/* Shared, over threads: but only one of them uses it. */
BgdBucket *bgd_bucket_new (void);
BgdBucket *bgd_bucket_ref (BgdBucket *self);
void bgd_bucket_unref (BgdBucket *self);

void bgd_bucket_set_rate (BgdBucket *self, guint64 rate, gint64 now);
guint64 bgd_bucket_offer (BgdBucket *self, gint64 now);
void bgd_bucket_take (BgdBucket *self, guint64 bytes);
gint64 bgd_bucket_get_wait (const BgdBucket *self);

G_END_DECLS
