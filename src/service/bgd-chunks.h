/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a body out of its chunks. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  BGD_CHUNKS_SIZE, /* first, so that all zero is a good beginning */
  BGD_CHUNKS_EXTENSION,
  BGD_CHUNKS_DATA,
  BGD_CHUNKS_DATA_END,
  BGD_CHUNKS_TRAILER,
  BGD_CHUNKS_TRAILER_LINE,
  BGD_CHUNKS_OVER,
} BgdChunksState;

/* Begins as all zero. */
typedef struct
{
  BgdChunksState state;
  guint64 left; /* bytes of this chunk; while its size is read, what was read of that */
  guint digits; /* of the size */
  guint idle;   /* bytes since the last one of data */
} BgdChunks;

gboolean bgd_chunks_decode (BgdChunks *self, char *data, gsize length, gsize *decoded);
gboolean bgd_chunks_are_over (const BgdChunks *self);

G_END_DECLS
