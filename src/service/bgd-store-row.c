/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs and files to rows and back. What comes back may be anything. */
#include "config.h"

#include "bgd-store-row.h"

#include <gio/gio.h>
#include <string.h>

#include "bgd-input-http.h"
#include "bgd-proxy.h"
#include "bgd-store-column.h"

/* The schema checks these limits: a new value needs a step that tells it. */
G_STATIC_ASSERT (BG_JOB_TYPE_UPLOAD_REPLY == 2);
G_STATIC_ASSERT (BG_JOB_STATE_CANCELLED == 8);
G_STATIC_ASSERT (BG_JOB_PRIORITY_LOW == 3);
G_STATIC_ASSERT (BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK == 8);
G_STATIC_ASSERT (BGD_FILE_DROPPED == 4);
G_STATIC_ASSERT (BGD_METALINK_FOLLOWED == 2);
G_STATIC_ASSERT (BGD_PROTOCOL_BITS == 4);
G_STATIC_ASSERT (BGD_MAX_CONNECTIONS == 32);
G_STATIC_ASSERT (BGD_MINIMUM_RETRY_DELAY == 1);

static void
bind_failure (sqlite3_stmt *statement, int first, const BgdFailure *failure)
{
  bgd_store_bind_integer (statement, first, failure->code);
  bgd_store_bind_integer (statement, first + 1, failure->context);
  if (failure->file != BGD_NO_FILE)
    bgd_store_bind_integer (statement, first + 2, failure->file);
  bgd_store_bind_integer (statement, first + 3, failure->http_status);
  bgd_store_bind_text (statement, first + 4, failure->message);
}

/* For BGD_STORE_DELETE_JOB. */
int
bgd_store_row_write_id (sqlite3_stmt *prepared, const char *id)
{
  g_autoptr (BgdStoreStatement) statement = prepared;

  bgd_store_bind_text (statement, BGD_STORE_JOB_ID, id);

  return sqlite3_step (statement);
}

int
bgd_store_row_write_job (sqlite3_stmt *prepared, const BgdJob *job)
{
  g_autofree char *headers = job->headers != NULL ? g_strjoinv ("\n", job->headers) : NULL;
  g_autofree char *bypass =
      job->route->bypass != NULL ? g_strjoinv ("\n", job->route->bypass) : NULL;
  g_autoptr (BgdStoreStatement) statement = prepared;
  gboolean had_secrets = job->had_secrets || job->secret_headers != NULL;

  bgd_store_bind_text (statement, BGD_STORE_JOB_ID, job->id);
  bgd_store_bind_text (statement, BGD_STORE_JOB_NAME, job->name);
  bgd_store_bind_text (statement, BGD_STORE_JOB_DESCRIPTION, job->description);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_TYPE, job->type);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_STATE, job->state);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_PRIORITY, job->priority);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_AUTO_COMPLETE, job->auto_complete ? 1 : 0);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_MINIMUM_RETRY_DELAY, job->minimum_retry_delay);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_NO_PROGRESS_TIMEOUT, job->no_progress_timeout);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_CONNECTIONS, job->connections);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_SPEED_LIMIT, (gint64) job->speed_limit);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_UPLOAD_PROTOCOL, job->upload_protocol);
  bgd_store_bind_text (statement, BGD_STORE_JOB_OWNER, job->owner);
  bgd_store_bind_text (statement, BGD_STORE_JOB_HEADERS, headers);
  bgd_store_bind_text (statement, BGD_STORE_JOB_PROXY, job->route->proxy);
  bgd_store_bind_text (statement, BGD_STORE_JOB_PROXY_BYPASS, bypass);
  bgd_store_bind_bytes (statement, BGD_STORE_JOB_CA_FILE, job->route->ca_file);
  bgd_store_bind_bytes (statement, BGD_STORE_JOB_CLIENT_CERTIFICATE,
                        job->route->client_certificate);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_SECURITY_FLAGS, job->route->security_flags);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_DYNAMIC_CONTENT, job->dynamic_content ? 1 : 0);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_MAXIMUM_TIME, job->maximum_time);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_MAXIMUM_SIZE, (gint64) job->maximum_size);
  bgd_store_bind_text (statement, BGD_STORE_JOB_HTTP_METHOD, job->http_method);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_TIME_USED, job->time_used);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_HAD_SECRETS, had_secrets ? 1 : 0);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_NOTIFY_FLAGS, job->notify_flags);
  bgd_store_bind_text (statement, BGD_STORE_JOB_NOTIFY_APPLICATION, job->notify_application);
  bgd_store_bind_text (statement, BGD_STORE_JOB_NOTIFY_ACTION, job->notify_action);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_ACTION_DUE, job->action_is_due ? 1 : 0);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_REMOVED, job->is_removed ? 1 : 0);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_CREATED, job->created);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_MODIFIED, job->modified);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_FINISHED, job->finished);
  bgd_store_bind_integer (statement, BGD_STORE_JOB_ERROR_COUNT, job->error_count);
  bind_failure (statement, BGD_STORE_JOB_ERROR_CODE, &job->failure);

  return sqlite3_step (statement);
}

