/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a file beyond its address, to rows and back. What comes back may be anything,
 * and none of it is worth losing the file. */
#include "config.h"

#include "bgd-store-source.h"

#include <string.h>

#include "bgd-address.h"
#include "bgd-store-column.h"

/* Whether the file has a row of its own. */
gboolean
bgd_store_source_is_needed (const BgdFile *file)
{
  return file->mirrors != NULL || file->wanted_size != BG_SIZE_UNKNOWN;
}

/* For the file that was inserted last. */
int
bgd_store_source_write (sqlite3_stmt *prepared, const BgdFile *file)
{
  g_autofree char *mirrors = file->mirrors != NULL ? g_strjoinv ("\n", file->mirrors) : NULL;
  g_autoptr (BgdStoreStatement) statement = prepared;

  bgd_store_bind_unsigned (statement, BGD_STORE_SOURCE_SIZE, file->wanted_size);
  bgd_store_bind_text (statement, BGD_STORE_SOURCE_MIRRORS, mirrors);
  if (file->pieces != NULL)
    {
      bgd_store_bind_text (statement, BGD_STORE_SOURCE_ALGORITHM, file->pieces->algorithm);
      bgd_store_bind_unsigned (statement, BGD_STORE_SOURCE_PIECE_LENGTH, file->pieces->length);
      bgd_store_bind_blob (statement, BGD_STORE_SOURCE_HASHES, file->pieces->hashes);
    }

  return sqlite3_step (statement);
}

/* The key of the job that the row is about. */
gint64
bgd_store_source_get_job (sqlite3_stmt *statement)
{
  return sqlite3_column_int64 (statement, BGD_STORE_SOURCE_JOB);
}

/* The index in that job, which need not be one. */
guint
bgd_store_source_get_file (sqlite3_stmt *statement)
{
  gint64 number = sqlite3_column_int64 (statement, BGD_STORE_SOURCE_NUMBER);

  return (guint) CLAMP (number, 0, (gint64) BGD_NO_FILE);
}

/* A string without NUL, or NULL where there is none. */
static char *
read_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);
  gsize length = (gsize) sqlite3_column_bytes (statement, column);

  return text != NULL && strlen (text) == length ? g_strdup (text) : NULL;
}

/* Those that are addresses. */
static char **
read_mirrors (sqlite3_stmt *statement, gboolean *flawed)
{
  gboolean is_there = sqlite3_column_type (statement, BGD_STORE_SOURCE_MIRRORS) != SQLITE_NULL;
  g_autofree char *text = read_text (statement, BGD_STORE_SOURCE_MIRRORS);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", BGD_MAX_MIRRORS + 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; lines[i] != NULL && i < BGD_MAX_MIRRORS; i++)
    {
      g_autofree char *mirror =
          g_utf8_validate (lines[i], -1, NULL) ? bgd_address_parse (lines[i], NULL, NULL) : NULL;

      *flawed |= mirror == NULL;
      if (mirror == NULL)
        continue;

      g_strv_builder_add (builder, mirror);
      any = TRUE;
    }

  *flawed |= is_there && !any;
  return any ? g_strv_builder_end (builder) : NULL;
}

static guint64
read_size (sqlite3_stmt *statement, gboolean *flawed)
{
  gint64 size = sqlite3_column_int64 (statement, BGD_STORE_SOURCE_SIZE);

  if (sqlite3_column_type (statement, BGD_STORE_SOURCE_SIZE) == SQLITE_NULL)
    return BG_SIZE_UNKNOWN;

  *flawed |= size < 0;
  return size >= 0 ? (guint64) size : BG_SIZE_UNKNOWN;
}

static BgdPieces *
read_pieces (sqlite3_stmt *statement, guint64 size, gboolean *flawed)
{
  gint64 length = sqlite3_column_int64 (statement, BGD_STORE_SOURCE_PIECE_LENGTH);
  const void *bytes = sqlite3_column_blob (statement, BGD_STORE_SOURCE_HASHES);
  int n_bytes = sqlite3_column_bytes (statement, BGD_STORE_SOURCE_HASHES);
  g_autofree char *algorithm = read_text (statement, BGD_STORE_SOURCE_ALGORITHM);
  g_autoptr (GBytes) hashes = NULL;
  BgdPieces *pieces = NULL;

  if (sqlite3_column_type (statement, BGD_STORE_SOURCE_HASHES) == SQLITE_NULL)
    return NULL;

  hashes = g_bytes_new (bytes, (gsize) n_bytes);
  if (algorithm != NULL && length > 0 && size != BG_SIZE_UNKNOWN)
    pieces = bgd_pieces_new (algorithm, (guint64) length, hashes, size, NULL);

  *flawed |= pieces == NULL;
  return pieces;
}

/**
 * bgd_store_source_read:
 * @statement: at a row of BGD_STORE_LOAD_SOURCES
 * @file: (inout): the file that the row is about
 *
 * What cannot be is left out with a warning: the file can do without.
 */
void
bgd_store_source_read (sqlite3_stmt *statement, BgdFile *file)
{
  gboolean flawed = FALSE;

  file->mirrors = read_mirrors (statement, &flawed);
  file->wanted_size = read_size (statement, &flawed);
  file->pieces = read_pieces (statement, file->wanted_size, &flawed);

  if (flawed)
    g_warning ("The queue has impossible sources for “%s”; they are left out", file->url);
}
