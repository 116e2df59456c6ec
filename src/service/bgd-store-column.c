/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of jobs and files, and the statements that are made of them. */
#include "config.h"

#include "bgd-store-column.h"

const char *const bgd_store_job_columns[BGD_STORE_N_JOB_COLUMNS] = {
  "key",
  [BGD_STORE_JOB_ID] = "id",
  [BGD_STORE_JOB_NAME] = "name",
  [BGD_STORE_JOB_DESCRIPTION] = "description",
  [BGD_STORE_JOB_TYPE] = "type",
  [BGD_STORE_JOB_STATE] = "state",
  [BGD_STORE_JOB_PRIORITY] = "priority",
  [BGD_STORE_JOB_AUTO_COMPLETE] = "auto_complete",
  [BGD_STORE_JOB_MINIMUM_RETRY_DELAY] = "minimum_retry_delay",
  [BGD_STORE_JOB_NO_PROGRESS_TIMEOUT] = "no_progress_timeout",
  [BGD_STORE_JOB_CONNECTIONS] = "connections",
  [BGD_STORE_JOB_SPEED_LIMIT] = "speed_limit",
  [BGD_STORE_JOB_UPLOAD_PROTOCOL] = "upload_protocol",
  [BGD_STORE_JOB_OWNER] = "owner",
  [BGD_STORE_JOB_HEADERS] = "headers",
  [BGD_STORE_JOB_PROXY] = "proxy",
  [BGD_STORE_JOB_PROXY_BYPASS] = "proxy_bypass",
  [BGD_STORE_JOB_CA_FILE] = "ca_file",
  [BGD_STORE_JOB_CLIENT_CERTIFICATE] = "client_certificate",
  [BGD_STORE_JOB_SECURITY_FLAGS] = "security_flags",
  [BGD_STORE_JOB_DYNAMIC_CONTENT] = "dynamic_content",
  [BGD_STORE_JOB_MAXIMUM_TIME] = "maximum_time",
  [BGD_STORE_JOB_MAXIMUM_SIZE] = "maximum_size",
  [BGD_STORE_JOB_HTTP_METHOD] = "http_method",
  [BGD_STORE_JOB_TIME_USED] = "time_used",
  [BGD_STORE_JOB_HAD_SECRETS] = "had_secrets",
  [BGD_STORE_JOB_NOTIFY_FLAGS] = "notify_flags",
  [BGD_STORE_JOB_NOTIFY_APPLICATION] = "notify_application",
  [BGD_STORE_JOB_NOTIFY_ACTION] = "notify_action",
  [BGD_STORE_JOB_ACTION_DUE] = "action_due",
  [BGD_STORE_JOB_REMOVED] = "removed",
  [BGD_STORE_JOB_CREATED] = "created",
  [BGD_STORE_JOB_MODIFIED] = "modified",
  [BGD_STORE_JOB_FINISHED] = "finished",
  [BGD_STORE_JOB_ERROR_COUNT] = "error_count",
  [BGD_STORE_JOB_ERROR_CODE] = "error_code",
  [BGD_STORE_JOB_ERROR_CONTEXT] = "error_context",
  [BGD_STORE_JOB_ERROR_FILE] = "error_file",
  [BGD_STORE_JOB_ERROR_HTTP_STATUS] = "error_http_status",
  [BGD_STORE_JOB_ERROR_MESSAGE] = "error_message",
};

