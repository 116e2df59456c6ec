/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements, values and errors of SQLite, for the other files of the store. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* A statement that somebody else owns: afterwards it is ready for its next use. */
typedef sqlite3_stmt BgdStoreStatement;
void bgd_store_statement_done (BgdStoreStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdStoreStatement, bgd_store_statement_done)

gboolean bgd_store_sql_is_damage (int result);
void bgd_store_sql_set_error (GError **error, sqlite3 *database, int result);
gboolean bgd_store_sql_run (sqlite3 *database, const char *sql, GError **error);
gboolean
bgd_store_sql_get_int64 (sqlite3 *database, const char *sql, gint64 *value, GError **error);
char *bgd_store_sql_get_text (sqlite3 *database, const char *sql, GError **error);

void bgd_store_bind_integer (sqlite3_stmt *statement, int parameter, gint64 value);
void bgd_store_bind_unsigned (sqlite3_stmt *statement, int parameter, guint64 value);
void bgd_store_bind_text (sqlite3_stmt *statement, int parameter, const char *text);
void bgd_store_bind_bytes (sqlite3_stmt *statement, int parameter, const char *bytes);
void bgd_store_bind_blob (sqlite3_stmt *statement, int parameter, GBytes *blob);

G_END_DECLS
