/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies as a server packs them for the way. */
#include "config.h"

#include "fake-packing.h"

#include "fake-content.h"

GByteArray *
fake_pack_bytes (const void *data, gsize length, GZlibCompressorFormat format)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (format, 6);
  GByteArray *packed = g_byte_array_new ();
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize position = 0;

  while (result != G_CONVERTER_FINISHED)
    {
      g_autoptr (GError) error = NULL;
      char buffer[4096];
      gsize consumed, produced;

      result = g_converter_convert (G_CONVERTER (compressor), (const char *) data + position,
                                    length - position, buffer, sizeof buffer,
                                    G_CONVERTER_INPUT_AT_END, &consumed, &produced, &error);
      g_assert_no_error (error);
      position += consumed;
      g_byte_array_append (packed, (const guint8 *) buffer, (guint) produced);
    }

  return packed;
}

/* The bytes of fake_fill(). */
GByteArray *
fake_pack (guint seed, gsize size, GZlibCompressorFormat format)
{
  g_autofree char *bytes = g_malloc (size);

  fake_fill (seed, 0, bytes, size);

  return fake_pack_bytes (bytes, size, format);
}
