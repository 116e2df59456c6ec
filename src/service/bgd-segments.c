/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which bytes of a file are done, which are being fetched, and which to fetch next. */
#include "config.h"

#include "bgd-segments.h"

/* Where pieces are split, so that most writes cover whole blocks of the disk. */
#define BOUNDARY ((guint64) 16 * 1024)

/* Near servers get small pieces at the end, so that all connections are ready together. */
#define WORTH_LATENCIES 4

/* What takes that long is shared in the smallest ones. */
#define SLOW_SECONDS 2.0
#define SLOW_MINIMUM BOUNDARY

/* A piece is fetched twice if that is so much faster: the bytes that come for nothing are few, as
 * it is always one of the last. */
#define HEDGE_FACTOR 2
#define HEDGE_SECONDS 0.1

G_STATIC_ASSERT (BG_SIZE_UNKNOWN == G_MAXUINT64);

struct _BgdSegments
{
  guint64 size;     /* BG_SIZE_UNKNOWN, which also is the end of everything */
  BgdRanges *done;  /* (owned) */
  GPtrArray *taken; /* (owned) (element-type BgdSegment) */
};

/**
 * bgd_segments_new:
 * @size: the size of the file, or %BG_SIZE_UNKNOWN
 * @done: (nullable): what is there already; of no use if there is more than @size
 */
