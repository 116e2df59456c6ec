/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second pair of hands for what a slow disk makes slow: syncing and reading back. */
#pragma once

#include "bgd-pieces.h"
#include "bgd-range.h"
#include "bgd-sink.h"

G_BEGIN_DECLS

typedef struct _BgdWorker BgdWorker;

/* How it went, told on the thread that asked. */
typedef void (*BgdWorkerFunc) (const GError *error, gpointer user_data);

BgdWorker *bgd_worker_new (BgdSink *sink, gpointer user_data);
void bgd_worker_release (BgdWorker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdWorker, bgd_worker_release)

BgdSink *bgd_worker_get_sink (BgdWorker *self);
gboolean bgd_worker_is_busy (BgdWorker *self);
void bgd_worker_sync (BgdWorker *self, BgdWorkerFunc done);

/* Checksums: what is expected, the bytes that are final while others still come, and the end. */
void bgd_worker_expect (BgdWorker *self, const char *owners, const char *servers);
gboolean bgd_worker_wants_bytes (BgdWorker *self, guint64 end);
void bgd_worker_hash (BgdWorker *self, guint64 end, BgdWorkerFunc done);
gboolean bgd_worker_can_check (BgdWorker *self);
void bgd_worker_check (BgdWorker *self, BgdWorkerFunc done);
void bgd_worker_check_pieces (BgdWorker *self,
                              const BgdPieces *pieces,
                              guint64 size,
                              BgdWorkerFunc done);
const BgdRanges *bgd_worker_get_bad (BgdWorker *self);
void bgd_worker_cancel_check (BgdWorker *self);

G_END_DECLS
