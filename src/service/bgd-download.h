/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file on its way here, from the first request to the last sync. For the transfer thread. */
#pragma once

#include "bgd-outline.h"
#include "bgd-transfer.h"

G_BEGIN_DECLS

typedef struct _BgdDownload BgdDownload;

/* How it ended. */
typedef struct
{
  BgdFailure failure; /* (owned) */
  guint retry_after;  /* seconds; 0: not told */
  gboolean stopped;   /* before the file was whole */
} BgdDownloadResult;

/* What the owner hears. */
typedef struct
{
  /* If it is to be restarted, nothing is written until bgd_download_continue(). */
  void (*answered) (const BgdTransferAnswer *answer, gpointer user_data);

  /* The file is at that address, as its server says. Not of uploads; may come again. */
  void (*moved) (const char *url, gpointer user_data);

  void (*wrote) (gsize bytes, gpointer user_data);

  /* Bytes that were told turned out to be wrong, and are fetched again. */
  void (*lost) (guint64 bytes, gpointer user_data);

  /* All connections to the server are in use; or it goes on. */
  void (*waits) (gboolean waits, gpointer user_data);

  void (*safe) (const BgdRanges *ranges, gpointer user_data);

  /* Nothing follows. May free the download. */
  void (*finished) (const BgdDownloadResult *result, gpointer user_data);
} BgdDownloadListener;

BgdDownload *bgd_download_new (const BgdTransferRequest *request,
                               const BgdDownloadListener *listener,
                               gpointer user_data);
void bgd_download_free (BgdDownload *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdDownload, bgd_download_free)

void bgd_download_start (BgdDownload *self);
void bgd_download_continue (BgdDownload *self);
void bgd_download_stop (BgdDownload *self);
void bgd_download_draw (BgdDownload *self, BgdOutline *outline);

G_END_DECLS
