/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes a file an upload, to rows and back. What comes back may be anything. */
#include "config.h"

#include "bgd-store-upload.h"

#include <string.h>

#include "bgd-store-column.h"

/* For the file that was inserted last, or to change the row of a file. */
int
bgd_store_upload_write (sqlite3_stmt *prepared, const BgdJob *job, const BgdFile *file)
{
  const BgdCargo *cargo = file->cargo;
  g_autoptr (BgdStoreStatement) statement = prepared;

  bgd_store_bind_unsigned (statement, BGD_STORE_UPLOAD_SIZE, cargo->size);
  bgd_store_bind_integer (statement, BGD_STORE_UPLOAD_CHANGED, cargo->changed);
  bgd_store_bind_integer (statement, BGD_STORE_UPLOAD_PROTOCOL, cargo->place.protocol);
  bgd_store_bind_text (statement, BGD_STORE_UPLOAD_RESOURCE, cargo->place.resource);
  bgd_store_bind_text (statement, BGD_STORE_UPLOAD_HOST, cargo->place.host);
  bgd_store_bind_text (statement, BGD_STORE_UPLOAD_REPLY_URL, cargo->place.reply_url);
  bgd_store_bind_integer (statement, BGD_STORE_UPLOAD_CLOSING, cargo->place.closing ? 1 : 0);
  bgd_store_bind_integer (statement, BGD_STORE_UPLOAD_WITHDRAW_UNTIL, cargo->withdraw_until);

  /* Inserting has no such parameters. */
  if (sqlite3_bind_parameter_count (statement) >= BGD_STORE_UPLOAD_JOB_ID)
    {
      bgd_store_bind_integer (statement, BGD_STORE_UPLOAD_NUMBER, file->index);
      bgd_store_bind_text (statement, BGD_STORE_UPLOAD_JOB_ID, job->id);
    }

  return sqlite3_step (statement);
}

/* The key of the job that the row is about. */
gint64
bgd_store_upload_get_job (sqlite3_stmt *statement)
{
  return sqlite3_column_int64 (statement, BGD_STORE_UPLOAD_JOB);
}

/* The index in that job, which need not be one. */
guint
bgd_store_upload_get_file (sqlite3_stmt *statement)
{
  gint64 number = sqlite3_column_int64 (statement, BGD_STORE_UPLOAD_NUMBER);

  return (guint) CLAMP (number, 0, (gint64) BGD_NO_FILE);
}

/* A string that can be in a header, or NULL. */
static char *
read_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);
  gsize length = (gsize) sqlite3_column_bytes (statement, column);

  if (text == NULL || strlen (text) != length || !g_utf8_validate (text, -1, NULL))
    return NULL;

  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (text[i]))
      return NULL;

  return g_strdup (text);
}

/**
 * bgd_store_upload_read:
 * @statement: at a row of BGD_STORE_LOAD_UPLOADS
 * @file: (inout): the file that the row is about
 *
 * A place that cannot be is forgotten: the upload begins anew. A size that cannot be makes no
 * upload, and the job is left out.
 */
void
bgd_store_upload_read (sqlite3_stmt *statement, BgdFile *file)
{
  gint64 size = sqlite3_column_int64 (statement, BGD_STORE_UPLOAD_SIZE);
  gint64 protocol = sqlite3_column_int64 (statement, BGD_STORE_UPLOAD_PROTOCOL);
  BgdPlace *place;

  if (size < 0 || file->cargo != NULL)
    return;

  file->cargo =
      bgd_cargo_new ((guint64) size, sqlite3_column_int64 (statement, BGD_STORE_UPLOAD_CHANGED));
  file->cargo->withdraw_until =
      MAX (sqlite3_column_int64 (statement, BGD_STORE_UPLOAD_WITHDRAW_UNTIL), 0);
  place = &file->cargo->place;
  if (protocol > 0 && protocol < BGD_N_PROTOCOLS)
    {
      place->protocol = (BgdProtocol) protocol;
      place->resource = read_text (statement, BGD_STORE_UPLOAD_RESOURCE);
      place->host = read_text (statement, BGD_STORE_UPLOAD_HOST);
      place->reply_url = read_text (statement, BGD_STORE_UPLOAD_REPLY_URL);
      place->closing = sqlite3_column_int64 (statement, BGD_STORE_UPLOAD_CLOSING) == 1;
    }

  /* What was confirmed belongs to a place. */
  if (place->resource == NULL && file->state == BGD_FILE_WAITING)
    bgd_file_forget_bytes (file);
  if (bgd_ranges_get_end (file->done) > file->cargo->size)
    bgd_file_forget_bytes (file);
  file->bytes_total = file->cargo->size;
  file->bytes_transferred = MIN (file->bytes_transferred, bgd_ranges_get_bytes (file->done));
}
