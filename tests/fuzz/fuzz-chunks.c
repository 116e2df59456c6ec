/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A body in chunks gives the same bytes however it is cut into reads. The first byte of the input
 * says how. */
#include "config.h"

#include "bgd-chunks.h"

#include <string.h>

#include "fuzz.h"

/* FALSE: these are no chunks. What came out before is there nevertheless. */
static gboolean
decode (const uint8_t *data, gsize size, gsize piece, GByteArray *decoded, gboolean *over)
{
  BgdChunks chunks = { 0 };

  for (gsize at = 0; at < size; at += piece)
    {
      gsize length = MIN (piece, size - at);
      g_autofree char *copy = g_memdup2 (data + at, length);
      gsize n = 0;
      gboolean good = bgd_chunks_decode (&chunks, copy, length, &n);

      g_assert_cmpuint (n, <=, length);
      g_byte_array_append (decoded, (const guint8 *) copy, (guint) n);
      if (!good)
        return FALSE;
    }

  *over = bgd_chunks_are_over (&chunks);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 2)
    return 0;

  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GByteArray) pieces = g_byte_array_new ();
  gboolean whole_over = FALSE;
  gboolean pieces_over = FALSE;
  gboolean whole_good = decode (data + 1, size - 1, size - 1, whole, &whole_over);
  gboolean pieces_good = decode (data + 1, size - 1, data[0] % 16 + 1u, pieces, &pieces_over);

  g_assert_cmpint (whole_good, ==, pieces_good);
  g_assert_cmpint (whole_over, ==, pieces_over);
  g_assert_cmpmem (whole->data, whole->len, pieces->data, pieces->len);

  return 0;
}
