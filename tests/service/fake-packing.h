/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies as a server packs them for the way. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GByteArray *fake_pack_bytes (const void *data, gsize length, GZlibCompressorFormat format);
GByteArray *fake_pack (guint seed, gsize size, GZlibCompressorFormat format);

G_END_DECLS
