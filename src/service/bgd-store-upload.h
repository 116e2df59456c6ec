/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes a file an upload, to rows and back. */
#pragma once

#include "bgd-job.h"
#include "bgd-store-sql.h"

G_BEGIN_DECLS

int bgd_store_upload_write (sqlite3_stmt *prepared, const BgdJob *job, const BgdFile *file);
gint64 bgd_store_upload_get_job (sqlite3_stmt *statement);
guint bgd_store_upload_get_file (sqlite3_stmt *statement);
void bgd_store_upload_read (sqlite3_stmt *statement, BgdFile *file);

G_END_DECLS