/* Binds what a checkpoint writes; ranges must live until the statement is done. */
static void
bind_progress (sqlite3_stmt *statement, const BgdJob *job, const BgdFile *file, const char *ranges)
{
  bgd_store_bind_text (statement, BGD_STORE_FILE_JOB_ID, job->id);
  bgd_store_bind_integer (statement, BGD_STORE_FILE_NUMBER, file->index);
  bgd_store_bind_unsigned (statement, BGD_STORE_FILE_BYTES_TOTAL, file->bytes_total);
  bgd_store_bind_unsigned (statement, BGD_STORE_FILE_BYTES_TRANSFERRED, file->bytes_transferred);
  bgd_store_bind_text (statement, BGD_STORE_FILE_DONE, ranges);
  bgd_store_bind_bytes (statement, BGD_STORE_FILE_ETAG, file->validators.etag);
  bgd_store_bind_bytes (statement, BGD_STORE_FILE_LAST_MODIFIED, file->validators.last_modified);
}

int
bgd_store_row_write_progress (sqlite3_stmt *prepared, const BgdJob *job, const BgdFile *file)
{
  g_autofree char *ranges = bgd_ranges_to_string (file->done);
  g_autoptr (BgdStoreStatement) statement = prepared;

  bind_progress (statement, job, file, ranges);

  return sqlite3_step (statement);
}

int
bgd_store_row_write_file (sqlite3_stmt *prepared, const BgdJob *job, const BgdFile *file)
{
  g_autofree char *done = bgd_ranges_to_string (file->done);
  g_autofree char *ranges =
      file->ranges != NULL ? bgd_remote_ranges_to_string (file->ranges) : NULL;
  g_autoptr (BgdStoreStatement) statement = prepared;

  bind_progress (statement, job, file, done);
  bgd_store_bind_integer (statement, BGD_STORE_FILE_STATE, file->state);
  bgd_store_bind_text (statement, BGD_STORE_FILE_URL, file->url);
  bgd_store_bind_bytes (statement, BGD_STORE_FILE_DIRECTORY, file->directory);
  bgd_store_bind_bytes (statement, BGD_STORE_FILE_WANTED_NAME, file->wanted_name);
  bgd_store_bind_bytes (statement, BGD_STORE_FILE_NAME, file->name);
  bgd_store_bind_bytes (statement, BGD_STORE_FILE_PART_NAME, file->part_name);
  bgd_store_bind_bytes (statement, BGD_STORE_FILE_FINAL_NAME, file->final_name);
  bgd_store_bind_text (statement, BGD_STORE_FILE_CHECKSUM, file->checksum);
  bgd_store_bind_integer (statement, BGD_STORE_FILE_METALINK, file->metalink);
  bgd_store_bind_integer (statement, BGD_STORE_FILE_WITHOUT_HEADERS, file->without_headers ? 1 : 0);
  bgd_store_bind_integer (statement, BGD_STORE_FILE_MOVED, file->is_moved ? 1 : 0);
  bgd_store_bind_text (statement, BGD_STORE_FILE_HEADERS_URL, file->headers_url);
  bgd_store_bind_text (statement, BGD_STORE_FILE_RANGES, ranges);
  bind_failure (statement, BGD_STORE_FILE_ERROR_CODE, &file->failure);

  return sqlite3_step (statement);
}

