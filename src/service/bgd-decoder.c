/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes the packing off a body that a server packed for the way although nobody asked it to. */
#include "config.h"

#include "bgd-decoder.h"

#define INPUT_SIZE ((gsize) 64 * 1024)

/* Packing makes things smaller. So much input that holds nothing is an attack. */
#define MAXIMUM_IDLE ((gsize) 1024 * 1024)

struct _BgdDecoder
{
  GConverter *converter; /* (owned) (nullable) from the first byte on */
  gboolean gzip;         /* otherwise "deflate" */

  char *input;      /* (owned) packed bytes that were read */
  gsize start, end; /* those that were not unpacked yet */
  gsize idle;       /* bytes of input since the last one of output */
  gboolean pending; /* more may come out although nothing goes in */
  gboolean over;    /* the packing is complete, or not begun */
};

/**
 * bgd_decoder_new:
 * @coding: the value of Content-Encoding
 *
 * Source: RFC 9110, section 8.4.1.
 *
 * Returns: (transfer full) (nullable): a decoder, at the beginning of the body; %NULL if this is
 *   nothing that can be unpacked
 */
BgdDecoder *
bgd_decoder_new (const char *coding)
{
  gboolean gzip =
      g_ascii_strcasecmp (coding, "gzip") == 0 || g_ascii_strcasecmp (coding, "x-gzip") == 0;

  if (!gzip && g_ascii_strcasecmp (coding, "deflate") != 0)
    return NULL;

  BgdDecoder *self = g_new0 (BgdDecoder, 1);

  self->gzip = gzip;
  self->input = g_malloc (INPUT_SIZE);
  self->over = TRUE;

  return self;
}

void
bgd_decoder_free (BgdDecoder *self)
{
  g_clear_object (&self->converter);
  g_free (self->input);
  g_free (self);
}

/* "deflate" means the format of zlib, but many send the bare stream, which never begins as that one
 * does. */
static GZlibCompressorFormat
get_format (BgdDecoder *self)
{
  if (self->gzip)
    return G_ZLIB_COMPRESSOR_FORMAT_GZIP;

  return (self->input[self->start] & 0x0f) == 8 ? G_ZLIB_COMPRESSOR_FORMAT_ZLIB
                                                : G_ZLIB_COMPRESSOR_FORMAT_RAW;
}

/* The first member, or one that follows another. FALSE: this is not one. */
static gboolean
begin_member (BgdDecoder *self)
{
  if (self->converter == NULL)
    self->converter = G_CONVERTER (g_zlib_decompressor_new (get_format (self)));
  else if (self->gzip && self->input[self->start] == 0x1f)
    g_converter_reset (self->converter);
  else
    return FALSE;

  self->over = FALSE;
  return TRUE;
}

static gssize
unpack (BgdDecoder *self, char *data, gsize length, GError **error)
{
  g_autoptr (GError) own = NULL;
  gsize consumed = 0;
  gsize produced = 0;
  GConverterResult result =
      g_converter_convert (self->converter, self->input + self->start, self->end - self->start,
                           data, length, G_CONVERTER_NO_FLAGS, &consumed, &produced, &own);

  self->pending = FALSE;
  if (result == G_CONVERTER_ERROR && g_error_matches (own, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    {
      self->start = self->end;
      return 0;
    }
  if (result == G_CONVERTER_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return -1;
    }

  self->start += consumed;
  self->idle = produced > 0 ? 0 : self->idle + consumed;
  self->over = result == G_CONVERTER_FINISHED;
  self->pending = !self->over && produced == length;
  if (self->idle > MAXIMUM_IDLE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the packing is empty");
      return -1;
    }

  return (gssize) produced;
}

/**
 * bgd_decoder_read:
 * @self: a decoder
 * @data: (out): where unpacked bytes go
 * @length: how many at most, above 0
 * @read: gives packed bytes
 * @source: for @read
 * @error: return location
 *
 * Never takes more memory, whatever the bytes say. What follows after the packing is not looked at.
 *
 * Returns: how many there are; 0: the body is over; -1 with the errors of @read,
 *   G_IO_ERROR_INVALID_DATA, or G_IO_ERROR_PARTIAL_INPUT if the body ends too early
 */
gssize
bgd_decoder_read (BgdDecoder *self,
                  char *data,
                  gsize length,
                  BgdDecoderSource read,
                  gpointer source,
                  GError **error)
{
  gssize n = 0;

  while (n == 0)
    {
      if (self->start == self->end && !self->pending)
        {
          n = read (source, self->input, INPUT_SIZE, error);
          if (n < 0 || (n == 0 && self->over))
            return n;
          if (n == 0)
            {
              g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                                   "the packed bytes are cut off");
              return -1;
            }
          self->start = 0;
          self->end = (gsize) n;
        }
      if (self->over && !begin_member (self))
        return 0;

      n = unpack (self, data, length, error);
    }

  return n;
}
