/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged queue is put aside; what can be read of it becomes the new one. */
#pragma once

#include "bgd-store-folder.h"

G_BEGIN_DECLS

gboolean bgd_store_rescue_finish (BgdStoreFolder *folder, const char *name, GError **error);
char *bgd_store_rescue (BgdStoreFolder *folder, const char *name, GError **error);

G_END_DECLS
