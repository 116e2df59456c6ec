/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges of a remote file that are put together, one after the other, to a local one. Pure. */
#include "config.h"

#include "bgd-remote-ranges.h"

#include <string.h>

#include "bg-enums.h"
#include "bg-error.h"

struct _BgdRemoteRanges
{
  GArray *array; /* (owned) (element-type BgdRemoteRange) in the order of the local file */
  guint64 size;  /* of the remote file; BG_SIZE_UNKNOWN */
  guint64 rest;  /* bytes of the range to the end, if there is one; BGD_LENGTH_TO_EOF: not known */
};

#define AT(self, index) (&g_array_index ((self)->array, BgdRemoteRange, (index)))

static gboolean
is_open (const BgdRemoteRange *range)
{
  return range->length == BGD_LENGTH_TO_EOF;
}

/* One after its last byte. */
static guint64
end_of (const BgdRemoteRange *range)
{
  return is_open (range) ? G_MAXUINT64 : range->offset + range->length;
}

/* Offsets of files are signed. */
static gboolean
check_range (const BgdRemoteRange *range, GError **error)
{
  if (range->offset <= G_MAXINT64 && range->length > 0 &&
      (is_open (range) || range->length <= G_MAXINT64 - range->offset))
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_RANGE,
               "A file cannot have a range of %" G_GUINT64_FORMAT " bytes from %" G_GUINT64_FORMAT
               " on.",
               range->length, range->offset);
  return FALSE;
}

static int
compare_offsets (gconstpointer a, gconstpointer b)
{
  const BgdRemoteRange *one = a;
  const BgdRemoteRange *other = b;

  return one->offset < other->offset ? -1 : one->offset > other->offset;
}

static gboolean
check_disjoint (const BgdRemoteRanges *self, GError **error)
{
  g_autoptr (GArray) sorted = g_array_copy (self->array);

  g_array_sort (sorted, compare_offsets);
  for (guint i = 1; i < sorted->len; i++)
    if (end_of (&g_array_index (sorted, BgdRemoteRange, i - 1)) >
        g_array_index (sorted, BgdRemoteRange, i).offset)
      {
        g_set_error_literal (error, BG_ERROR, BG_ERROR_OVERLAPPING_RANGES,
                             "Two ranges of the file have bytes in common.");
        return FALSE;
      }

  return TRUE;
}

/**
 * bgd_remote_ranges_new:
 * @ranges: (array length=length): in the order in which they are wanted
 * @length: how many
 *
 * Source: IBackgroundCopyJob3::AddFileWithRanges in the BITS reference.
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT for none, BG_ERROR_TOO_MANY_RANGES, BG_ERROR_INVALID_RANGE,
 * BG_ERROR_OVERLAPPING_RANGES.
 *
 * Returns: (transfer full): the ranges, or NULL
 */
BgdRemoteRanges *
bgd_remote_ranges_new (const BgdRemoteRange *ranges, guint length, GError **error)
{
  g_autoptr (BgdRemoteRanges) self = NULL;

  if (length == 0)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "A file needs at least one range.");
      return NULL;
    }
  if (length > BGD_MAX_REMOTE_RANGES)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_TOO_MANY_RANGES, "A file may have %d ranges, not %u.",
                   BGD_MAX_REMOTE_RANGES, length);
      return NULL;
    }
  for (guint i = 0; i < length; i++)
    if (!check_range (&ranges[i], error))
      return NULL;

  self = g_new0 (BgdRemoteRanges, 1);
  self->array = g_array_sized_new (FALSE, FALSE, sizeof (BgdRemoteRange), length);
  g_array_append_vals (self->array, ranges, length);
  bgd_remote_ranges_forget (self);

  return check_disjoint (self, error) ? g_steal_pointer (&self) : NULL;
}

BgdRemoteRanges *
bgd_remote_ranges_copy (const BgdRemoteRanges *self)
{
  BgdRemoteRanges *copy = g_memdup2 (self, sizeof *self);

  copy->array = g_array_copy (self->array);

  return copy;
}

void
bgd_remote_ranges_free (BgdRemoteRanges *self)
{
  g_array_unref (self->array);
  g_free (self);
}

guint
bgd_remote_ranges_get_length (const BgdRemoteRanges *self)
{
  return self->array->len;
}

BgdRemoteRange
bgd_remote_ranges_get (const BgdRemoteRanges *self, guint index)
{
  g_assert (index < self->array->len);

  return *AT (self, index);
}

/* (transfer full): what bgd_remote_ranges_parse() reads: "0-100,200-", half open. */
char *
bgd_remote_ranges_to_string (const BgdRemoteRanges *self)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < self->array->len; i++)
    {
      const BgdRemoteRange *range = AT (self, i);

      g_string_append_printf (string, "%s%" G_GUINT64_FORMAT "-", i > 0 ? "," : "", range->offset);
      if (!is_open (range))
        g_string_append_printf (string, "%" G_GUINT64_FORMAT, end_of (range));
    }

  return g_string_free (string, FALSE);
}

