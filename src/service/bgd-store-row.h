/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs and files to rows and back. */
#pragma once

#include "bgd-job.h"
#include "bgd-store-sql.h"

G_BEGIN_DECLS

/* These bind and step once; the result is SQLite's. */
int bgd_store_row_write_id (sqlite3_stmt *prepared, const char *id);
int bgd_store_row_write_job (sqlite3_stmt *prepared, const BgdJob *job);
int bgd_store_row_write_file (sqlite3_stmt *prepared, const BgdJob *job, const BgdFile *file);
int bgd_store_row_write_progress (sqlite3_stmt *prepared, const BgdJob *job, const BgdFile *file);

BgdJob *bgd_store_row_read_job (sqlite3_stmt *statement, gint64 *key, const char **flaw);
BgdFile *bgd_store_row_read_file (sqlite3_stmt *statement, gint64 *job_key, const char **flaw);

G_END_DECLS
