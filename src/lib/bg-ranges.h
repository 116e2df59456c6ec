/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of a file that alone are wanted. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BG_LENGTH_TO_EOF:
 *
 * The length of a range that goes to the end of its file: all 64 bits are one, as in BITS.
 */
#define BG_LENGTH_TO_EOF ((guint64) 0xffffffffffffffff)

#define BG_TYPE_RANGES (bg_ranges_get_type ())

/**
 * BgRanges:
 *
 * The parts of a file that alone are wanted, in the order in which they are put together.
 */
typedef struct _BgRanges BgRanges;

GType bg_ranges_get_type (void) G_GNUC_CONST;

BgRanges *bg_ranges_new (void);
BgRanges *bg_ranges_ref (BgRanges *self);
void bg_ranges_unref (BgRanges *self);

void bg_ranges_add (BgRanges *self, guint64 offset, guint64 length);
guint bg_ranges_get_n_ranges (const BgRanges *self);
guint64 bg_ranges_get_offset (const BgRanges *self, guint index);
guint64 bg_ranges_get_length (const BgRanges *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgRanges, bg_ranges_unref)

G_END_DECLS
