/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file in broad strokes, for a picture of it: what is here, and where bytes arrive. */
#include "config.h"

#include "bgd-outline.h"

/* Of a connection that has not shown yet what it brings. */
#define LEAST_ACTIVE ((guint64) 64 * 1024)

/* An outline of nothing. */
BgdOutline *
bgd_outline_new (void)
{
  BgdOutline *self = g_new0 (BgdOutline, 1);

  self->size = BG_SIZE_UNKNOWN;
  self->received = bgd_ranges_new ();
  self->active = bgd_ranges_new ();

  return self;
}

/**
 * bgd_outline_new_of_file:
 * @file: a file
 *
 * Returns: (transfer full): what the store knows of it, or would if it were asked now
 */
BgdOutline *
bgd_outline_new_of_file (const BgdFile *file)
{
  BgdOutline *self = bgd_outline_new ();

  self->size = bgd_file_get_size (file);
  if (bgd_file_is_whole (file) && self->size != BG_SIZE_UNKNOWN && self->size > 0)
    bgd_ranges_add (self->received, 0, self->size);
  else
    bgd_outline_set_received (self, file->done);

  return self;
}

void
bgd_outline_free (BgdOutline *self)
{
  bgd_ranges_free (self->received);
  bgd_ranges_free (self->active);
  g_free (self);
}

/* All that is here. */
void
bgd_outline_set_received (BgdOutline *self, const BgdRanges *received)
{
  bgd_ranges_free (self->received);
  self->received = bgd_ranges_copy (received);
}

/**
 * bgd_outline_add_connection:
 * @self: an outline
 * @position: the next byte that the connection will bring
 * @end: where its part ends
 * @rate: bytes a second; 0: not known
 */
void
bgd_outline_add_connection (BgdOutline *self, guint64 position, guint64 end, double rate)
{
  guint64 ahead = rate > (double) LEAST_ACTIVE ? (guint64) MIN (rate, 1e15) : LEAST_ACTIVE;

  self->connections++;
  if (self->size != BG_SIZE_UNKNOWN)
    end = MIN (end, self->size);
  if (position < end)
    bgd_ranges_add (self->active, position, position + MIN (ahead, end - position));
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  guint64 one = *(const guint64 *) a;
  guint64 other = *(const guint64 *) b;

  return (one > other) - (one < other);
}

/* The gap that is the @count-th smallest. */
static guint64
find_gap (const BgdRanges *ranges, guint count)
{
  guint length = bgd_ranges_get_length (ranges) - 1;
  g_autofree guint64 *gaps = g_new (guint64, length);

  for (guint i = 0; i < length; i++)
    gaps[i] = bgd_ranges_get (ranges, i + 1).start - bgd_ranges_get (ranges, i).end;
  qsort (gaps, length, sizeof *gaps, compare_sizes);

  return gaps[count - 1];
}

/* Closes the smallest gaps, until there are few enough ranges. */
static BgdRanges *
close_gaps (const BgdRanges *ranges)
{
  guint length = bgd_ranges_get_length (ranges);
  guint64 largest = find_gap (ranges, length - BGD_OUTLINE_RANGES);
  BgdRanges *simple = bgd_ranges_new ();

  for (guint i = 0; i < length; i++)
    {
      BgdRange range = bgd_ranges_get (ranges, i);

      if (i + 1 < length && bgd_ranges_get (ranges, i + 1).start - range.end <= largest)
        range.end = bgd_ranges_get (ranges, i + 1).start;
      bgd_ranges_add (simple, range.start, range.end);
    }

  return simple;
}

/**
 * bgd_outline_simplify:
 * @self: an outline
 *
 * Merges what is nearest, so that there are at most %BGD_OUTLINE_RANGES of each kind.
 */
void
bgd_outline_simplify (BgdOutline *self)
{
  BgdRanges **both[] = { &self->received, &self->active };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      BgdRanges *ranges = *both[i];

      if (bgd_ranges_get_length (ranges) <= BGD_OUTLINE_RANGES)
        continue;

      *both[i] = close_gaps (ranges);
      bgd_ranges_free (ranges);
    }
}
