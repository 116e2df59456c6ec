/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body of an answer as the bytes of the file: out of its chunks, unpacked, without waiting. */
#pragma once

#include "bgd-answer.h"
#include "bgd-chunks.h"

G_BEGIN_DECLS

typedef struct
{
  BgdAnswer *answer; /* the owner's */
  BgdChunks chunks;  /* if it comes in chunks */
} BgdBody;

gssize bgd_body_read (BgdBody *self, char *data, gsize length, GError **error);
GSource *bgd_body_create_source (BgdBody *self);

G_END_DECLS
