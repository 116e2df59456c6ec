/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A part of a local file as the body of a request: read when the server takes it, no faster than
 * it may be. For the transfer thread. */
#pragma once

#include <gio/gio.h>

#include "bgd-bucket.h"
#include "bgd-sink-reader.h"

G_BEGIN_DECLS

#define BGD_TYPE_UPLOAD_BODY (bgd_upload_body_get_type ())
G_DECLARE_FINAL_TYPE (BgdUploadBody, bgd_upload_body, BGD, UPLOAD_BODY, GInputStream)

/* Bytes were taken for the way. */
typedef void (*BgdUploadBodyFunc) (gsize bytes, gpointer user_data);

GInputStream *bgd_upload_body_new (BgdSinkReader *reader,
                                   guint64 start,
                                   guint64 end,
                                   BgdBucket *bucket,
                                   BgdUploadBodyFunc took,
                                   gpointer user_data);
void bgd_upload_body_set_socket (GInputStream *stream, GSocket *socket);
void bgd_upload_body_release (BgdUploadBody *self);

G_END_DECLS
