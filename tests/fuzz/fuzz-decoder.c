/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A packed body comes to an end, good or bad, whatever is in it. The first byte of the input says
 * how it is packed and read. */
#include "config.h"

#include "bgd-decoder.h"

#include <string.h>

#include "fuzz.h"

#define MAXIMUM_OUTPUT ((gsize) 1024 * 1024)

typedef struct
{
  const uint8_t *data;
  gsize left;
  gsize piece;
} Source;

static gssize
read_piece (gpointer user_data, char *data, gsize length, GError **error)
{
  Source *self = user_data;
  gsize n = MIN (MIN (self->piece, length), self->left);

  if (n > 0)
    memcpy (data, self->data, n);
  self->data += n;
  self->left -= n;

  return (gssize) n;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;

  g_autoptr (BgdDecoder) decoder = bgd_decoder_new (data[0] & 1 ? "gzip" : "deflate");
  Source source = { .data = data + 1, .left = size - 1, .piece = data[0] & 2 ? 3 : 4096 };
  gsize length = data[0] & 4 ? 5 : 4096;
  g_autofree char *buffer = g_malloc (length);
  g_autoptr (GError) error = NULL;
  gsize total = 0;
  gssize n = 1;

  while (n > 0 && total < MAXIMUM_OUTPUT)
    {
      n = bgd_decoder_read (decoder, buffer, length, read_piece, &source, &error);
      g_assert_cmpint (n, <=, (gssize) length);
      total += n > 0 ? (gsize) n : 0;
    }
  if (n < 0)
    g_assert_nonnull (error);
  else
    g_assert_no_error (error);

  return 0;
}
