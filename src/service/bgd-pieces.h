/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checksums of the parts of a file, so that a wrong part can be told from the right ones. Pure:
 * nothing is hashed here. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of a piece. Metalink files have 64 KiB to 16 MiB; what is outside of these limits costs
 * more than it is worth. */
#define BGD_PIECES_MINIMUM_LENGTH ((guint64) 1024)
#define BGD_PIECES_MAXIMUM_LENGTH ((guint64) 1024 * 1024 * 1024)

typedef struct
{
  const char *algorithm; /* one that bgd_pieces_find_algorithm() gives, or not checked yet */
  guint64 length;        /* bytes of each piece but the last, which may be shorter */
  GBytes *hashes;        /* (owned) of all pieces, one after the other */
} BgdPieces;

const char *bgd_pieces_find_algorithm (const char *called, gsize *hash_length);

BgdPieces *bgd_pieces_new (
    const char *algorithm, guint64 length, GBytes *hashes, guint64 size, GError **error);
BgdPieces *bgd_pieces_copy (const BgdPieces *self);
void bgd_pieces_free (BgdPieces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdPieces, bgd_pieces_free)

guint64 bgd_pieces_count (const BgdPieces *self);
const guint8 *bgd_pieces_get_hash (const BgdPieces *self, guint64 index, gsize *length);
void bgd_pieces_get_range (
    const BgdPieces *self, guint64 index, guint64 size, guint64 *start, guint64 *end);

G_END_DECLS
