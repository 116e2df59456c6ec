/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checksums of files. The only GnuTLS. */
#pragma once

#include "bgd-sink.h"

G_BEGIN_DECLS

char *bgd_digest_normalize (const char *checksum, GError **error);
gboolean
bgd_digest_check (BgdSink *sink, const char *checksum, GCancellable *cancellable, GError **error);

G_END_DECLS
