/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of packed bodies: they come out as they were, or not at all. */
#include "config.h"

#include "bgd-decoder.h"

#include <string.h>

#include "fake-content.h"
#include "fake-packing.h"

#define SIZE (40 * 1024 + 7)

/* Gives its bytes in small pieces, each after a "not yet". */
typedef struct
{
  const GByteArray *bytes;
  gsize position;
  gsize piece;
  gboolean ready;
} Source;

static gssize
read_piece (gpointer user_data, char *data, gsize length, GError **error)
{
  Source *self = user_data;
  gsize n = MIN (MIN (self->piece, length), self->bytes->len - self->position);

  self->ready = !self->ready;
  if (self->ready)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not yet");
      return -1;
    }

  if (n > 0)
    memcpy (data, self->bytes->data + self->position, n);
  self->position += n;

  return (gssize) n;
}

/* All that comes out, in reads of @step bytes. */
static GByteArray *
decode (const char *coding, const GByteArray *bytes, gsize piece, gsize step, GError **error)
{
  g_autoptr (BgdDecoder) decoder = bgd_decoder_new (coding);
  g_autoptr (GByteArray) decoded = g_byte_array_new ();
  g_autofree char *buffer = g_malloc (step);
  Source source = { .bytes = bytes, .piece = piece };
  gssize n = 1;

  while (n != 0)
    {
      g_autoptr (GError) own = NULL;

      n = bgd_decoder_read (decoder, buffer, step, read_piece, &source, &own);
      if (n > 0)
        g_byte_array_append (decoded, (const guint8 *) buffer, (guint) n);
      if (n < 0 && !g_error_matches (own, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_propagate_error (error, g_steal_pointer (&own));
          return NULL;
        }
    }

  return g_steal_pointer (&decoded);
}

static void
assert_decodes (const char *coding, const GByteArray *packed, gsize piece, gsize step)
{
  g_autofree char *wanted = g_malloc (SIZE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) decoded = decode (coding, packed, piece, step, &error);

  g_assert_no_error (error);
  fake_fill (1, 0, wanted, SIZE);
  g_assert_cmpmem (decoded->data, decoded->len, wanted, SIZE);
}

static const struct
{
  const char *coding;
  GZlibCompressorFormat format;
} codings[] = {
  { "gzip", G_ZLIB_COMPRESSOR_FORMAT_GZIP },
  { "X-GZip", G_ZLIB_COMPRESSOR_FORMAT_GZIP },
  { "deflate", G_ZLIB_COMPRESSOR_FORMAT_ZLIB },
  { "deflate", G_ZLIB_COMPRESSOR_FORMAT_RAW },
};

static void
test_packed_bodies_are_unpacked (void)
{
  static const gsize sizes[] = { 1, 7, 4096, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (codings); i++)
    {
      g_autoptr (GByteArray) packed = fake_pack (1, SIZE, codings[i].format);

      for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
        {
          assert_decodes (codings[i].coding, packed, sizes[j], 4096);
          assert_decodes (codings[i].coding, packed, 4096, sizes[j]);
        }
    }
}

static void
test_packed_pieces_follow_each_other (void)
{
  g_autoptr (GByteArray) packed = fake_pack (1, SIZE, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GByteArray) nothing = fake_pack (1, 0, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GByteArray) both = g_byte_array_new ();

  g_byte_array_append (both, nothing->data, nothing->len);
  g_byte_array_append (both, packed->data, packed->len);
  g_byte_array_append (both, (const guint8 *) "\0\0rubbish", 9);
  assert_decodes ("gzip", both, 10, 1000);
}

static void
test_body_that_is_cut_off_fails (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (codings); i++)
    {
      g_autoptr (GByteArray) packed = fake_pack (1, SIZE, codings[i].format);

      for (guint cut = 1; cut < 12; cut++)
        {
          g_autoptr (GError) error = NULL;

          g_byte_array_set_size (packed, packed->len - 1);
          g_assert_null (decode (codings[i].coding, packed, 5000, 5000, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
        }
    }
}

static void
test_body_of_nothing_is_empty (void)
{
  g_autoptr (GByteArray) nothing = g_byte_array_new ();
  g_autoptr (GByteArray) decoded = decode ("gzip", nothing, 1, 1, NULL);

  g_assert_cmpuint (decoded->len, ==, 0);
}

static void
test_wrong_bytes_fail (void)
{
  g_autoptr (GByteArray) rubbish = g_byte_array_new ();
  g_autoptr (GByteArray) packed = fake_pack (1, SIZE, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GError) error = NULL;

  g_byte_array_set_size (rubbish, SIZE);
  fake_fill (3, 0, rubbish->data, SIZE);
  g_assert_null (decode ("gzip", rubbish, 100, 100, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);

  /* Its own checksum, at the end. */
  packed->data[packed->len - 6] ^= 1;
  g_assert_null (decode ("gzip", packed, 100, 100, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_body_that_never_brings_anything_fails (void)
{
  g_autoptr (GByteArray) nothing = fake_pack (1, 0, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  while (all->len < 2 * 1024 * 1024)
    g_byte_array_append (all, nothing->data, nothing->len);
  g_assert_null (decode ("gzip", all, 10000, 1000, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_other_codings_are_unknown (void)
{
  g_assert_null (bgd_decoder_new ("br"));
  g_assert_null (bgd_decoder_new ("zstd"));
  g_assert_null (bgd_decoder_new ("gzip, gzip"));
  g_assert_null (bgd_decoder_new (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/decoder/" name, test_##function)
  ADD ("packed-bodies-are-unpacked", packed_bodies_are_unpacked);
  ADD ("packed-pieces-follow-each-other", packed_pieces_follow_each_other);
  ADD ("body-that-is-cut-off-fails", body_that_is_cut_off_fails);
  ADD ("body-of-nothing-is-empty", body_of_nothing_is_empty);
  ADD ("wrong-bytes-fail", wrong_bytes_fail);
  ADD ("body-that-never-brings-anything-fails", body_that_never_brings_anything_fails);
  ADD ("other-codings-are-unknown", other_codings_are_unknown);

  return g_test_run ();
}
