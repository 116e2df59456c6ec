/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings files to the disk for good, several in one go. For the transfer thread. */
#pragma once

#include "bgd-sink.h"

G_BEGIN_DECLS

typedef void (*BgdSyncerFunc) (const GError *error, gpointer user_data);

void
bgd_syncer_sync (BgdSink *sink, BgdSyncerFunc func, gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
