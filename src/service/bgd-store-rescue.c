/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged queue is put aside; what can be read of it becomes the new one. */
#include "config.h"

#include "bgd-store-rescue.h"

#include "bgd-store-database.h"

/* How many keys in a row may be unreadable before the rest is given up: more than fit into some
 * damaged pages. */
#define MAXIMUM_GAP 10000

/* What is read, until it is whole and takes the name of the queue. */
static char *
get_new_name (const char *name)
{
  return g_strconcat (name, ".rescued", NULL);
}

/* Opens a database in which nothing can be relied on. Nothing is written to it. */
static sqlite3 *
open_damaged (const char *path)
{
  g_autoptr (sqlite3) database = NULL;

  if (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    return NULL;

  /* Lets SQLite read a file that is shorter than its header says. */
  sqlite3_db_config (database, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  /* Who has it alone needs no shared memory to read its log. */
  if (!bgd_store_sql_run (database, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON",
                          NULL))
    return NULL;

  return g_steal_pointer (&database);
}

static gboolean
has_column (sqlite3_stmt *table, const char *name)
{
  for (int i = 0; i < sqlite3_column_count (table); i++)
    {
      if (g_str_equal (sqlite3_column_name (table, i), name))
        return TRUE;
    }

  return FALSE;
}

/* The column of the new table that column i of the old one becomes, or NULL. Where they have the
 * same number of columns their place counts: names can be damaged, too. Else the old one is of
 * another version. */
static const char *
get_column (sqlite3_stmt *to, sqlite3_stmt *from, int i)
{
  const char *name = sqlite3_column_name (from, i);

  if (sqlite3_column_count (to) == sqlite3_column_count (from))
    return sqlite3_column_name (to, i);

  return has_column (to, name) ? name : NULL;
}

/* Its parameter i + 1 is column i of the old table. Files are numbered anew in the order of their
 * keys, which is that of their insertion, because some of a job may be lost. */
static sqlite3_stmt *
prepare_insert (sqlite3 *database, const char *table, sqlite3_stmt *from, GError **error)
{
  g_autofree char *all = g_strdup_printf ("SELECT * FROM %s", table);
  g_autoptr (GString) names = g_string_new ("key");
  g_autoptr (GString) values = g_string_new ("?1");
  g_autofree char *sql = NULL;
  g_autoptr (sqlite3_stmt) to = NULL;
  g_autoptr (sqlite3_stmt) insert = NULL;
  int result = sqlite3_prepare_v2 (database, all, -1, &to, NULL);

  for (int i = 1; result == SQLITE_OK && i < sqlite3_column_count (from); i++)
    {
      const char *name = get_column (to, from, i);

      if (name == NULL)
        continue;

      g_string_append_printf (names, ", %s", name);
      if (g_str_equal (name, "number"))
        g_string_append (values, ", (SELECT coalesce (max (number) + 1, 0) FROM files "
                                 "WHERE job = ?2)");
      else
        g_string_append_printf (values, ", ?%d", i + 1);
    }

  sql = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", table, names->str, values->str);
  if (result == SQLITE_OK)
    result = sqlite3_prepare_v2 (database, sql, -1, &insert, NULL);
  if (result != SQLITE_OK)
    bgd_store_sql_set_error (error, database, result);

  return g_steal_pointer (&insert);
}

/* One row; one that breaks the rules of its table is left out. */
static gboolean
copy_row (sqlite3 *to, sqlite3_stmt *prepared, sqlite3_stmt *from, guint *copied, GError **error)
{
  g_autoptr (BgdStoreStatement) insert = prepared;
  int result;

  for (int i = 0; i < MIN (sqlite3_column_count (from), sqlite3_bind_parameter_count (insert)); i++)
    sqlite3_bind_value (insert, i + 1, sqlite3_column_value (from, i));

  result = sqlite3_step (insert);
  *copied += result == SQLITE_DONE ? 1 : 0;
  if (result == SQLITE_DONE || (result & 0xff) == SQLITE_CONSTRAINT)
    return TRUE;

  bgd_store_sql_set_error (error, to, result);
  return FALSE;
}

/* All rows that can be read, in the order of their keys. Where reading fails it goes on behind, and
 * further behind each time, although the keys need not be in order any more. */
static gboolean
copy_table (sqlite3 *to, sqlite3 *from, const char *table, guint *copied, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE key > ?1 ORDER BY key", table);
  g_autoptr (sqlite3_stmt) prepared = NULL;
  g_autoptr (sqlite3_stmt) insert = NULL;
  gint64 start = 0; /* the first key is 1 */
  guint gap = 0;

  *copied = 0;
  if (sqlite3_prepare_v2 (from, sql, -1, &prepared, NULL) != SQLITE_OK)
    return TRUE;
  insert = prepare_insert (to, table, prepared, error);
  if (insert == NULL)
    return FALSE;

  for (; gap < MAXIMUM_GAP && start < G_MAXINT64; gap++, start++)
    {
      g_autoptr (BgdStoreStatement) select = prepared;
      int result;

      bgd_store_bind_integer (select, 1, start);
      while ((result = sqlite3_step (select)) == SQLITE_ROW)
        {
          guint before = *copied;

          if (!copy_row (to, insert, select, copied, error))
            return FALSE;

          start = MAX (start, sqlite3_column_int64 (select, 0));
          gap = *copied > before ? 0 : gap;
        }

      if (result == SQLITE_DONE)
        break;
    }

  return TRUE;
}

static gboolean
copy_all (sqlite3 *to, sqlite3 *from, GError **error)
{
  guint jobs = 0;
  guint files = 0;
  guint sources = 0;

  if (!bgd_store_sql_run (to, "BEGIN IMMEDIATE", error) ||
      !copy_table (to, from, "jobs", &jobs, error) ||
      !copy_table (to, from, "files", &files, error) ||
      !copy_table (to, from, "sources", &sources, error) ||
      !bgd_store_sql_run (to, "COMMIT", error))
    return FALSE;

  g_message ("%u jobs and %u files were read from the damaged queue", jobs, files);
  return TRUE;
}

/* A name that is free: what was put aside once is not touched again. */
static char *
get_aside_name (BgdStoreFolder *folder, const char *name)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", name, stamp);

  for (guint i = 1; bgd_store_folder_has (folder, aside); i++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s.damaged-%s-%u", name, stamp, i);
    }

  return g_steal_pointer (&aside);
}

/* After a crash between the two last steps of bgd_store_rescue(): does the last one. */
gboolean
bgd_store_rescue_finish (BgdStoreFolder *folder, const char *name, GError **error)
{
  g_autofree char *new_name = get_new_name (name);

  if (bgd_store_folder_has (folder, name) || !bgd_store_folder_has (folder, new_name))
    return TRUE;

  return bgd_store_folder_move (folder, new_name, name, error);
}

/**
 * bgd_store_rescue:
 * @folder: where the queue is
 * @name: the damaged queue; nobody may have it open
 * @error: (out) (optional): BG_ERROR_STORE or BG_ERROR_DISK_FULL; the queue is as it was then
 *
 * Returns: (transfer full) (nullable) (type filename): the path of the damaged queue now; under
 *   @name there is a new one with what could be read
 */
char *
bgd_store_rescue (BgdStoreFolder *folder, const char *name, GError **error)
{
  g_autofree char *path = bgd_store_folder_get_file (folder, name);
  g_autofree char *new_name = get_new_name (name);
  g_autofree char *new_path = bgd_store_folder_get_file (folder, new_name);
  g_autofree char *aside = get_aside_name (folder, name);
  g_autoptr (sqlite3) from = NULL;
  g_autoptr (sqlite3) to = NULL;
  gboolean damaged = FALSE;

  bgd_store_folder_remove (folder, new_name);
  if (!bgd_store_folder_make_file (folder, new_name, error))
    return NULL;
  to = bgd_store_database_open (new_path, &damaged, error);
  if (to == NULL)
    return NULL;

  from = open_damaged (path);
  if (from != NULL && !copy_all (to, from, error))
    return NULL;

  g_clear_pointer (&from, bgd_store_database_close);
  g_clear_pointer (&to, bgd_store_database_close);
  if (!bgd_store_folder_move (folder, name, aside, error) ||
      !bgd_store_folder_move (folder, new_name, name, error))
    return NULL;

  return bgd_store_folder_get_file (folder, aside);
}
