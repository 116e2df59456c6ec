/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A part of a local file as the body of a request: read when the server takes it, no faster than
 * it may be. For the transfer thread. */
#include "config.h"

#include "bgd-upload-body.h"

#include "bgd-error.h"
#include "bgd-ration.h"

struct _BgdUploadBody
{
  GInputStream parent_instance;

  BgdSinkReader *reader; /* (nullable) the owner's; none: the owner has gone */
  guint64 position;
  guint64 end;
  BgdBucket *bucket; /* (owned) */
  GSocket *socket;   /* (owned) (nullable) that takes it */
  BgdRation ration;
  BgdUploadBodyFunc took;
  gpointer user_data;
};

static void bgd_upload_body_pollable_init (GPollableInputStreamInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BgdUploadBody,
                               bgd_upload_body,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      bgd_upload_body_pollable_init))

/* Bytes that may go now; G_MAXUINT64: as many as there are. */
static guint64
get_allowance (BgdUploadBody *self)
{
  if (self->position == self->end || self->reader == NULL)
    return G_MAXUINT64;

  bgd_ration_update (&self->ration);

  return bgd_ration_offer (&self->ration, g_get_monotonic_time ());
}

static gssize
read_some (BgdUploadBody *self, void *buffer, gsize length, GError **error)
{
  gsize wanted = (gsize) MIN (length, self->end - self->position);
  gssize n;

  if (wanted == 0)
    return 0;
  if (self->reader == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the upload has ended");
      return -1;
    }

  n = bgd_sink_reader_read (self->reader, buffer, wanted, self->position, error);
  if (n == 0)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_LOCAL_FILE_CHANGED,
                           "The file became shorter while it was being uploaded");
      return -1;
    }
  if (n < 0)
    return -1;

  self->position += (guint64) n;
  bgd_ration_take (&self->ration, (guint64) n);
  self->took ((gsize) n, self->user_data);

  return n;
}

static gssize
bgd_upload_body_read (
    GInputStream *stream, void *buffer, gsize length, GCancellable *cancellable, GError **error)
{
  return read_some (BGD_UPLOAD_BODY (stream), buffer, length, error);
}

static gboolean
is_readable (GPollableInputStream *stream)
{
  return get_allowance (BGD_UPLOAD_BODY (stream)) > 0;
}

static gssize
read_nonblocking (GPollableInputStream *stream, void *buffer, gsize length, GError **error)
{
  BgdUploadBody *self = BGD_UPLOAD_BODY (stream);
  guint64 allowance = get_allowance (self);

  if (allowance == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "the limit is reached");
      return -1;
    }

  return read_some (self, buffer, (gsize) MIN (length, allowance), error);
}

/* Ready when the limits let more through. */
static GSource *
create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  BgdUploadBody *self = BGD_UPLOAD_BODY (stream);
  gint64 wait = is_readable (stream) ? 0 : bgd_ration_get_wait (&self->ration);
  g_autoptr (GSource) due = g_timeout_source_new ((guint) ((wait + 999) / 1000));

  return g_pollable_source_new_full (stream, due, cancellable);
}

static void
bgd_upload_body_finalize (GObject *object)
{
  BgdUploadBody *self = BGD_UPLOAD_BODY (object);

  bgd_upload_body_release (self);
  bgd_bucket_unref (self->bucket);

  G_OBJECT_CLASS (bgd_upload_body_parent_class)->finalize (object);
}

static void
bgd_upload_body_pollable_init (GPollableInputStreamInterface *interface)
{
  interface->is_readable = is_readable;
  interface->create_source = create_source;
  interface->read_nonblocking = read_nonblocking;
}

static void
bgd_upload_body_class_init (BgdUploadBodyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bgd_upload_body_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = bgd_upload_body_read;
}

static void
bgd_upload_body_init (BgdUploadBody *self)
{
}

/**
 * bgd_upload_body_new:
 * @reader: the file; must live until bgd_upload_body_release()
 * @start: the first byte
 * @end: one after the last
 * @bucket: limits the speed, as do the one of all uploads and the other traffic of the machine
 * @took: hears of each read
 * @user_data: for @took
 *
 * Returns: (transfer full): a stream that libsoup reads as fast as the connection takes it
 */
GInputStream *
bgd_upload_body_new (BgdSinkReader *reader,
                     guint64 start,
                     guint64 end,
                     BgdBucket *bucket,
                     BgdUploadBodyFunc took,
                     gpointer user_data)
{
  BgdUploadBody *self = g_object_new (BGD_TYPE_UPLOAD_BODY, NULL);

  self->reader = reader;
  self->position = start;
  self->end = end;
  self->bucket = bgd_bucket_ref (bucket);
  bgd_ration_begin (&self->ration, BGD_OUTGOING, bucket);
  self->took = took;
  self->user_data = user_data;

  return G_INPUT_STREAM (self);
}

/**
 * bgd_upload_body_set_socket:
 * @stream: a body
 * @socket: of the connection that takes it from now on
 */
void
bgd_upload_body_set_socket (GInputStream *stream, GSocket *socket)
{
  BgdUploadBody *self = BGD_UPLOAD_BODY (stream);

  if (self->reader == NULL || self->socket == socket)
    return;

  bgd_ration_set_socket (&self->ration, socket);
  g_set_object (&self->socket, socket);
}

/* The reader goes; whoever still holds the stream gets an error. */
void
bgd_upload_body_release (BgdUploadBody *self)
{
  if (self->reader == NULL)
    return;

  self->reader = NULL;
  bgd_ration_end (&self->ration, self->position < self->end);
  g_clear_object (&self->socket);
}
