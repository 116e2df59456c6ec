/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a body out of its chunks. libsoup could, but its 3.2 takes a connection that is closed
 * between two chunks, and a size that is no number, for the end of the body: half a file would
 * pass for a whole one. */
#include "config.h"

#include "bgd-chunks.h"

#include <string.h>

/* Extensions and trailers are of no use here, and nobody sends many. */
#define MAXIMUM_IDLE (64 * 1024)

/* One byte that is not data. */
static gboolean
take_byte (BgdChunks *self, char byte)
{
  switch (self->state)
    {
    case BGD_CHUNKS_SIZE:
      if (g_ascii_isxdigit (byte))
        {
          self->left = self->left * 16 + (guint64) g_ascii_xdigit_value (byte);
          return ++self->digits < 16; /* no file is that large */
        }
      if (self->digits == 0)
        return FALSE;
      self->state = BGD_CHUNKS_EXTENSION;
      return strchr (" \t;\r\n", byte) != NULL && take_byte (self, byte);

    case BGD_CHUNKS_EXTENSION:
      if (byte == '\n')
        self->state = self->left > 0 ? BGD_CHUNKS_DATA : BGD_CHUNKS_TRAILER;
      return TRUE;

    case BGD_CHUNKS_DATA_END:
      if (byte == '\n')
        {
          self->state = BGD_CHUNKS_SIZE;
          self->digits = 0;
        }
      return byte == '\r' || byte == '\n';

    case BGD_CHUNKS_TRAILER:
      if (byte == '\n')
        self->state = BGD_CHUNKS_OVER;
      else if (byte != '\r')
        self->state = BGD_CHUNKS_TRAILER_LINE;
      return TRUE;

    case BGD_CHUNKS_TRAILER_LINE:
      if (byte == '\n')
        self->state = BGD_CHUNKS_TRAILER;
      return TRUE;

    case BGD_CHUNKS_DATA:
    case BGD_CHUNKS_OVER:
    default:
      g_assert_not_reached ();
    }
}

/**
 * bgd_chunks_decode:
 * @self: where we are
 * @data: the next bytes of the body as they were sent; becomes those of the file
 * @length: how many
 * @decoded: (out): how many of them remain
 *
 * What follows the end of the body is dropped.
 *
 * Source: RFC 9112, section 7.1.
 *
 * Returns: %FALSE if these are no chunks
 */
gboolean
bgd_chunks_decode (BgdChunks *self, char *data, gsize length, gsize *decoded)
{
  gsize position = 0;

  *decoded = 0;
  while (position < length && self->state != BGD_CHUNKS_OVER)
    {
      if (self->state != BGD_CHUNKS_DATA)
        {
          if (++self->idle > MAXIMUM_IDLE || !take_byte (self, data[position++]))
            return FALSE;
          continue;
        }

      gsize n = (gsize) MIN (self->left, length - position);

      memmove (data + *decoded, data + position, n);
      *decoded += n;
      position += n;
      self->idle = 0;
      self->left -= n;
      if (self->left == 0)
        self->state = BGD_CHUNKS_DATA_END;
    }

  return TRUE;
}

/* Whether the last chunk and what belongs to it have come. */
gboolean
bgd_chunks_are_over (const BgdChunks *self)
{
  return self->state == BGD_CHUNKS_OVER;
}