const char *const bgd_store_file_columns[BGD_STORE_N_FILE_COLUMNS] = {
  "job",
  [BGD_STORE_FILE_NUMBER] = "number",
  [BGD_STORE_FILE_STATE] = "state",
  [BGD_STORE_FILE_URL] = "url",
  [BGD_STORE_FILE_DIRECTORY] = "directory",
  [BGD_STORE_FILE_WANTED_NAME] = "wanted_name",
  [BGD_STORE_FILE_NAME] = "name",
  [BGD_STORE_FILE_PART_NAME] = "part_name",
  [BGD_STORE_FILE_FINAL_NAME] = "final_name",
  [BGD_STORE_FILE_CHECKSUM] = "checksum",
  [BGD_STORE_FILE_METALINK] = "metalink",
  [BGD_STORE_FILE_WITHOUT_HEADERS] = "without_headers",
  [BGD_STORE_FILE_MOVED] = "moved",
  [BGD_STORE_FILE_HEADERS_URL] = "headers_url",
  [BGD_STORE_FILE_RANGES] = "ranges",
  [BGD_STORE_FILE_ERROR_CODE] = "error_code",
  [BGD_STORE_FILE_ERROR_CONTEXT] = "error_context",
  [BGD_STORE_FILE_ERROR_FILE] = "error_file",
  [BGD_STORE_FILE_ERROR_HTTP_STATUS] = "error_http_status",
  [BGD_STORE_FILE_ERROR_MESSAGE] = "error_message",
  [BGD_STORE_FILE_BYTES_TOTAL] = "bytes_total",
  [BGD_STORE_FILE_BYTES_TRANSFERRED] = "bytes_transferred",
  [BGD_STORE_FILE_DONE] = "done",
  [BGD_STORE_FILE_ETAG] = "etag",
  [BGD_STORE_FILE_LAST_MODIFIED] = "last_modified",
};

static const char *const source_columns[BGD_STORE_N_SOURCE_COLUMNS] = {
  [BGD_STORE_SOURCE_JOB] = "job",
  [BGD_STORE_SOURCE_NUMBER] = "number",
  [BGD_STORE_SOURCE_SIZE] = "size",
  [BGD_STORE_SOURCE_MIRRORS] = "mirrors",
  [BGD_STORE_SOURCE_ALGORITHM] = "algorithm",
  [BGD_STORE_SOURCE_PIECE_LENGTH] = "piece_length",
  [BGD_STORE_SOURCE_HASHES] = "hashes",
};

static const char *const upload_columns[BGD_STORE_N_UPLOAD_COLUMNS] = {
  [BGD_STORE_UPLOAD_JOB] = "job",           [BGD_STORE_UPLOAD_NUMBER] = "number",
  [BGD_STORE_UPLOAD_SIZE] = "size",         [BGD_STORE_UPLOAD_CHANGED] = "changed",
  [BGD_STORE_UPLOAD_PROTOCOL] = "protocol", [BGD_STORE_UPLOAD_RESOURCE] = "resource",
  [BGD_STORE_UPLOAD_HOST] = "host",         [BGD_STORE_UPLOAD_REPLY_URL] = "reply_url",
  [BGD_STORE_UPLOAD_CLOSING] = "closing",   [BGD_STORE_UPLOAD_WITHDRAW_UNTIL] = "withdraw_until",
};

typedef enum
{
  NAME,
  PARAMETER,
  ASSIGNMENT,
} ListItem;

/* Takes BGD_STORE_FILE_JOB_ID and BGD_STORE_FILE_NUMBER. */
#define FILE_IS "job = (SELECT key FROM jobs WHERE id = ?%d) AND number = ?%d"

/* Columns first … length - 1, each in a format that takes its name and its number. */
static char *
list (const char *const *columns, guint first, guint length, ListItem item)
{
  GString *list = g_string_new (NULL);

  for (guint i = first; i < length; i++)
    {
      if (i > first)
        g_string_append (list, ", ");
      if (item != PARAMETER)
        g_string_append (list, columns[i]);
      if (item == ASSIGNMENT)
        g_string_append (list, " = ");
      if (item != NAME)
        g_string_append_printf (list, "?%u", i);
    }

  return g_string_free (list, FALSE);
}

static char *
load (const char *table, const char *const *columns, guint length, const char *order)
{
  g_autofree char *names = list (columns, 0, length, NAME);

  return g_strdup_printf ("SELECT %s FROM %s ORDER BY %s", names, table, order);
}

/**
 * bgd_store_column_get_sql:
 *
 * Files are loaded in the order of their keys: one pass over one table, without its index.
 *
 * Returns: (transfer full): the statement of @verb
 */