BgdSegments *
bgd_segments_new (guint64 size, const BgdRanges *done)
{
  BgdSegments *self = g_new0 (BgdSegments, 1);

  self->size = size;
  self->done = done != NULL && bgd_ranges_get_end (done) <= size ? bgd_ranges_copy (done)
                                                                 : bgd_ranges_new ();
  self->taken = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
bgd_segments_free (BgdSegments *self)
{
  bgd_ranges_free (self->done);
  g_ptr_array_unref (self->taken);
  g_free (self);
}

/**
 * bgd_segments_set_size:
 * @size: the size of the file
 *
 * Tells the size once it is known: by an answer, or because the bytes ended.
 *
 * Returns: %FALSE, and nothing changes, if it cannot be the size of this file: another one is
 * known, or bytes after it are there
 */
gboolean
bgd_segments_set_size (BgdSegments *self, guint64 size)
{
  g_assert (size != BG_SIZE_UNKNOWN);

  if (self->size != BG_SIZE_UNKNOWN)
    return self->size == size;

  if (bgd_ranges_get_end (self->done) > size)
    return FALSE;

  self->size = size;
  for (guint i = 0; i < self->taken->len; i++)
    {
      BgdSegment *segment = g_ptr_array_index (self->taken, i);

      segment->end = MIN (segment->end, size);
    }

  return TRUE;
}

guint64
bgd_segments_get_size (const BgdSegments *self)
{
  return self->size;
}

/* The first bytes that are missing and not taken; none if start equals end. */
static BgdRange
find_gap (const BgdSegments *self)
{
  g_autoptr (BgdRanges) planned = bgd_ranges_copy (self->done);
  BgdRange gap = { 0, self->size };

  for (guint i = 0; i < self->taken->len; i++)
    {
      const BgdSegment *segment = g_ptr_array_index (self->taken, i);

      bgd_ranges_add (planned, segment->position, segment->end);
    }

  if (bgd_ranges_get_length (planned) == 0)
    return gap;

  if (bgd_ranges_get (planned, 0).start > 0)
    {
      gap.end = bgd_ranges_get (planned, 0).start;
      return gap;
    }

  gap.start = bgd_ranges_get (planned, 0).end;
  if (bgd_ranges_get_length (planned) > 1)
    gap.end = bgd_ranges_get (planned, 1).start;

  return gap;
}

/* Seconds until a piece is complete if nobody helps; without end if it does not move. */
static double
seconds_left (const BgdSegment *segment, const BgdSegmentTerms *terms)
{
  double left = (double) (segment->end - segment->position);

  if (segment->silent)
    return left > 0 ? G_MAXDOUBLE : 0;
  if (segment->rate > 0)
    return left / segment->rate;

  /* One that has just begun may be as fast as any. */
  return left / (terms->rate > 0 ? terms->rate : 1);
}

/* Of those that nobody else fetches. */
static BgdSegment *
find_slowest (const BgdSegments *self, const BgdSegmentTerms *terms)
{
  BgdSegment *slowest = NULL;

  for (guint i = 0; i < self->taken->len; i++)
    {
      BgdSegment *segment = g_ptr_array_index (self->taken, i);

      if (segment->is_twin)
        continue;
      if (slowest == NULL || seconds_left (segment, terms) > seconds_left (slowest, terms))
        slowest = segment;
    }

  return slowest;
}

/* What the slowest piece keeps, so that it and what is cut off are complete at the same time. */
static guint64
get_kept (const BgdSegment *slowest, const BgdSegmentTerms *terms)
{
  double left = (double) (slowest->end - slowest->position);
  double own = slowest->rate;
  double other = terms->rate > 0 ? terms->rate : own;

  if (slowest->silent)
    return 0;
  if (own <= 0)
    own = other = 1; /* nobody knows: halves */

  return (guint64) MIN (own * (left + other * terms->latency) / (own + other), left);
}

/* What is worth a request: some times what it costs, in bytes. */
static guint64
get_least (const BgdSegment *slowest, const BgdSegmentTerms *terms)
{
  double rate = slowest->rate > 0 ? slowest->rate : terms->rate;
  double cost = rate * WORTH_LATENCIES * terms->latency;

  if (slowest->rate > 0 && seconds_left (slowest, terms) >= SLOW_SECONDS)
    return SLOW_MINIMUM;
  if (rate <= 0)
    return BGD_SEGMENT_MINIMUM;

  return (guint64) CLAMP (cost, (double) BOUNDARY, (double) BGD_SEGMENT_MINIMUM);
}

/* Cuts the end off the piece that would be complete last; none if start equals end. */
static BgdRange
split_slowest (BgdSegments *self, const BgdSegmentTerms *terms)
{
  BgdSegment *slowest = find_slowest (self, terms);
  BgdRange part = { 0, 0 };

  if (slowest == NULL || slowest->end == slowest->position)
    return part;

  guint64 least = get_least (slowest, terms);
  guint64 split = slowest->position + get_kept (slowest, terms);

  /* Nothing is left to one that is silent, however little it is. */
  if (!slowest->silent)
    {
      split -= split % BOUNDARY;
      if (split < slowest->position + least || split + least > slowest->end)
        return part;
    }

  part.start = split;
  part.end = slowest->end;
  slowest->end = split;

  return part;
}

/* The piece that holds all others up, once more; none if start equals end. */
static BgdRange
double_slowest (BgdSegments *self, const BgdSegmentTerms *terms)
{
  BgdSegment *slowest = find_slowest (self, terms);
  BgdRange range = { 0, 0 };

  if (slowest == NULL || terms->rate <= 0 || slowest->rate <= 0 ||
      slowest->end == slowest->position)
    return range;

  double again = terms->latency + (double) (slowest->end - slowest->position) / terms->rate;

  if (seconds_left (slowest, terms) < HEDGE_FACTOR * again + HEDGE_SECONDS)
    return range;

  slowest->is_twin = TRUE;
  range.start = slowest->position;
  range.end = slowest->end;

  return range;
}

/**
 * bgd_segments_take:
 * @terms: what is known of the connection that wants it
 *
 * The lowest bytes that are missing and that nobody fetches. When there are none, so much of the
 * piece that would be complete last that both are complete at the same time, if that is worth a
 * request; all of it if nothing comes of it. When nothing is worth splitting, a piece that holds
 * all others up is fetched twice; the first one wins. One piece at a time while the size is
 * unknown, as nobody knows then whether there is anything to share.
 *
 * Returns: (transfer none) (nullable): a piece, until bgd_segments_release()
 */
BgdSegment *
bgd_segments_take (BgdSegments *self, const BgdSegmentTerms *terms)
{
  BgdRange range;
  BgdSegment *segment;
  gboolean is_twin = FALSE;

  if (self->size == BG_SIZE_UNKNOWN && self->taken->len > 0)
    return NULL;

  range = find_gap (self);
  if (range.start == range.end)
    range = split_slowest (self, terms);
  if (range.start == range.end)
    {
      range = double_slowest (self, terms);
      is_twin = range.start < range.end;
    }
  if (range.start == range.end)
    return NULL;

  segment = g_new0 (BgdSegment, 1);
  segment->start = segment->position = range.start;
  segment->end = range.end;
  segment->is_twin = is_twin;
  g_ptr_array_add (self->taken, segment);

  return segment;
}

/**
 * bgd_segments_advance:
 * @segment: a piece that is taken
 * @bytes: how many bytes have come, and not more than up to its end
 *
 * Returns: how many of them were missing: a twin may have been faster
 */
guint64
bgd_segments_advance (BgdSegments *self, BgdSegment *segment, guint64 bytes)
{
  guint64 before = segment->is_twin ? bgd_ranges_get_bytes (self->done) : 0;

  g_assert (bytes <= segment->end - segment->position);

  bgd_ranges_add (self->done, segment->position, segment->position + bytes);
  segment->position += bytes;

  return segment->is_twin ? bgd_ranges_get_bytes (self->done) - before : bytes;
}

/* Whether somebody else has fetched all that was missing of the piece. */
gboolean
bgd_segments_is_needless (const BgdSegments *self, const BgdSegment *segment)
{
  return segment->position < segment->end &&
         bgd_ranges_contains (self->done, segment->position, segment->end);
}

/**
 * bgd_segments_extend:
 * @segment: a piece that is taken
 *
 * Adds to the piece what follows it, is missing, and fetched by nobody: whoever gets these bytes
 * anyway need not leave them to another request.
 *
 * Returns: whether there was anything
 */
gboolean
bgd_segments_extend (BgdSegments *self, BgdSegment *segment)
{
  guint64 old_end = segment->end;
  guint64 end = self->size;

  for (guint i = 0; i < bgd_ranges_get_length (self->done); i++)
    {
      BgdRange range = bgd_ranges_get (self->done, i);

      if (range.end > old_end)
        end = MIN (end, MAX (range.start, old_end));
    }

  for (guint i = 0; i < self->taken->len; i++)
    {
      const BgdSegment *other = g_ptr_array_index (self->taken, i);

      if (other != segment && other->end > old_end)
        end = MIN (end, MAX (other->position, old_end));
    }

  segment->end = end;

  return end > old_end;
}

/**
 * bgd_segments_release:
 * @segment: (transfer full): a piece that is taken; what is missing of it may be taken again
 */
void
bgd_segments_release (BgdSegments *self, BgdSegment *segment)
{
  for (guint i = 0; segment->is_twin && i < self->taken->len; i++)
    {
      BgdSegment *other = g_ptr_array_index (self->taken, i);

      if (other != segment && other->is_twin && other->end == segment->end)
        other->is_twin = FALSE;
    }

  gboolean found = g_ptr_array_remove_fast (self->taken, segment);

  g_assert (found);
}

gboolean
bgd_segments_is_whole (const BgdSegments *self)
{
  return self->size != BG_SIZE_UNKNOWN && bgd_ranges_contains (self->done, 0, self->size);
}

/**
 * bgd_segments_get_taken:
 *
 * Returns: how many pieces are taken
 */
guint
bgd_segments_get_taken (const BgdSegments *self)
{
  return self->taken->len;
}

/**
 * bgd_segments_get_done:
 *
 * Returns: (transfer full): what has come so far
 */
BgdRanges *
bgd_segments_get_done (const BgdSegments *self)
{
  return bgd_ranges_copy (self->done);
}

/* Bytes that have come. */
guint64
bgd_segments_count_done (const BgdSegments *self)
{
  return bgd_ranges_get_bytes (self->done);
}

/* Bytes in one piece right before @offset that have come. */
guint64
bgd_segments_count_before (const BgdSegments *self, guint64 offset)
{
  return bgd_ranges_count_before (self->done, offset);
}

/**
 * bgd_segments_get_missing:
 *
 * Returns: how many bytes are missing, taken or not; %BG_SIZE_UNKNOWN if nobody knows
 */
guint64
bgd_segments_get_missing (const BgdSegments *self)
{
  if (self->size == BG_SIZE_UNKNOWN)
    return BG_SIZE_UNKNOWN;

  return self->size - bgd_ranges_get_bytes (self->done);
}

/**
 * bgd_segments_reset:
 *
 * Forgets the size and what is done: it was another file. No piece may be taken.
 */
void
bgd_segments_reset (BgdSegments *self)
{
  g_assert (self->taken->len == 0);

  self->size = BG_SIZE_UNKNOWN;
  bgd_ranges_clear (self->done);
}
