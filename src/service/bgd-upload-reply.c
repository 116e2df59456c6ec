/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says to an upload, on its way into a file. */
#include "config.h"

#include "bgd-upload-reply.h"

#include "bg-enums.h"
#include "bgd-error.h"
#include "bgd-sink.h"

#define PIECE ((gsize) 64 * 1024)

struct _BgdUploadReply
{
  GInputStream *body;        /* (owned) */
  guint64 length;            /* that it must have, or BG_SIZE_UNKNOWN */
  char *directory;           /* (owned) (type filename) */
  char *part_name;           /* (owned) */
  GCancellable *cancellable; /* (owned) */
  BgdUploadReplyFunc done;
  gpointer user_data;

  BgdSink *sink; /* (owned) (nullable) */
  guint64 bytes;
};

void
bgd_upload_reply_free (BgdUploadReply *self)
{
  g_clear_pointer (&self->sink, bgd_sink_close);
  g_object_unref (self->body);
  g_object_unref (self->cancellable);
  g_free (self->directory);
  g_free (self->part_name);
  g_free (self);
}

static void read_on (BgdUploadReply *self);

/* FALSE: it is over. */
static gboolean
take (BgdUploadReply *self, GBytes *piece, GError **error)
{
  gsize length = g_bytes_get_size (piece);

  if (self->sink == NULL)
    {
      self->sink = bgd_sink_open (self->directory, self->part_name, error);
      if (self->sink == NULL || !bgd_sink_truncate (self->sink, 0, error))
        return FALSE;
    }
  if (self->bytes + length > BGD_UPLOAD_REPLY_MAX)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_TOO_LARGE, "The reply is too long");
      return FALSE;
    }
  if (length == 0 && self->length != BG_SIZE_UNKNOWN && self->bytes != self->length)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_CONNECTION_CLOSED, "The reply was cut off");
      return FALSE;
    }
  if (length == 0)
    {
      bgd_sink_sync (self->sink, error);
      return FALSE;
    }
  if (!bgd_sink_write (self->sink, g_bytes_get_data (piece, NULL), length, self->bytes, error))
    return FALSE;

  self->bytes += length;
  return TRUE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BgdUploadReply *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (piece == NULL && error->domain != BG_ERROR)
    {
      g_autoptr (GError) network = g_steal_pointer (&error);

      error = g_error_new (BG_ERROR, (int) bgd_error_from_network (network),
                           "The reply was cut off: %s", network->message);
    }

  if (piece != NULL && take (self, piece, &error))
    read_on (self);
  else
    self->done (self->bytes, error, self->user_data); /* frees us */
}

static void
read_on (BgdUploadReply *self)
{
  g_input_stream_read_bytes_async (self->body, PIECE, G_PRIORITY_DEFAULT, self->cancellable,
                                   on_read, self);
}

/**
 * bgd_upload_reply_new:
 * @body: of the answer
 * @length: bytes that it must have, or BG_SIZE_UNKNOWN
 * @directory: (type filename): where it goes
 * @part_name: the hidden file there
 * @cancellable: ends it: @done is called with an error
 * @done: called once, never before this returns
 * @user_data: for @done
 *
 * Returns: (transfer full): to be freed by @done
 */
BgdUploadReply *
bgd_upload_reply_new (GInputStream *body,
                      guint64 length,
                      const char *directory,
                      const char *part_name,
                      GCancellable *cancellable,
                      BgdUploadReplyFunc done,
                      gpointer user_data)
{
  BgdUploadReply *self = g_new0 (BgdUploadReply, 1);

  self->body = g_object_ref (body);
  self->length = length;
  self->directory = g_strdup (directory);
  self->part_name = g_strdup (part_name);
  self->cancellable = g_object_ref (cancellable);
  self->done = done;
  self->user_data = user_data;
  read_on (self);

  return self;
}

/* For a server that has nothing to say. */
gboolean
bgd_upload_reply_write_empty (const char *directory, const char *part_name, GError **error)
{
  g_autoptr (BgdSink) sink = bgd_sink_open (directory, part_name, error);

  return sink != NULL && bgd_sink_truncate (sink, 0, error) && bgd_sink_sync (sink, error);
}
