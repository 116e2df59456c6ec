/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of a file that alone are wanted. */
#include "config.h"

#include "bg-ranges.h"

#include "bg-ranges-private.h"

typedef struct
{
  guint64 offset;
  guint64 length; /* or BG_LENGTH_TO_EOF */
} Range;

struct _BgRanges
{
  GArray *array; /* (owned) (element-type Range) */
};

G_DEFINE_BOXED_TYPE (BgRanges, bg_ranges, bg_ranges_ref, bg_ranges_unref)

/**
 * bg_ranges_new:
 *
 * Makes an empty list of ranges.
 *
 * Returns: (transfer full): the list
 */
BgRanges *
bg_ranges_new (void)
{
  BgRanges *self = g_atomic_rc_box_new0 (BgRanges);

  self->array = g_array_new (FALSE, FALSE, sizeof (Range));

  return self;
}

/**
 * bg_ranges_ref:
 * @self: ranges
 *
 * Takes one more reference.
 *
 * Returns: (transfer full): @self
 */
BgRanges *
bg_ranges_ref (BgRanges *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BgRanges *self = data;

  g_array_unref (self->array);
}

/**
 * bg_ranges_unref:
 * @self: (transfer full): ranges
 *
 * Gives a reference back; the last one frees @self.
 */
void
bg_ranges_unref (BgRanges *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * bg_ranges_add:
 * @self: ranges
 * @offset: its first byte, from 0
 * @length: how many bytes; [const@Bg.LENGTH_TO_EOF]: all that follow
 *
 * Appends a range. The service takes up to 500, which must not overlap.
 *
 * Source:
 * [BG_FILE_RANGE](https://learn.microsoft.com/en-us/windows/win32/api/bits2_0/ns-bits2_0-bg_file_range).
 */
void
bg_ranges_add (BgRanges *self, guint64 offset, guint64 length)
{
  const Range range = { offset, length };

  g_return_if_fail (self != NULL);

  g_array_append_val (self->array, range);
}

/**
 * bg_ranges_get_n_ranges:
 * @self: ranges
 *
 * Gets how many there are.
 *
 * Returns: how many
 */
guint
bg_ranges_get_n_ranges (const BgRanges *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->array->len;
}

/**
 * bg_ranges_get_offset:
 * @self: ranges
 * @index: which of them, from 0
 *
 * Gets where a range begins.
 *
 * Returns: its first byte
 */
guint64
bg_ranges_get_offset (const BgRanges *self, guint index)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (index < self->array->len, 0);

  return g_array_index (self->array, Range, index).offset;
}

/**
 * bg_ranges_get_length:
 * @self: ranges
 * @index: which of them, from 0
 *
 * Gets how long a range is.
 *
 * Returns: bytes; [const@Bg.LENGTH_TO_EOF]: all that follow
 */
guint64
bg_ranges_get_length (const BgRanges *self, guint index)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (index < self->array->len, 0);

  return g_array_index (self->array, Range, index).length;
}

/* Of what GetFiles says: an a(tt). */
BgRanges *
bg_ranges_from_variant (GVariant *list)
{
  BgRanges *self = bg_ranges_new ();
  GVariantIter iter;
  Range range;

  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(tt)", &range.offset, &range.length))
    g_array_append_val (self->array, range);

  return self;
}

/* Floating. */
GVariant *
bg_ranges_to_variant (const BgRanges *self)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(tt)"));

  for (guint i = 0; i < self->array->len; i++)
    g_variant_builder_add (&builder, "(tt)", bg_ranges_get_offset (self, i),
                           bg_ranges_get_length (self, i));

  return g_variant_builder_end (&builder);
}