/* A row that is being read, and the first column with a value that cannot be. */
typedef struct
{
  sqlite3_stmt *statement;
  const char *const *columns;
  const char *flaw;
} Row;

static void
add_flaw (Row *row, int column)
{
  if (row->flaw == NULL)
    row->flaw = row->columns[column];
}

static gboolean
is_null (const Row *row, int column)
{
  return sqlite3_column_type (row->statement, column) == SQLITE_NULL;
}

/* A number from minimum to maximum. */
static gint64
read_number (Row *row, int column, gint64 minimum, gint64 maximum)
{
  gint64 value = sqlite3_column_int64 (row->statement, column);

  if (!is_null (row, column) && value >= minimum && value <= maximum)
    return value;

  add_flaw (row, column);
  return minimum;
}

static guint64
read_count (Row *row, int column)
{
  return (guint64) read_number (row, column, 0, G_MAXINT64);
}

/* A string without NUL, or NULL where there is none. */
static char *
read_bytes (Row *row, int column)
{
  const char *bytes = sqlite3_column_blob (row->statement, column);
  gsize length = (gsize) sqlite3_column_bytes (row->statement, column);

  if (is_null (row, column))
    return NULL;

  if (length > 0 && memchr (bytes, '\0', length) != NULL)
    add_flaw (row, column);

  return g_strndup (length > 0 ? bytes : "", length);
}

static char *
read_text (Row *row, int column)
{
  char *text = read_bytes (row, column);

  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    add_flaw (row, column);

  return text;
}

/* The name of something inside a folder, never of anything outside. */
static char *
read_component (Row *row, int column)
{
  char *name = read_bytes (row, column);

  if (name != NULL && (*name == '\0' || strchr (name, G_DIR_SEPARATOR) != NULL ||
                       g_str_equal (name, ".") || g_str_equal (name, "..")))
    add_flaw (row, column);

  return name;
}

static void
read_failure (Row *row, int first, BgdFailure *failure)
{
  g_autofree char *message = NULL; /* may quote a server, whose words may be anything */

  failure->code = (BgError) read_number (row, first, 0, BG_N_ERRORS - 1);
  failure->context = (BgErrorContext) read_number (row, first + 1, 0,
                                                   BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK);
  failure->file = BGD_NO_FILE;
  if (!is_null (row, first + 2))
    failure->file = (guint) read_number (row, first + 2, 0, BGD_NO_FILE - 1);
  failure->http_status = (guint) read_number (row, first + 3, 0, G_MAXUINT);
  message = read_bytes (row, first + 4);
  failure->message = message != NULL ? g_utf8_make_valid (message, -1) : NULL;
}

/* What the service would not take from a caller it does not take from here. */
static void
read_notify_action (Row *row, BgdJob *job)
{
  job->notify_application = read_text (row, BGD_STORE_JOB_NOTIFY_APPLICATION);
  job->notify_action = read_text (row, BGD_STORE_JOB_NOTIFY_ACTION);
  job->action_is_due = read_number (row, BGD_STORE_JOB_ACTION_DUE, 0, 1) != 0;

  if ((job->notify_application == NULL) != (job->notify_action == NULL))
    add_flaw (row, BGD_STORE_JOB_NOTIFY_ACTION);
  else if (job->notify_application != NULL && !g_application_id_is_valid (job->notify_application))
    add_flaw (row, BGD_STORE_JOB_NOTIFY_APPLICATION);
  else if (job->notify_action != NULL && !g_action_name_is_valid (job->notify_action))
    add_flaw (row, BGD_STORE_JOB_NOTIFY_ACTION);
}

