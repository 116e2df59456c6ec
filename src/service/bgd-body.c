/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body of an answer as the bytes of the file: out of its chunks, unpacked, without waiting. */
#include "config.h"

#include "bgd-body.h"

/* As they come over the wire, but for the chunks. */
static gssize
read_packed (gpointer source, char *data, gsize length, GError **error)
{
  BgdBody *self = source;
  GPollableInputStream *body = G_POLLABLE_INPUT_STREAM (self->answer->body);
  GPollableInputStream *chunks = G_POLLABLE_INPUT_STREAM (self->answer->chunks);
  gsize decoded = 0;

  if (chunks == NULL)
    return g_pollable_input_stream_read_nonblocking (body, data, length, NULL, error);

  while (decoded == 0 && !bgd_chunks_are_over (&self->chunks))
    {
      gssize n = g_pollable_input_stream_read_nonblocking (chunks, data, length, NULL, error);

      if (n < 0)
        return n;
      if (n == 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                               "the last chunk is missing");
          return -1;
        }
      if (!bgd_chunks_decode (&self->chunks, data, (gsize) n, &decoded))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               "the chunks make no sense");
          return -1;
        }
    }

  return (gssize) decoded;
}

/* Like g_pollable_input_stream_read_nonblocking(). */
gssize
bgd_body_read (BgdBody *self, char *data, gsize length, GError **error)
{
  BgdDecoder *decoder = self->answer->decoder;

  return decoder != NULL ? bgd_decoder_read (decoder, data, length, read_packed, self, error)
                         : read_packed (self, data, length, error);
}

/* (transfer full): tells that there is something to read, but for what is in memory already. */
GSource *
bgd_body_create_source (BgdBody *self)
{
  GInputStream *stream = self->answer->chunks != NULL ? self->answer->chunks : self->answer->body;

  return g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (stream), NULL);
}
