/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set of byte ranges: sorted, disjoint, merged where they touch. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes start … end - 1; start < end. */
typedef struct
{
  guint64 start;
  guint64 end;
} BgdRange;

/* What is kept of a set that is hopelessly torn: its first ranges. A file in 32 pieces needs 32. */
#define BGD_RANGES_MAXIMUM 65536

typedef struct _BgdRanges BgdRanges;

BgdRanges *bgd_ranges_new (void);
BgdRanges *bgd_ranges_copy (const BgdRanges *self);
void bgd_ranges_free (BgdRanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdRanges, bgd_ranges_free)

void bgd_ranges_add (BgdRanges *self, guint64 start, guint64 end);
void bgd_ranges_remove (BgdRanges *self, guint64 start, guint64 end);
void bgd_ranges_clear (BgdRanges *self);
gboolean bgd_ranges_equal (const BgdRanges *self, const BgdRanges *other);
guint bgd_ranges_get_length (const BgdRanges *self);
BgdRange bgd_ranges_get (const BgdRanges *self, guint index);
guint64 bgd_ranges_get_bytes (const BgdRanges *self);
guint64 bgd_ranges_get_end (const BgdRanges *self);
guint64 bgd_ranges_count_before (const BgdRanges *self, guint64 offset);
gboolean bgd_ranges_contains (const BgdRanges *self, guint64 start, guint64 end);

/* "0-1048576,2097152-3145728", half open; what the store keeps. */
char *bgd_ranges_to_string (const BgdRanges *self);
BgdRanges *bgd_ranges_parse (const char *string);

G_END_DECLS
