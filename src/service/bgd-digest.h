/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checksums of files. The only GnuTLS. */
#pragma once

#include "bgd-sink.h"

G_BEGIN_DECLS

char *bgd_digest_normalize (const char *checksum, GError **error);
gboolean bgd_digest_check_range (BgdSink *sink,
                                 const char *algorithm,
                                 guint64 start,
                                 guint64 end,
                                 const guint8 *hash,
                                 GCancellable *cancellable,
                                 GError **error);

/* A file that is read while it grows, from its beginning on, to be compared with a checksum. */
typedef struct _BgdDigest BgdDigest;

BgdDigest *bgd_digest_new (const char *checksum, GError **error);
void bgd_digest_free (BgdDigest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdDigest, bgd_digest_free)

gboolean bgd_digest_feed (
    BgdDigest *self, BgdSink *sink, guint64 end, GCancellable *cancellable, GError **error);
gboolean
bgd_digest_finish (BgdDigest *self, BgdSink *sink, GCancellable *cancellable, GError **error);

G_END_DECLS
