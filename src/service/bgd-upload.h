/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file on its way to a server, from the first request to the last answer. For the transfer
 * thread. */
#pragma once

#include "bgd-download.h"

G_BEGIN_DECLS

typedef struct _BgdUpload BgdUpload;

BgdUpload *bgd_upload_new (const BgdTransferRequest *request,
                           const BgdDownloadListener *listener,
                           gpointer user_data);
void bgd_upload_free (BgdUpload *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdUpload, bgd_upload_free)

void bgd_upload_start (BgdUpload *self);
void bgd_upload_continue (BgdUpload *self);
void bgd_upload_stop (BgdUpload *self);

G_END_DECLS