/* What would be no request is no method. */
static void
read_method (Row *row, BgdJob *job)
{
  g_autofree char *method = read_text (row, BGD_STORE_JOB_HTTP_METHOD);

  if (bgd_input_check_method (method, NULL))
    job->http_method = g_steal_pointer (&method);
  else
    add_flaw (row, BGD_STORE_JOB_HTTP_METHOD);
}

/* A job whose proxies make no sense must not go without them. */
static void
read_route (Row *row, BgdRoute *route)
{
  g_autofree char *proxy = read_text (row, BGD_STORE_JOB_PROXY);
  g_autofree char *bypass = read_text (row, BGD_STORE_JOB_PROXY_BYPASS);
  g_autofree char *ca_file = read_bytes (row, BGD_STORE_JOB_CA_FILE);
  g_autofree char *certificate = read_bytes (row, BGD_STORE_JOB_CLIENT_CERTIFICATE);
  g_auto (GStrv) proxies = proxy != NULL ? bgd_proxy_parse (proxy, NULL) : NULL;
  g_auto (GStrv) rules = bypass != NULL ? g_strsplit (bypass, "\n", -1) : NULL;

  if (proxies != NULL)
    bgd_route_set_proxy (route, proxy);
  else
    add_flaw (row, BGD_STORE_JOB_PROXY);

  if (rules == NULL || bgd_proxy_check_bypass ((const char *const *) rules, NULL))
    bgd_route_set_bypass (route, (const char *const *) rules);
  else
    add_flaw (row, BGD_STORE_JOB_PROXY_BYPASS);

  bgd_route_set_ca_file (route, ca_file);
  bgd_route_set_client_certificate (route, certificate);
  route->security_flags =
      (BgSecurityFlags) read_number (row, BGD_STORE_JOB_SECURITY_FLAGS, 0, G_MAXUINT16);
}

/**
 * bgd_store_row_read_job:
 * @statement: at a row of BGD_STORE_LOAD_JOBS
 * @key: (out): what its files call it
 * @flaw: (out): the column whose value cannot be, or %NULL
 *
 * Returns: (transfer full) (nullable): the job without its files, or %NULL with a flaw
 */
