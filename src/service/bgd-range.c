/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set of byte ranges: sorted, disjoint, merged where they touch. */
#include "config.h"

#include "bgd-range.h"

struct _BgdRanges
{
  GArray *array; /* (owned) (element-type BgdRange) */
};

#define AT(self, index) (&g_array_index ((self)->array, BgdRange, (index)))

BgdRanges *
bgd_ranges_new (void)
{
  BgdRanges *self = g_new0 (BgdRanges, 1);

  self->array = g_array_new (FALSE, FALSE, sizeof (BgdRange));
  return self;
}

BgdRanges *
bgd_ranges_copy (const BgdRanges *self)
{
  BgdRanges *copy = g_new0 (BgdRanges, 1);

  copy->array = g_array_copy (self->array);
  return copy;
}

void
bgd_ranges_free (BgdRanges *self)
{
  g_array_unref (self->array);
  g_free (self);
}

/* The index of the first range that ends at or after offset; the length if there is none. */
static guint
find (const BgdRanges *self, guint64 offset)
{
  guint low = 0;
  guint high = self->array->len;

  /* Bytes mostly arrive in order. */
  if (high > 0 && AT (self, high - 1)->end < offset)
    return high;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (AT (self, middle)->end < offset)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * bgd_ranges_add:
 * @start: the first byte
 * @end: the byte after the last one; nothing happens if it equals @start
 *
 * The bytes may be in the set already, all or some.
 */
void
bgd_ranges_add (BgdRanges *self, guint64 start, guint64 end)
{
  g_assert (start <= end);

  if (start == end)
    return;

  BgdRange added = { start, end };
  guint first = find (self, start);
  guint next = first;

  for (; next < self->array->len && AT (self, next)->start <= end; next++)
    {
      added.start = MIN (added.start, AT (self, next)->start);
      added.end = MAX (added.end, AT (self, next)->end);
    }

  if (next == first)
    {
      g_array_insert_val (self->array, first, added);
      return;
    }

  *AT (self, first) = added;
  if (next - first > 1)
    g_array_remove_range (self->array, first + 1, next - first - 1);
}

/**
 * bgd_ranges_remove:
 * @start: the first byte
 * @end: the byte after the last one
 *
 * The bytes need not be in the set.
 */
void
bgd_ranges_remove (BgdRanges *self, guint64 start, guint64 end)
{
  g_assert (start <= end);

  for (guint i = 0; start < end && i < self->array->len;)
    {
      const BgdRange range = *AT (self, i);

      if (range.end <= start || range.start >= end)
        {
          i++;
          continue;
        }

      g_array_remove_index (self->array, i);
      if (range.start < start)
        {
          const BgdRange before = { range.start, start };

          g_array_insert_val (self->array, i++, before);
        }
      if (range.end > end)
        {
          const BgdRange after = { end, range.end };

          g_array_insert_val (self->array, i++, after);
        }
    }
}

void
bgd_ranges_clear (BgdRanges *self)
{
  g_array_set_size (self->array, 0);
}

gboolean
bgd_ranges_equal (const BgdRanges *self, const BgdRanges *other)
{
  if (self->array->len != other->array->len)
    return FALSE;

  for (guint i = 0; i < self->array->len; i++)
    {
      if (AT (self, i)->start != AT (other, i)->start || AT (self, i)->end != AT (other, i)->end)
        return FALSE;
    }

  return TRUE;
}

/**
 * bgd_ranges_get_length:
 *
 * Returns: how many ranges there are
 */
guint
bgd_ranges_get_length (const BgdRanges *self)
{
  return self->array->len;
}

BgdRange
bgd_ranges_get (const BgdRanges *self, guint index)
{
  g_assert (index < self->array->len);

  return *AT (self, index);
}

guint64
bgd_ranges_get_bytes (const BgdRanges *self)
{
  guint64 bytes = 0;

  for (guint i = 0; i < self->array->len; i++)
    bytes += AT (self, i)->end - AT (self, i)->start;

  return bytes;
}

/**
 * bgd_ranges_get_end:
 *
 * Returns: the byte after the last one of the set; 0 if it is empty
 */
guint64
bgd_ranges_get_end (const BgdRanges *self)
{
  return self->array->len > 0 ? AT (self, self->array->len - 1)->end : 0;
}

/**
 * bgd_ranges_count_before:
 * @offset: a byte
 *
 * Returns: how many bytes in one piece right before @offset are in the set
 */
guint64
bgd_ranges_count_before (const BgdRanges *self, guint64 offset)
{
  guint index = find (self, offset);

  if (index == self->array->len || AT (self, index)->start >= offset)
    return 0;

  return offset - AT (self, index)->start;
}

/**
 * bgd_ranges_contains:
 * @start: the first byte
 * @end: the byte after the last one
 *
 * Returns: whether all of these bytes are in the set, which is true of no bytes
 */
gboolean
bgd_ranges_contains (const BgdRanges *self, guint64 start, guint64 end)
{
  g_assert (start <= end);

  guint index = find (self, end);

  return start == end || (index < self->array->len && AT (self, index)->start <= start);
}

/**
 * bgd_ranges_to_string:
 *
 * Ranges after the first %BGD_RANGES_MAXIMUM are left out: bytes that are not in the set are only
 * fetched again.
 *
 * Returns: (transfer full): what bgd_ranges_parse() reads; empty for the empty set
 */
char *
bgd_ranges_to_string (const BgdRanges *self)
{
  GString *string = g_string_new (NULL);
  guint length = MIN (self->array->len, BGD_RANGES_MAXIMUM);

  for (guint i = 0; i < length; i++)
    {
      g_string_append_printf (string, "%s%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                              i > 0 ? "," : "", AT (self, i)->start, AT (self, i)->end);
    }

  return g_string_free (string, FALSE);
}

/* A number as to_string writes it: digits, no leading zero, 64 bits. Moves cursor past it. */
static gboolean
parse_number (const char **cursor, guint64 *number)
{
  const char *digit = *cursor;
  guint64 value = 0;

  if (digit[0] == '0' && g_ascii_isdigit (digit[1]))
    return FALSE;

  for (; g_ascii_isdigit (*digit); digit++)
    {
      if (!g_uint64_checked_mul (&value, value, 10) ||
          !g_uint64_checked_add (&value, value, (guint64) g_ascii_digit_value (*digit)))
        return FALSE;
    }

  if (digit == *cursor)
    return FALSE;

  *cursor = digit;
  *number = value;
  return TRUE;
}

/**
 * bgd_ranges_parse:
 * @string: what the store kept; anything, if the disk or a person changed it
 *
 * Returns: (transfer full) (nullable): the set, or %NULL if bgd_ranges_to_string() would not have
 *   written @string
 */
BgdRanges *
bgd_ranges_parse (const char *string)
{
  g_autoptr (BgdRanges) self = bgd_ranges_new ();
  const char *cursor = string;

  while (*cursor != '\0')
    {
      BgdRange range = { 0 };

      if (self->array->len > 0 && *cursor++ != ',')
        return NULL;
      if (!parse_number (&cursor, &range.start) || *cursor++ != '-' ||
          !parse_number (&cursor, &range.end))
        return NULL;
      if (range.start >= range.end)
        return NULL;
      if (self->array->len > 0 && range.start <= bgd_ranges_get_end (self))
        return NULL;
      if (self->array->len == BGD_RANGES_MAXIMUM)
        return NULL;

      g_array_append_val (self->array, range);
    }

  return g_steal_pointer (&self);
}
