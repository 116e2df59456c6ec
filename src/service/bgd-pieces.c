/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checksums of the parts of a file, so that a wrong part can be told from the right ones. */
#include "config.h"

#include "bgd-pieces.h"

#include "bg-error.h"

static const struct
{
  const char *name; /* as the contract has it */
  gsize length;     /* bytes of a hash */
} algorithms[] = {
  { "md5", 16 }, { "sha-1", 20 }, { "sha-256", 32 }, { "sha-384", 48 }, { "sha-512", 64 },
};

/* Whatever the case and the dashes, of which old Metalink files have none. */
static gboolean
is_called (const char *name, const char *called)
{
  while (*name != '\0' || *called != '\0')
    {
      if (*name == '-')
        name++;
      else if (*called == '-')
        called++;
      else if (g_ascii_tolower (*called) == *name)
        name++, called++;
      else
        return FALSE;
    }

  return TRUE;
}

/**
 * bgd_pieces_find_algorithm:
 * @called: such as "sha-256" or "SHA256"
 * @hash_length: (out) (optional): bytes of one hash
 *
 * Returns: (transfer none) (nullable): its one name, for ever; %NULL if it is not known
 */
const char *
bgd_pieces_find_algorithm (const char *called, gsize *hash_length)
{
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      if (!is_called (algorithms[i].name, called))
        continue;

      if (hash_length != NULL)
        *hash_length = algorithms[i].length;
      return algorithms[i].name;
    }

  return NULL;
}

static gsize
hash_length_of (const BgdPieces *self)
{
  gsize length = 1;

  bgd_pieces_find_algorithm (self->algorithm, &length);

  return length;
}

/**
 * bgd_pieces_new:
 * @algorithm: what made the hashes
 * @length: bytes of a piece
 * @hashes: the raw hashes of all pieces, one after the other
 * @size: bytes of the file
 *
 * Errors: %BG_ERROR_INVALID_ARGUMENT.
 *
 * Returns: (transfer full): the pieces; %NULL if they cannot be those of a file of @size bytes
 */
BgdPieces *
bgd_pieces_new (const char *algorithm, guint64 length, GBytes *hashes, guint64 size, GError **error)
{
  gsize hash_length = 0;
  const char *name = bgd_pieces_find_algorithm (algorithm, &hash_length);
  const BgdPieces given = { name, length, hashes };
  guint64 count;

  if (name == NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The hashes of pieces must be md5, sha-1, sha-256, sha-384 or sha-512.");
      return NULL;
    }

  if (length < BGD_PIECES_MINIMUM_LENGTH || length > BGD_PIECES_MAXIMUM_LENGTH)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "A piece must have %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                   " bytes, not %" G_GUINT64_FORMAT ".",
                   BGD_PIECES_MINIMUM_LENGTH, BGD_PIECES_MAXIMUM_LENGTH, length);
      return NULL;
    }

  count = size / length + (size % length > 0 ? 1 : 0);
  if (count == 0 || g_bytes_get_size (hashes) % hash_length != 0 ||
      g_bytes_get_size (hashes) / hash_length != count)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "A file of %" G_GUINT64_FORMAT " bytes has %" G_GUINT64_FORMAT
                   " pieces of %" G_GUINT64_FORMAT " bytes; there are %" G_GSIZE_FORMAT
                   " bytes of hashes, of %" G_GSIZE_FORMAT " each.",
                   size, count, length, g_bytes_get_size (hashes), hash_length);
      return NULL;
    }

  return bgd_pieces_copy (&given);
}

BgdPieces *
bgd_pieces_copy (const BgdPieces *self)
{
  BgdPieces *copy = g_memdup2 (self, sizeof *self);

  if (copy != NULL)
    g_bytes_ref (copy->hashes);

  return copy;
}

void
bgd_pieces_free (BgdPieces *self)
{
  if (self == NULL)
    return;

  g_bytes_unref (self->hashes);
  g_free (self);
}

guint64
bgd_pieces_count (const BgdPieces *self)
{
  return g_bytes_get_size (self->hashes) / hash_length_of (self);
}

/**
 * bgd_pieces_get_hash:
 * @self: pieces
 * @index: a piece, from 0
 * @length: (out): bytes of the hash
 *
 * Returns: (transfer none) (array length=length): the hash that the piece must have
 */
const guint8 *
bgd_pieces_get_hash (const BgdPieces *self, guint64 index, gsize *length)
{
  const guint8 *hashes = g_bytes_get_data (self->hashes, NULL);

  g_assert (index < bgd_pieces_count (self));

  *length = hash_length_of (self);
  return hashes + index * *length;
}

/**
 * bgd_pieces_get_range:
 * @self: pieces
 * @index: a piece, from 0
 * @size: bytes of the file
 * @start: (out): where the piece begins
 * @end: (out): the byte behind it
 */
void
bgd_pieces_get_range (
    const BgdPieces *self, guint64 index, guint64 size, guint64 *start, guint64 *end)
{
  g_assert (index < bgd_pieces_count (self));

  *start = MIN (index * self->length, size);
  *end = MIN (*start + self->length, size);
}
