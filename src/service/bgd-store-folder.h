/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of the queue: private, held by one service at a time. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BgdStoreFolder BgdStoreFolder;

BgdStoreFolder *bgd_store_folder_open (const char *path, GError **error);
void bgd_store_folder_close (BgdStoreFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdStoreFolder, bgd_store_folder_close)

char *bgd_store_folder_get_file (BgdStoreFolder *self, const char *name);
gboolean bgd_store_folder_has (BgdStoreFolder *self, const char *name);
gboolean bgd_store_folder_make_file (BgdStoreFolder *self, const char *name, GError **error);
gboolean
bgd_store_folder_move (BgdStoreFolder *self, const char *from, const char *to, GError **error);
void bgd_store_folder_remove (BgdStoreFolder *self, const char *name);

G_END_DECLS
