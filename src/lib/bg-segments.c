/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which parts of a file are here, and which are on their way. */
#include "config.h"

#include "bg-segments.h"

#include "bg-segments-private.h"

/* Bytes start … end - 1. */
typedef struct
{
  guint64 start;
  guint64 end;
} Range;

struct _BgSegments
{
  guint64 size; /* or BG_SIZE_UNKNOWN */
  guint connections;
  GArray *received; /* (owned) (element-type Range) in the order of the file, disjoint */
  GArray *active;   /* (owned) (element-type Range) likewise */
};

G_DEFINE_BOXED_TYPE (BgSegments, bg_segments, bg_segments_ref, bg_segments_unref)

/* What is out of order is left out: everybody below counts on the order. */
static GArray *
read_ranges (GVariant *list)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  GVariantIter iter;
  guint64 last = 0;
  Range range;

  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(tt)", &range.start, &range.end))
    {
      if (range.start < last || range.end <= range.start)
        continue;

      g_array_append_val (ranges, range);
      last = range.end;
    }

  return ranges;
}

/* Of what GetSegments answers. */
BgSegments *
bg_segments_new (GVariant *answer)
{
  BgSegments *self = g_atomic_rc_box_new0 (BgSegments);
  g_autoptr (GVariant) received = NULL;
  g_autoptr (GVariant) active = NULL;

  g_variant_get (answer, "(tu@a(tt)@a(tt))", &self->size, &self->connections, &received, &active);
  self->received = read_ranges (received);
  self->active = read_ranges (active);

  return self;
}

/**
 * bg_segments_ref:
 * @self: segments
 *
 * Takes one more reference.
 *
 * Returns: (transfer full): @self
 */
BgSegments *
bg_segments_ref (BgSegments *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BgSegments *self = data;

  g_array_unref (self->received);
  g_array_unref (self->active);
}

/**
 * bg_segments_unref:
 * @self: (transfer full): segments
 *
 * Gives a reference back; the last one frees @self.
 */
void
bg_segments_unref (BgSegments *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * bg_segments_get_size:
 * @self: segments
 *
 * Gets how large the file is.
 *
 * Returns: bytes; `BG_SIZE_UNKNOWN` while nobody knows
 */
guint64
bg_segments_get_size (const BgSegments *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

/**
 * bg_segments_get_connections:
 * @self: segments
 *
 * Gets how many connections fetched the file.
 *
 * Returns: how many; 0 if it was not being fetched
 */
guint
bg_segments_get_connections (const BgSegments *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->connections;
}

/* The index of the first range that ends after @position. */
static guint
find_first (GArray *ranges, guint64 position)
{
  guint low = 0;
  guint high = ranges->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (ranges, Range, middle).end <= position)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * bg_segments_get_received:
 * @self: segments
 * @start: a first byte
 * @end: the byte after the last
 *
 * Gets how much of a part of the file is here.
 *
 * Returns: 0 to 1; 0 also for a part without a byte
 */
double
bg_segments_get_received (const BgSegments *self, guint64 start, guint64 end)
{
  guint64 bytes = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (end <= start)
    return 0;

  for (guint i = find_first (self->received, start); i < self->received->len; i++)
    {
      const Range *range = &g_array_index (self->received, Range, i);

      if (range->start >= end)
        break;
      bytes += MIN (range->end, end) - MAX (range->start, start);
    }

  return (double) bytes / (double) (end - start);
}

/**
 * bg_segments_get_active:
 * @self: segments
 * @start: a first byte
 * @end: the byte after the last
 *
 * Tells whether bytes arrive somewhere in a part of the file.
 *
 * Returns: whether they do
 */
gboolean
bg_segments_get_active (const BgSegments *self, guint64 start, guint64 end)
{
  guint first;

  g_return_val_if_fail (self != NULL, FALSE);

  first = find_first (self->active, start);

  return first < self->active->len && g_array_index (self->active, Range, first).start < end;
}
