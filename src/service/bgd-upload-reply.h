/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says to an upload, on its way into a file. For the transfer thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Windows: 1 MB. A reply is a receipt, not a download. */
#define BGD_UPLOAD_REPLY_MAX ((guint64) 16 * 1024 * 1024)

typedef struct _BgdUploadReply BgdUploadReply;

/* It is whole and on the disk, or not. */
typedef void (*BgdUploadReplyFunc) (guint64 bytes, const GError *error, gpointer user_data);

BgdUploadReply *bgd_upload_reply_new (GInputStream *body,
                                      guint64 length,
                                      const char *directory,
                                      const char *part_name,
                                      GCancellable *cancellable,
                                      BgdUploadReplyFunc done,
                                      gpointer user_data);
void bgd_upload_reply_free (BgdUploadReply *self);

gboolean
bgd_upload_reply_write_empty (const char *directory, const char *part_name, GError **error);

G_END_DECLS
