/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements, values and errors of SQLite, for the other files of the store. */
#include "config.h"

#include "bgd-store-sql.h"

#include <errno.h>

#include "bg-error.h"

void
bgd_store_statement_done (BgdStoreStatement *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

/* Whether this means that the file is not, or no longer, a database that can be trusted. */
gboolean
bgd_store_sql_is_damage (int result)
{
  int primary = result & 0xff;

  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

/* Whether the disk, or the user's share of it, is full. */
static gboolean
is_full (sqlite3 *database, int result)
{
  int primary = result & 0xff;
  int saved_errno = sqlite3_system_errno (database);

  if (primary == SQLITE_FULL)
    return TRUE;

  return (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) &&
         (saved_errno == ENOSPC || saved_errno == EDQUOT);
}

/**
 * bgd_store_sql_set_error:
 * @error: (out) (optional): BG_ERROR_DISK_FULL or BG_ERROR_STORE
 * @database: where it happened; nothing may have been done with it since
 * @result: what SQLite returned
 */
void
bgd_store_sql_set_error (GError **error, sqlite3 *database, int result)
{
  if (is_full (database, result))
    g_set_error_literal (error, BG_ERROR, BG_ERROR_DISK_FULL,
                         "The disk that holds the queue is full");
  else
    g_set_error (error, BG_ERROR, BG_ERROR_STORE, "The queue on disk failed: %s (%d)",
                 sqlite3_errmsg (database), sqlite3_extended_errcode (database));
}

/* Runs statements that return nothing, or nothing of interest. */
gboolean
bgd_store_sql_run (sqlite3 *database, const char *sql, GError **error)
{
  int result = sqlite3_exec (database, sql, NULL, NULL, NULL);

  if (result != SQLITE_OK)
    bgd_store_sql_set_error (error, database, result);

  return result == SQLITE_OK;
}

/* The first row of what a statement returns, or NULL and an error. */
static sqlite3_stmt *
first_row (sqlite3 *database, const char *sql, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result = sqlite3_prepare_v2 (database, sql, -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    return g_steal_pointer (&statement);

  bgd_store_sql_set_error (error, database, result);
  return NULL;
}

gboolean
bgd_store_sql_get_int64 (sqlite3 *database, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = first_row (database, sql, error);

  if (statement == NULL)
    return FALSE;

  *value = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

char *
bgd_store_sql_get_text (sqlite3 *database, const char *sql, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = first_row (database, sql, error);

  if (statement == NULL)
    return NULL;

  return g_strdup ((const char *) sqlite3_column_text (statement, 0));
}

/* Binding fails only without memory, where GLib ends the process as well, or by our mistake. All
 * values stay with the caller and have to live until the statement is done. */

void
bgd_store_bind_integer (sqlite3_stmt *statement, int parameter, gint64 value)
{
  int result = sqlite3_bind_int64 (statement, parameter, value);

  g_assert (result == SQLITE_OK);
}

/* SQLite has no unsigned numbers. Those that do not fit are unknown sizes: NULL. */
void
bgd_store_bind_unsigned (sqlite3_stmt *statement, int parameter, guint64 value)
{
  int result = value <= G_MAXINT64 ? sqlite3_bind_int64 (statement, parameter, (gint64) value)
                                   : sqlite3_bind_null (statement, parameter);

  g_assert (result == SQLITE_OK);
}

void
bgd_store_bind_text (sqlite3_stmt *statement, int parameter, const char *text)
{
  int result = sqlite3_bind_text (statement, parameter, text, -1, SQLITE_STATIC);

  g_assert (result == SQLITE_OK);
}

/* A string that need not be UTF-8, such as the name of a file. */
void
bgd_store_bind_bytes (sqlite3_stmt *statement, int parameter, const char *bytes)
{
  int result = bytes == NULL ? sqlite3_bind_null (statement, parameter)
                             : sqlite3_bind_blob64 (statement, parameter, bytes, strlen (bytes),
                                                    SQLITE_STATIC);

  g_assert (result == SQLITE_OK);
}

void
bgd_store_bind_blob (sqlite3_stmt *statement, int parameter, GBytes *blob)
{
  gsize length = 0;
  const void *data = g_bytes_get_data (blob, &length);
  int result = sqlite3_bind_blob64 (statement, parameter, data, length, SQLITE_STATIC);

  g_assert (result == SQLITE_OK);
}