BgdJob *
bgd_store_row_read_job (sqlite3_stmt *statement, gint64 *key, const char **flaw)
{
  Row row = { statement, bgd_store_job_columns, NULL };
  g_autofree char *id = read_text (&row, BGD_STORE_JOB_ID);
  g_autofree char *name = read_text (&row, BGD_STORE_JOB_NAME);
  g_autofree char *description = read_text (&row, BGD_STORE_JOB_DESCRIPTION);
  g_autofree char *owner = read_text (&row, BGD_STORE_JOB_OWNER);
  g_autofree char *headers = read_text (&row, BGD_STORE_JOB_HEADERS);
  BgJobType type = (BgJobType) read_number (&row, BGD_STORE_JOB_TYPE, 0, BG_JOB_TYPE_UPLOAD_REPLY);
  g_autoptr (BgdJob) self = bgd_job_new (id, name, type);

  if (id == NULL || !g_uuid_string_is_valid (id))
    add_flaw (&row, BGD_STORE_JOB_ID);
  if (name == NULL)
    add_flaw (&row, BGD_STORE_JOB_NAME);
  if (description == NULL)
    add_flaw (&row, BGD_STORE_JOB_DESCRIPTION);
  if (owner == NULL)
    add_flaw (&row, BGD_STORE_JOB_OWNER);

  g_free (self->owner);
  self->owner = g_steal_pointer (&owner);
  g_free (self->description);
  self->description = g_steal_pointer (&description);
  self->state = (BgJobState) read_number (&row, BGD_STORE_JOB_STATE, 0, BG_N_JOB_STATES - 1);
  self->priority =
      (BgJobPriority) read_number (&row, BGD_STORE_JOB_PRIORITY, 0, BG_JOB_PRIORITY_LOW);
  self->auto_complete = read_number (&row, BGD_STORE_JOB_AUTO_COMPLETE, 0, 1) != 0;
  self->minimum_retry_delay = (guint) read_number (&row, BGD_STORE_JOB_MINIMUM_RETRY_DELAY,
                                                   BGD_MINIMUM_RETRY_DELAY, G_MAXUINT);
  self->no_progress_timeout =
      (guint) read_number (&row, BGD_STORE_JOB_NO_PROGRESS_TIMEOUT, 0, G_MAXUINT);
  self->connections = (guint) read_number (&row, BGD_STORE_JOB_CONNECTIONS, 0, BGD_MAX_CONNECTIONS);
  self->speed_limit = read_count (&row, BGD_STORE_JOB_SPEED_LIMIT);
  self->upload_protocol =
      (BgdProtocol) read_number (&row, BGD_STORE_JOB_UPLOAD_PROTOCOL, 0, BGD_N_PROTOCOLS - 1);
  self->headers = headers != NULL ? g_strsplit (headers, "\n", -1) : NULL;
  read_route (&row, self->route);
  self->dynamic_content = read_number (&row, BGD_STORE_JOB_DYNAMIC_CONTENT, 0, 1) != 0;
  self->maximum_time = (guint) read_number (&row, BGD_STORE_JOB_MAXIMUM_TIME, 0, G_MAXUINT);
  self->maximum_size = read_count (&row, BGD_STORE_JOB_MAXIMUM_SIZE);
  read_method (&row, self);
  self->time_used = read_number (&row, BGD_STORE_JOB_TIME_USED, 0, G_MAXINT64);
  self->had_secrets = read_number (&row, BGD_STORE_JOB_HAD_SECRETS, 0, 1) != 0;
  self->notify_flags =
      (guint) read_number (&row, BGD_STORE_JOB_NOTIFY_FLAGS, 0, BGD_MAX_NOTIFY_FLAGS);
  read_notify_action (&row, self);
  self->is_removed = read_number (&row, BGD_STORE_JOB_REMOVED, 0, 1) != 0;
  if (self->is_removed && !bg_job_state_is_final (self->state))
    add_flaw (&row, BGD_STORE_JOB_REMOVED);
  self->created = read_number (&row, BGD_STORE_JOB_CREATED, 0, G_MAXINT64);
  self->modified = read_number (&row, BGD_STORE_JOB_MODIFIED, 0, G_MAXINT64);
  self->finished = read_number (&row, BGD_STORE_JOB_FINISHED, 0, G_MAXINT64);
  self->error_count = (guint) read_number (&row, BGD_STORE_JOB_ERROR_COUNT, 0, G_MAXUINT);
  read_failure (&row, BGD_STORE_JOB_ERROR_CODE, &self->failure);
  *key = sqlite3_column_int64 (statement, 0);

  *flaw = row.flaw;
  return row.flaw == NULL ? g_steal_pointer (&self) : NULL;
}

/* A file of other ranges would be another file. */
static void
read_ranges (Row *row, BgdFile *file)
{
  g_autofree char *ranges = read_text (row, BGD_STORE_FILE_RANGES);

  if (ranges == NULL)
    return;

  file->ranges = bgd_remote_ranges_parse (ranges);
  if (file->ranges == NULL)
    add_flaw (row, BGD_STORE_FILE_RANGES);
}