char *
bgd_store_column_get_sql (BgdStoreVerb verb)
{
  const char *const *jobs = bgd_store_job_columns;
  const char *const *files = bgd_store_file_columns;
  g_autofree char *names = NULL;
  g_autofree char *values = NULL;

  switch (verb)
    {
    case BGD_STORE_LOAD_JOBS:
      return load ("jobs", jobs, BGD_STORE_N_JOB_COLUMNS, "created, key");
    case BGD_STORE_INSERT_JOB:
      names = list (jobs, BGD_STORE_JOB_ID, BGD_STORE_N_JOB_COLUMNS, NAME);
      values = list (jobs, BGD_STORE_JOB_ID, BGD_STORE_N_JOB_COLUMNS, PARAMETER);
      return g_strdup_printf ("INSERT INTO jobs (%s) VALUES (%s)", names, values);
    case BGD_STORE_UPDATE_JOB:
      values = list (jobs, BGD_STORE_JOB_NAME, BGD_STORE_N_JOB_COLUMNS, ASSIGNMENT);
      return g_strdup_printf ("UPDATE jobs SET %s WHERE id = ?%d", values, BGD_STORE_JOB_ID);
    case BGD_STORE_DELETE_JOB:
      return g_strdup_printf ("DELETE FROM jobs WHERE id = ?%d", BGD_STORE_JOB_ID);
    case BGD_STORE_LOAD_FILES:
      return load ("files", files, BGD_STORE_N_FILE_COLUMNS, "key");
    case BGD_STORE_INSERT_FILE:
      names = list (files, BGD_STORE_FILE_NUMBER, BGD_STORE_N_FILE_COLUMNS, NAME);
      values = list (files, BGD_STORE_FILE_NUMBER, BGD_STORE_N_FILE_COLUMNS, PARAMETER);
      return g_strdup_printf ("INSERT INTO files (%s, job) "
                              "VALUES (%s, (SELECT key FROM jobs WHERE id = ?%d))",
                              names, values, BGD_STORE_FILE_JOB_ID);
    case BGD_STORE_UPDATE_FILE:
      values = list (files, BGD_STORE_FILE_STATE, BGD_STORE_N_FILE_COLUMNS, ASSIGNMENT);
      return g_strdup_printf ("UPDATE files SET %s WHERE " FILE_IS, values, BGD_STORE_FILE_JOB_ID,
                              BGD_STORE_FILE_NUMBER);
    case BGD_STORE_UPDATE_PROGRESS:
      values = list (files, BGD_STORE_FILE_BYTES_TOTAL, BGD_STORE_N_FILE_COLUMNS, ASSIGNMENT);
      return g_strdup_printf ("UPDATE files SET %s WHERE " FILE_IS, values, BGD_STORE_FILE_JOB_ID,
                              BGD_STORE_FILE_NUMBER);
    case BGD_STORE_LOAD_SOURCES:
      return load ("sources JOIN files USING (key)", source_columns, BGD_STORE_N_SOURCE_COLUMNS,
                   "key");
    case BGD_STORE_INSERT_SOURCE:
      names = list (source_columns, BGD_STORE_SOURCE_SIZE, BGD_STORE_N_SOURCE_COLUMNS, NAME);
      values = list (source_columns, BGD_STORE_SOURCE_SIZE, BGD_STORE_N_SOURCE_COLUMNS, PARAMETER);
      return g_strdup_printf ("INSERT INTO sources (key, %s) VALUES (last_insert_rowid (), %s)",
                              names, values);
    case BGD_STORE_LOAD_UPLOADS:
      return load ("uploads JOIN files USING (key)", upload_columns, BGD_STORE_N_UPLOAD_COLUMNS,
                   "key");
    case BGD_STORE_INSERT_UPLOAD:
      names = list (upload_columns, BGD_STORE_UPLOAD_SIZE, BGD_STORE_N_UPLOAD_COLUMNS, NAME);
      values = list (upload_columns, BGD_STORE_UPLOAD_SIZE, BGD_STORE_N_UPLOAD_COLUMNS, PARAMETER);
      return g_strdup_printf ("INSERT INTO uploads (key, %s) VALUES (last_insert_rowid (), %s)",
                              names, values);
    case BGD_STORE_UPDATE_UPLOAD:
      values = list (upload_columns, BGD_STORE_UPLOAD_SIZE, BGD_STORE_N_UPLOAD_COLUMNS, ASSIGNMENT);
      return g_strdup_printf ("UPDATE uploads SET %s "
                              "WHERE key = (SELECT key FROM files WHERE " FILE_IS ")",
                              values, BGD_STORE_UPLOAD_JOB_ID, BGD_STORE_UPLOAD_NUMBER);
    default:
      g_assert_not_reached ();
    }
}
