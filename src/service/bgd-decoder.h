/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes the packing off a body that a server packed for the way. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BgdDecoder BgdDecoder;

/* Like g_pollable_input_stream_read_nonblocking(): bytes, 0 at the end, or -1. */
typedef gssize (*BgdDecoderSource) (gpointer source, char *data, gsize length, GError **error);

BgdDecoder *bgd_decoder_new (const char *coding);
void bgd_decoder_free (BgdDecoder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdDecoder, bgd_decoder_free)

gssize bgd_decoder_read (BgdDecoder *self,
                         char *data,
                         gsize length,
                         BgdDecoderSource read,
                         gpointer source,
                         GError **error);

G_END_DECLS