/* Bytes that are fetched again cost time; bytes that are believed to be there cost the file. */
static void
check_ranges (BgdFile *file, const char *ranges)
{
  g_autoptr (BgdRanges) done = ranges != NULL ? bgd_ranges_parse (ranges) : NULL;

  if (done != NULL && bgd_ranges_get_end (done) <= MIN (file->bytes_total, G_MAXINT64))
    {
      bgd_ranges_free (file->done);
      file->done = g_steal_pointer (&done);
      file->bytes_transferred = MAX (file->bytes_transferred, bgd_ranges_get_bytes (file->done));
      return;
    }

  g_warning ("The queue does not know which bytes of “%s” are there; it starts again", file->url);
  if (file->state == BGD_FILE_COMPLETED || file->state == BGD_FILE_DROPPED)
    return; /* nobody asks any more */

  bgd_file_forget_bytes (file);
  file->state = file->state == BGD_FILE_TRANSFERRED ? BGD_FILE_WAITING : file->state;
}

/**
 * bgd_store_row_read_file:
 * @statement: at a row of BGD_STORE_LOAD_FILES
 * @job_key: (out): the key of its job
 * @flaw: (out): the column whose value cannot be, or %NULL
 *
 * Ranges that cannot be are no flaw: such a file starts again.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with a flaw
 */
BgdFile *
bgd_store_row_read_file (sqlite3_stmt *statement, gint64 *job_key, const char **flaw)
{
  Row row = { statement, bgd_store_file_columns, NULL };
  g_autofree char *url = read_text (&row, BGD_STORE_FILE_URL);
  g_autofree char *directory = read_bytes (&row, BGD_STORE_FILE_DIRECTORY);
  g_autofree char *ranges = read_bytes (&row, BGD_STORE_FILE_DONE);
  g_autoptr (BgdFile) self = bgd_file_new (url, directory);

  if (url == NULL)
    add_flaw (&row, BGD_STORE_FILE_URL);
  if (directory == NULL || !g_path_is_absolute (directory))
    add_flaw (&row, BGD_STORE_FILE_DIRECTORY);

  self->index = (guint) read_number (&row, BGD_STORE_FILE_NUMBER, 0, BGD_NO_FILE - 1);
  self->state = (BgdFileState) read_number (&row, BGD_STORE_FILE_STATE, 0, BGD_FILE_DROPPED);
  self->wanted_name = read_component (&row, BGD_STORE_FILE_WANTED_NAME);
  self->name = read_component (&row, BGD_STORE_FILE_NAME);
  self->part_name = read_component (&row, BGD_STORE_FILE_PART_NAME);
  self->final_name = read_component (&row, BGD_STORE_FILE_FINAL_NAME);
  self->checksum = read_text (&row, BGD_STORE_FILE_CHECKSUM);
  self->metalink =
      (BgdMetalinkUse) read_number (&row, BGD_STORE_FILE_METALINK, 0, BGD_METALINK_FOLLOWED);
  self->without_headers = read_number (&row, BGD_STORE_FILE_WITHOUT_HEADERS, 0, 1) != 0;
  self->is_moved = read_number (&row, BGD_STORE_FILE_MOVED, 0, 1) != 0;
  self->headers_url = read_text (&row, BGD_STORE_FILE_HEADERS_URL);
  read_ranges (&row, self);
  if (!is_null (&row, BGD_STORE_FILE_BYTES_TOTAL))
    self->bytes_total = read_count (&row, BGD_STORE_FILE_BYTES_TOTAL);
  self->bytes_transferred = read_count (&row, BGD_STORE_FILE_BYTES_TRANSFERRED);
  self->validators.etag = read_bytes (&row, BGD_STORE_FILE_ETAG);
  self->validators.last_modified = read_bytes (&row, BGD_STORE_FILE_LAST_MODIFIED);
  read_failure (&row, BGD_STORE_FILE_ERROR_CODE, &self->failure);
  *job_key = sqlite3_column_int64 (statement, 0);

  if (self->name == NULL)
    add_flaw (&row, BGD_STORE_FILE_NAME);
  if (self->part_name == NULL)
    add_flaw (&row, BGD_STORE_FILE_PART_NAME);
  if (row.flaw == NULL)
    check_ranges (self, ranges);

  *flaw = row.flaw;
  return row.flaw == NULL ? g_steal_pointer (&self) : NULL;
}
