/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which parts of a file are here, and which are on their way. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BG_TYPE_SEGMENTS (bg_segments_get_type ())

/**
 * BgSegments:
 *
 * Which parts of a file are here, and which are on their way, for a picture of it.
 *
 * It is as it was when the service was asked, and does not change.
 */
typedef struct _BgSegments BgSegments;

GType bg_segments_get_type (void) G_GNUC_CONST;

BgSegments *bg_segments_ref (BgSegments *self);
void bg_segments_unref (BgSegments *self);

guint64 bg_segments_get_size (const BgSegments *self);
guint bg_segments_get_connections (const BgSegments *self);
double bg_segments_get_received (const BgSegments *self, guint64 start, guint64 end);
gboolean bg_segments_get_active (const BgSegments *self, guint64 start, guint64 end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgSegments, bg_segments_unref)

G_END_DECLS
