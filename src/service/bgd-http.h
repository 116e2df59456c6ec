/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request over http or https, redirections included. With bgd-http-answer.c the only libsoup.
 */
#pragma once

#include "bgd-answer.h"
#include "bgd-credentials.h"
#include "bgd-route.h"

G_BEGIN_DECLS

/* Copied when it is sent. */
typedef struct
{
  const char *url;             /* where to begin */
  const char *origin;          /* the file's own address: its host gets the headers */
  const char *method;          /* (nullable) NULL: GET; else never sent twice, but to sign in */
  const char *const *headers;  /* (nullable) lines "Name: value" */
  BgdCredentials *credentials; /* (nullable) for the same host, if it asks */
  BgdRoute *route;             /* (nullable) */
  gboolean is_own;             /* origin is what the owner of the job has in mind, no mirror */
  gboolean ranged;
  guint64 start;        /* of the range */
  guint64 end;          /* one after its last byte, or BGD_TO_THE_END */
  const char *if_range; /* (nullable) */
  gboolean is_extra;    /* other connections to this server are busy: do not wait for one */
} BgdHttpRequest;

void bgd_http_send_async (const BgdHttpRequest *request,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
BgdAnswer *bgd_http_send_finish (GAsyncResult *result, GError **error);

G_END_DECLS
