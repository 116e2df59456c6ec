/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges of a remote file that are put together, one after the other, to a local one. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BGD_MAX_REMOTE_RANGES 500     /* of one file; MaxRangesPerFile */
#define BGD_LENGTH_TO_EOF G_MAXUINT64 /* BG_LENGTH_TO_EOF: all that follows */

typedef struct
{
  guint64 offset;
  guint64 length; /* or BGD_LENGTH_TO_EOF */
} BgdRemoteRange;

/* Where a byte of the local file comes from. */
typedef struct
{
  guint64 offset; /* in the remote file */
  guint64 before; /* bytes of the same range before it */
  guint64 left;   /* bytes of the same range from it on; BGD_LENGTH_TO_EOF: nobody knows yet */
} BgdRemotePlace;

typedef struct _BgdRemoteRanges BgdRemoteRanges;

BgdRemoteRanges *bgd_remote_ranges_new (const BgdRemoteRange *ranges, guint length, GError **error);
BgdRemoteRanges *bgd_remote_ranges_copy (const BgdRemoteRanges *self);
void bgd_remote_ranges_free (BgdRemoteRanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdRemoteRanges, bgd_remote_ranges_free)

guint bgd_remote_ranges_get_length (const BgdRemoteRanges *self);
BgdRemoteRange bgd_remote_ranges_get (const BgdRemoteRanges *self, guint index);
char *bgd_remote_ranges_to_string (const BgdRemoteRanges *self);
BgdRemoteRanges *bgd_remote_ranges_parse (const char *string);

/* What is known of the remote file. */
gboolean bgd_remote_ranges_set_size (BgdRemoteRanges *self, guint64 size, GError **error);
gboolean bgd_remote_ranges_set_total (BgdRemoteRanges *self, guint64 total);
void bgd_remote_ranges_forget (BgdRemoteRanges *self);
guint64 bgd_remote_ranges_get_size (const BgdRemoteRanges *self);
guint64 bgd_remote_ranges_get_total (const BgdRemoteRanges *self);
BgdRemotePlace bgd_remote_ranges_find (const BgdRemoteRanges *self, guint64 position);

G_END_DECLS