static gboolean
parse_range (const char *string, BgdRemoteRange *range)
{
  const char *dash = strchr (string, '-');
  g_autofree char *offset = dash != NULL ? g_strndup (string, (gsize) (dash - string)) : NULL;
  guint64 end;

  if (offset == NULL ||
      !g_ascii_string_to_unsigned (offset, 10, 0, G_MAXINT64, &range->offset, NULL))
    return FALSE;

  range->length = BGD_LENGTH_TO_EOF;
  if (dash[1] == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (dash + 1, 10, range->offset, G_MAXINT64, &end, NULL))
    return FALSE;

  range->length = end - range->offset;
  return TRUE;
}

/**
 * bgd_remote_ranges_parse:
 * @string: what the store kept; anything, if the disk or a person changed it
 *
 * Returns: (transfer full) (nullable): the ranges, or %NULL if bgd_remote_ranges_to_string() would
 *   not have written @string
 */
BgdRemoteRanges *
bgd_remote_ranges_parse (const char *string)
{
  g_auto (GStrv) parts = g_strsplit (string, ",", BGD_MAX_REMOTE_RANGES + 1);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (BgdRemoteRange));

  for (guint i = 0; parts[i] != NULL; i++)
    {
      BgdRemoteRange range;

      if (!parse_range (parts[i], &range))
        return NULL;
      g_array_append_val (ranges, range);
    }

  return bgd_remote_ranges_new ((const BgdRemoteRange *) ranges->data, ranges->len, NULL);
}

/* The remote file may be another one from now on. */
void
bgd_remote_ranges_forget (BgdRemoteRanges *self)
{
  self->size = BG_SIZE_UNKNOWN;
  self->rest = BGD_LENGTH_TO_EOF;
}

/**
 * bgd_remote_ranges_set_size:
 * @self: ranges
 * @size: bytes of the remote file
 *
 * Errors: BG_ERROR_INVALID_RANGE.
 *
 * Returns: whether it has all ranges
 */
gboolean
bgd_remote_ranges_set_size (BgdRemoteRanges *self, guint64 size, GError **error)
{
  for (guint i = 0; i < self->array->len; i++)
    {
      const BgdRemoteRange *range = AT (self, i);

      if (is_open (range) ? range->offset >= size : end_of (range) > size)
        {
          g_set_error (error, BG_ERROR, BG_ERROR_INVALID_RANGE,
                       "The file on the server has %" G_GUINT64_FORMAT
                       " bytes, which are not enough for a range from %" G_GUINT64_FORMAT " on",
                       size, range->offset);
          return FALSE;
        }
    }

  for (guint i = 0; i < self->array->len; i++)
    if (is_open (AT (self, i)))
      self->rest = size - AT (self, i)->offset;
  self->size = size;

  return TRUE;
}

/* Bytes of the ranges whose end was told. */
static guint64
count_told (const BgdRemoteRanges *self, gboolean *has_open)
{
  guint64 bytes = 0; /* disjoint, and below G_MAXINT64: the sum fits */

  *has_open = FALSE;
  for (guint i = 0; i < self->array->len; i++)
    if (is_open (AT (self, i)))
      *has_open = TRUE;
    else
      bytes += AT (self, i)->length;

  return bytes;
}

/**
 * bgd_remote_ranges_set_total:
 * @self: ranges
 * @total: bytes of the local file, by what was known the last time
 *
 * Returns: whether that can be
 */
gboolean
bgd_remote_ranges_set_total (BgdRemoteRanges *self, guint64 total)
{
  gboolean has_open;
  guint64 told = count_told (self, &has_open);

  if (total == BG_SIZE_UNKNOWN || total < told || (total > told) != has_open)
    return FALSE;

  if (has_open)
    self->rest = total - told;
  return TRUE;
}

/* Of the remote file, or BG_SIZE_UNKNOWN. */
guint64
bgd_remote_ranges_get_size (const BgdRemoteRanges *self)
{
  return self->size;
}

/* Of the local file, or BG_SIZE_UNKNOWN. */
guint64
bgd_remote_ranges_get_total (const BgdRemoteRanges *self)
{
  gboolean has_open;
  guint64 told = count_told (self, &has_open);

  if (!has_open)
    return told;

  return self->rest == BGD_LENGTH_TO_EOF ? BG_SIZE_UNKNOWN : told + self->rest;
}

/**
 * bgd_remote_ranges_find:
 * @self: ranges
 * @position: of a byte of the local file
 *
 * Returns: where it comes from
 */
BgdRemotePlace
bgd_remote_ranges_find (const BgdRemoteRanges *self, guint64 position)
{
  for (guint i = 0; i < self->array->len; i++)
    {
      const BgdRemoteRange *range = AT (self, i);
      guint64 length = is_open (range) ? self->rest : range->length;

      if (position < length)
        return (BgdRemotePlace){
          .offset = range->offset + position,
          .before = position,
          .left = length == BGD_LENGTH_TO_EOF ? length : length - position,
        };
      position -= length;
    }

  g_assert_not_reached ();
}
