/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file in broad strokes, for a picture of it: what is here, and where bytes arrive. Pure. */
#pragma once

#include "bgd-job.h"

G_BEGIN_DECLS

/* So many ranges are told of each kind: more than a picture has room for. */
#define BGD_OUTLINE_RANGES 512

typedef struct
{
  guint64 size;        /* or BG_SIZE_UNKNOWN */
  guint connections;   /* to servers */
  BgdRanges *received; /* (owned) */
  BgdRanges *active;   /* (owned) what is expected within about a second */
} BgdOutline;

BgdOutline *bgd_outline_new (void);
BgdOutline *bgd_outline_new_of_file (const BgdFile *file);
void bgd_outline_free (BgdOutline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdOutline, bgd_outline_free)

void bgd_outline_set_received (BgdOutline *self, const BgdRanges *received);
void bgd_outline_add_connection (BgdOutline *self, guint64 position, guint64 end, double rate);
void bgd_outline_simplify (BgdOutline *self);

G_END_DECLS
