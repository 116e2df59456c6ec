/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a file fits on the disk beside those that were there first. Pure. */
#pragma once

#include "bg-enums.h"

G_BEGIN_DECLS

/* What is left for the rest of the system, and for the queue itself: so much, or this part of a
 * small disk. */
#define BGD_SPACE_RESERVE (G_GUINT64_CONSTANT (16) * 1024 * 1024)
#define BGD_SPACE_RESERVE_PART 64

/* A file system, as it is now. */
typedef struct
{
  guint64 device; /* tells it from others */
  guint64 size;   /* bytes in all */
  guint64 free;   /* bytes that this user may still take */
} BgdSpace;

guint64 bgd_space_get_available (const BgdSpace *self);
guint64 bgd_space_get_missing (guint64 bytes_total, guint64 bytes_here, guint64 bytes_allocated);
gboolean bgd_space_fits (const BgdSpace *self, guint64 claimed, guint64 missing);
gboolean
bgd_space_goes_before (BgJobPriority priority, gboolean is_older, BgJobPriority other_priority);
char *bgd_space_describe (const BgdSpace *self, guint64 claimed, guint64 missing);

G_END_DECLS
