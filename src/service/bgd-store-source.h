/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a file beyond its address, to rows and back. */
#pragma once

#include "bgd-job.h"
#include "bgd-store-sql.h"

G_BEGIN_DECLS

gboolean bgd_store_source_is_needed (const BgdFile *file);
int bgd_store_source_write (sqlite3_stmt *prepared, const BgdFile *file);
gint64 bgd_store_source_get_job (sqlite3_stmt *statement);
guint bgd_store_source_get_file (sqlite3_stmt *statement);
void bgd_store_source_read (sqlite3_stmt *statement, BgdFile *file);

G_END_DECLS
