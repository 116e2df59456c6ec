/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which bytes of a file are done, which are being fetched, and which to fetch next. Pure. */
#pragma once

#include "bg-enums.h"
#include "bgd-range.h"

G_BEGIN_DECLS

/* Nothing smaller is split off unless it is slow, or the server near: a request costs about a round
 * trip. */
#define BGD_SEGMENT_MINIMUM ((guint64) 128 * 1024)

typedef struct _BgdSegments BgdSegments;

/* A piece that one connection fetches: bytes position … end - 1 are missing. The plan may move end
 * down while the piece is taken, never below position: somebody helps with the rest. So whoever
 * reads from a connection asks for end each time, and drops what comes after it. */
typedef struct
{
  guint64 start;
  guint64 position; /* next byte that is expected */
  guint64 end;      /* G_MAXUINT64 for the last piece of a file of unknown size */

  /* Whoever fetches it says so, before anybody takes another piece. */
  double rate;     /* bytes a second; 0: not known */
  gboolean silent; /* nothing comes any more */

  gboolean is_twin; /* the plan's: somebody else fetches the same bytes */
} BgdSegment;

/* What is known of the connection that wants a piece. */
typedef struct
{
  double rate;    /* bytes a second that it is expected to bring; 0: not known */
  double latency; /* seconds until its first byte */
} BgdSegmentTerms;

BgdSegments *bgd_segments_new (guint64 size, const BgdRanges *done);
void bgd_segments_free (BgdSegments *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdSegments, bgd_segments_free)

gboolean bgd_segments_set_size (BgdSegments *self, guint64 size);
guint64 bgd_segments_get_size (const BgdSegments *self);
BgdSegment *bgd_segments_take (BgdSegments *self, const BgdSegmentTerms *terms);
guint64 bgd_segments_advance (BgdSegments *self, BgdSegment *segment, guint64 bytes);
gboolean bgd_segments_is_needless (const BgdSegments *self, const BgdSegment *segment);
gboolean bgd_segments_extend (BgdSegments *self, BgdSegment *segment);
void bgd_segments_release (BgdSegments *self, BgdSegment *segment);
gboolean bgd_segments_is_whole (const BgdSegments *self);
guint bgd_segments_get_taken (const BgdSegments *self);
BgdRanges *bgd_segments_get_done (const BgdSegments *self);
guint64 bgd_segments_count_done (const BgdSegments *self);
guint64 bgd_segments_count_before (const BgdSegments *self, guint64 offset);
guint64 bgd_segments_get_missing (const BgdSegments *self);
void bgd_segments_reset (BgdSegments *self);

G_END_DECLS
