/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database of the queue: opened, found whole, brought to this version. */
#pragma once

#include "bgd-store-sql.h"

G_BEGIN_DECLS

sqlite3 *bgd_store_database_open (const char *path, gboolean *damaged, GError **error);
void bgd_store_database_close (sqlite3 *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, bgd_store_database_close)

G_END_DECLS
