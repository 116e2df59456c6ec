/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a transfer has on both threads: made and heard on the main thread, at work on the other. */
#pragma once

#include "bgd-download.h"
#include "bgd-transfer.h"

G_BEGIN_DECLS

typedef struct _BgdTransferLink BgdTransferLink;

/* What the owner hears, on the main thread; see the signals of BgdTransfer. */
typedef struct
{
  void (*answered) (BgdTransferAnswer *answer, gpointer owner);
  void (*moved) (const char *url, gpointer owner);
  void (*safe) (const BgdRanges *ranges, gpointer owner);
  void (*finished) (const BgdDownloadResult *result, gpointer owner); /* nothing follows */
} BgdTransferLinkListener;

BgdTransferLink *bgd_transfer_link_new (const BgdTransferRequest *request,
                                        const BgdTransferLinkListener *listener,
                                        gpointer owner);
void bgd_transfer_link_unref (BgdTransferLink *self);
gboolean bgd_transfer_link_leave (BgdTransferLink *self);

void bgd_transfer_link_start (BgdTransferLink *self);
void bgd_transfer_link_stop (BgdTransferLink *self);
void bgd_transfer_link_end (BgdTransferLink *self);
guint64 bgd_transfer_link_get_bytes (BgdTransferLink *self);
gboolean bgd_transfer_link_get_waits (BgdTransferLink *self);
void bgd_transfer_link_draw (BgdTransferLink *self,
                             BgdOutline *outline,
                             BgdTransferDrawn drawn,
                             gpointer user_data);

G_END_DECLS
