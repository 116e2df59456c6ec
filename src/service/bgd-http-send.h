/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request with any method and perhaps a body: a step of an upload. Redirections are told, not
 * followed: the body would have to be read again. */
#pragma once

#include "bgd-http-login.h"
#include "bgd-reply.h"
#include "bgd-route.h"

G_BEGIN_DECLS

/* The body is about to be taken by this connection. */
typedef void (*BgdHttpConnectedFunc) (GInputStream *body, GSocket *socket);

/* Copied when it is sent. */
typedef struct
{
  const char *method;
  const char *url;
  const char *origin;         /* the file's own address: its host gets the headers */
  const char *const *headers; /* (nullable) lines of the owner */
  const char *const *own;     /* (nullable) lines that are ours, and win */
  BgdRoute *route;            /* (nullable) */
  BgdHttpLogin *login;        /* (nullable) */
  GInputStream *body;         /* (nullable) */
  guint64 length;             /* of the body, in bytes */
  BgdHttpConnectedFunc connected;
  gboolean waits;    /* with the body until the server says that it wants it */
  gboolean is_whole; /* the body is the whole file: not to be sent again unasked */
} BgdHttpOrder;

void bgd_http_send_order_async (const BgdHttpOrder *order,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
BgdReply *bgd_http_send_order_finish (GAsyncResult *result, GError **error);

G_END_DECLS
