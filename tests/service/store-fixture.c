/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all tests of the store need: a folder, jobs with something in every field, comparison. */
#include "config.h"

#include "store-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* Each test has its own. */
char *
fixture_get_directory (void)
{
  return g_build_filename (g_get_user_state_dir (), "ferry", NULL);
}

char *
fixture_get_file (const char *name)
{
  return g_build_filename (g_get_user_state_dir (), "ferry", name, NULL);
}

BgdStore *
fixture_open (void)
{
  g_autofree char *directory = fixture_get_directory ();
  g_autoptr (GError) error = NULL;
  BgdStore *store = bgd_store_open (directory, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

/* What a person with another program could do to a queue that nobody has open. */
void
fixture_run_sql (const char *sql)
{
  g_autofree char *path = fixture_get_file ("queue.db");
  sqlite3 *database = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_exec (database, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

/* What a disk could do to it. */
void
fixture_damage (goffset offset, gsize length)
{
  g_autofree char *path = fixture_get_file ("queue.db");
  g_autofree char *noise = g_malloc (length);
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  memset (noise, 0xa5, length);
  g_assert_cmpint (pwrite (fd, noise, length, offset), ==, length);
  g_assert_true (g_close (fd, NULL));
}

static void
ignore (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

/* Where a test cannot know how many there will be. */
void
fixture_allow_warnings (void)
{
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_handler ("bgd", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE, ignore, NULL);
}

/* Something that is not the default in every field. */
BgdJob *
fixture_new_job (const char *name, guint n_files)
{
  static const char *const headers[] = { "Accept: */*", "Referer: https://example.org/ä", NULL };
  static const char *const bypass[] = { "<local>", "*.example.org", NULL };
  static guint n_jobs = 0;
  g_autofree char *id = g_uuid_string_random ();
  BgdJob *job = bgd_job_new (id, name, BG_JOB_TYPE_DOWNLOAD);

  g_free (job->description);
  job->description = g_strdup ("“What it is for”, in\ntwo lines");
  g_free (job->owner);
  job->owner = g_strdup ("org.example.App");
  job->state = BG_JOB_STATE_TRANSIENT_ERROR;
  job->priority = BG_JOB_PRIORITY_FOREGROUND;
  job->auto_complete = TRUE;
  job->minimum_retry_delay = 4294967295;
  job->no_progress_timeout = 0;
  job->connections = 32;
  job->speed_limit = G_MAXINT64;
  job->notify_flags = BGD_MAX_NOTIFY_FLAGS;
  job->notify_application = g_strdup ("org.example.App");
  job->notify_action = g_strdup ("job-ended");
  job->action_is_due = TRUE;
  job->headers = g_strdupv ((char **) headers);
  bgd_route_set_proxy (job->route, "http://proxy.example socks5://[::1]:1080");
  bgd_route_set_bypass (job->route, bypass);
  bgd_route_set_ca_file (job->route, "/etc/\374/ca.pem");
  bgd_route_set_client_certificate (job->route, "pkcs11:token=a;object=b");
  job->route->security_flags = 0x1e;
  job->dynamic_content = TRUE;
  job->maximum_time = 77;
  job->maximum_size = 7777777777;
  job->http_method = g_strdup ("POST");
  job->time_used = 66;
  job->had_secrets = TRUE;
  job->created = G_GINT64_CONSTANT (1778000000000000) + n_jobs++;
  job->modified = job->created + 1;
  job->finished = G_MAXINT64;
  job->error_count = 4294967295;

  for (guint i = 0; i < n_files; i++)
    fixture_add_file (job);
  bgd_failure_set (&job->failure, BG_ERROR_HTTP_SERVER, BG_ERROR_CONTEXT_REMOTE_FILE,
                   n_files > 0 ? 0 : BGD_NO_FILE, 503, "The server is tired");

  return job;
}

/* Mirrors, a size, and pieces of that length. */
static void
add_sources (BgdFile *file, guint64 size, guint64 piece_length)
{
  static const char *const mirrors[] = { "https://one.example/a?b=c;d", "http://[::1]:8080/%C3%A4",
                                         NULL };
  guint64 count = (size + piece_length - 1) / piece_length;
  g_autofree guint8 *bytes = g_malloc (20 * count);
  g_autoptr (GBytes) hashes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 20 * count; i++)
    bytes[i] = (guint8) (i * 7);

  hashes = g_bytes_new (bytes, 20 * count);
  file->mirrors = g_strdupv ((char **) mirrors);
  file->wanted_size = size;
  file->pieces = bgd_pieces_new ("sha-1", piece_length, hashes, size, &error);
  g_assert_no_error (error);
}

BgdFile *
fixture_add_file (BgdJob *job)
{
  guint index = job->files->len;
  g_autofree char *url = g_strdup_printf ("https://example.org/file-%u?a=%%C3%%A4", index);
  BgdFile *file = bgd_file_new (url, "/home/not-utf-8-\xe4/Downloads");

  file->index = index;
  file->state = BGD_FILE_FAILED;
  file->wanted_name = g_strdup ("wanted-\xf6.iso");
  file->name = g_strdup ("name-\xf6.iso");
  file->part_name = g_strdup (".name-\xf6.iso.0a1b2c3d.part");
  file->final_name = g_strdup ("name-\xf6 (1).iso");
  file->checksum = g_strdup ("sha-256:00ff");
  file->metalink = BGD_METALINK_FOLLOWED;
  file->without_headers = TRUE;
  file->is_moved = TRUE;
  file->headers_url = g_strdup ("https://first.example/");
  file->ranges = bgd_remote_ranges_parse ("500-600,0-10,1000-");
  add_sources (file, 3000, 1024);
  file->bytes_total = G_MAXINT64;
  file->bytes_transferred = 5000;
  bgd_ranges_add (file->done, 0, 1000);
  bgd_ranges_add (file->done, 2000, 3000);
  bgd_validators_set (&file->validators, "W/\"not-utf-8-\xe4\"", "Sun, 06 Nov 1994 08:49:37 GMT");
  bgd_failure_set (&file->failure, BG_ERROR_HTTP_NOT_FOUND, BG_ERROR_CONTEXT_REMOTE_FILE, index,
                   404, "It is not there");
  g_ptr_array_add (job->files, file);

  return file;
}

/* A queue with these jobs that nobody has open. */
void
fixture_make_queue (GPtrArray *jobs)
{
  g_autoptr (BgdStore) store = fixture_open ();

  for (guint i = 0; i < jobs->len; i++)
    fixture_insert (store, g_ptr_array_index (jobs, i));
}

GPtrArray *
fixture_new_jobs (guint n_jobs, guint n_files)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_job_unref);

  for (guint i = 0; i < n_jobs; i++)
    {
      g_autofree char *name = g_strdup_printf ("Job number %u", i);

      g_ptr_array_add (jobs, fixture_new_job (name, n_files));
    }

  return jobs;
}

static guint
random_below (guint end)
{
  return (guint) g_test_rand_int_range (0, (gint32) end);
}

/* Text and bytes of any length, also none. */
static char *
random_text (void)
{
  static const char *const pieces[] = {
    "a", "Z", "ä", "€", "𝄞", "'", "\"", "%s", "?1", ";--", " "
  };
  GString *text = g_string_new (NULL);

  for (guint n = random_below (20); n > 0; n--)
    g_string_append (text, pieces[random_below (G_N_ELEMENTS (pieces))]);

  return g_string_free (text, FALSE);
}

static char *
random_bytes_but (const char *excluded)
{
  GString *bytes = g_string_new (NULL);

  while (bytes->len < 1 + random_below (30))
    {
      char byte = (char) (1 + random_below (255));

      if (strchr (excluded, byte) == NULL)
        g_string_append_c (bytes, byte);
    }

  return g_string_free (bytes, FALSE);
}

static void
change_file_at_random (BgdFile *file)
{
  file->state = (BgdFileState) random_below (BGD_FILE_DROPPED + 1);
  file->metalink = (BgdMetalinkUse) random_below (3);
  file->without_headers = random_below (2) == 0;
  file->is_moved = random_below (2) == 0;
  g_free (file->name);
  file->name = random_bytes_but ("/.");
  g_free (file->part_name);
  file->part_name = random_bytes_but ("/.");
  g_free (file->final_name);
  file->final_name = random_below (2) == 0 ? NULL : random_bytes_but ("/.");

  bgd_file_forget_bytes (file);
  for (guint n = random_below (10); n > 0; n--)
    {
      guint64 start = random_below (1000000);

      bgd_ranges_add (file->done, start, start + random_below (100000));
    }
  file->bytes_transferred = bgd_ranges_get_bytes (file->done) + random_below (1000);
  if (random_below (2) == 0)
    file->bytes_total = MAX (bgd_ranges_get_end (file->done), file->bytes_transferred);

  if (random_below (2) == 0)
    {
      g_autofree char *etag = random_bytes_but ("");

      bgd_validators_set (&file->validators, etag, NULL);
    }
}

void
fixture_change_at_random (BgdJob *job)
{
  g_free (job->name);
  job->name = random_text ();
  g_free (job->description);
  job->description = random_text ();
  job->state =
      (BgJobState) (job->files->len > 0 ? random_below (BG_N_JOB_STATES) : BG_JOB_STATE_SUSPENDED);
  job->priority = (BgJobPriority) random_below (BG_JOB_PRIORITY_LOW + 1);
  job->auto_complete = random_below (2) == 0;
  job->minimum_retry_delay = 1 + random_below (1000);
  job->no_progress_timeout = random_below (1000);
  job->connections = random_below (BGD_MAX_CONNECTIONS + 1);
  job->speed_limit = random_below (1000000);
  job->notify_flags = random_below (BGD_MAX_NOTIFY_FLAGS + 1);
  job->action_is_due = random_below (2) == 0;
  bgd_route_set_proxy (job->route, random_below (2) == 0 ? "none" : "http://a:1 socks5://b:2");
  job->modified += random_below (1000000);
  job->error_count += random_below (10);

  bgd_failure_clear (&job->failure);
  if (random_below (2) == 0)
    {
      g_autofree char *message = random_text ();

      bgd_failure_set (&job->failure, (BgError) random_below (BG_N_ERRORS),
                       (BgErrorContext) random_below (9),
                       job->files->len > 0 ? random_below (job->files->len) : BGD_NO_FILE,
                       random_below (600), message);
    }

  for (guint i = 0; i < job->files->len; i++)
    change_file_at_random (bgd_job_get_file (job, i));
}

BgdJob *
fixture_new_random_job (void)
{
  g_autofree char *id = g_uuid_string_random ();
  BgdJob *job = bgd_job_new (id, "", BG_JOB_TYPE_DOWNLOAD);

  job->created = job->modified = random_below (10); /* many at the same time */
  for (guint n = random_below (5); n > 0; n--)
    fixture_add_file (job);
  fixture_change_at_random (job);

  return job;
}

void
fixture_insert (BgdStore *store, const BgdJob *job)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (bgd_store_begin (store, &error));
  g_assert_true (bgd_store_insert_job (store, job, &error));
  for (guint i = 0; i < job->files->len; i++)
    g_assert_true (bgd_store_insert_file (store, job, bgd_job_get_file (job, i), &error));
  g_assert_true (bgd_store_commit (store, &error));
  g_assert_no_error (error);
}

void
fixture_update (BgdStore *store, const BgdJob *job)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (bgd_store_begin (store, &error));
  g_assert_true (bgd_store_update_job (store, job, &error));
  for (guint i = 0; i < job->files->len; i++)
    g_assert_true (bgd_store_update_file (store, job, bgd_job_get_file (job, i), &error));
  g_assert_true (bgd_store_commit (store, &error));
  g_assert_no_error (error);
}

static void
append_string (GString *text, const char *name, const char *value)
{
  g_autofree char *escaped = g_strescape (value != NULL ? value : "", NULL);

  g_string_append_printf (text, value != NULL ? " %s=\"%s\"" : " %s=none", name, escaped);
}

static void
append_number (GString *text, const char *name, gint64 value)
{
  g_string_append_printf (text, " %s=%" G_GINT64_FORMAT, name, value);
}

static void
append_failure (GString *text, const BgdFailure *failure)
{
  append_number (text, "error-code", failure->code);
  append_number (text, "error-context", failure->context);
  append_number (text, "error-file", failure->file);
  append_number (text, "http-status", failure->http_status);
  append_string (text, "error-message", failure->message);
}

static void
append_sources (GString *text, const BgdFile *file)
{
  g_autofree char *mirrors = file->mirrors != NULL ? g_strjoinv ("|", file->mirrors) : NULL;
  g_autofree char *hashes = NULL;

  append_string (text, "mirrors", mirrors);
  append_number (text, "wanted-size", (gint64) file->wanted_size);
  if (file->pieces == NULL)
    return;

  hashes = g_base64_encode (g_bytes_get_data (file->pieces->hashes, NULL),
                            g_bytes_get_size (file->pieces->hashes));
  append_string (text, "algorithm", file->pieces->algorithm);
  append_number (text, "piece-length", (gint64) file->pieces->length);
  append_string (text, "hashes", hashes);
}

static void
append_file (GString *text, const BgdFile *file)
{
  g_autofree char *done = bgd_ranges_to_string (file->done);
  g_autofree char *ranges =
      file->ranges != NULL ? bgd_remote_ranges_to_string (file->ranges) : NULL;

  g_string_append (text, "  file");
  append_number (text, "index", file->index);
  append_number (text, "state", file->state);
  append_string (text, "url", file->url);
  append_string (text, "directory", file->directory);
  append_string (text, "wanted-name", file->wanted_name);
  append_string (text, "name", file->name);
  append_string (text, "part-name", file->part_name);
  append_string (text, "final-name", file->final_name);
  append_string (text, "checksum", file->checksum);
  append_number (text, "metalink", file->metalink);
  append_number (text, "without-headers", file->without_headers);
  append_number (text, "moved", file->is_moved);
  append_string (text, "headers-url", file->headers_url);
  append_string (text, "ranges", ranges);
  append_sources (text, file);
  append_number (text, "bytes-total", (gint64) file->bytes_total);
  append_number (text, "bytes-transferred", (gint64) file->bytes_transferred);
  append_string (text, "done", done);
  append_string (text, "etag", file->validators.etag);
  append_string (text, "last-modified", file->validators.last_modified);
  append_failure (text, &file->failure);
  g_string_append_c (text, '\n');
}

static void
append_cargo (GString *text, const BgdCargo *cargo)
{
  if (cargo == NULL)
    return;

  g_string_append (text, "  cargo");
  append_number (text, "size", (gint64) cargo->size);
  append_number (text, "changed", cargo->changed);
  append_number (text, "protocol", cargo->place.protocol);
  append_string (text, "resource", cargo->place.resource);
  append_string (text, "host", cargo->place.host);
  append_string (text, "reply-url", cargo->place.reply_url);
  append_number (text, "closing", cargo->place.closing);
  append_number (text, "withdraw-until", cargo->withdraw_until);
  g_string_append_c (text, '\n');
}

static void
append_job (GString *text, const BgdJob *job)
{
  g_autofree char *headers = job->headers != NULL ? g_strjoinv ("|", job->headers) : NULL;
  g_autofree char *bypass =
      job->route->bypass != NULL ? g_strjoinv ("|", job->route->bypass) : NULL;

  g_string_append (text, "job");
  append_string (text, "id", job->id);
  append_string (text, "name", job->name);
  append_string (text, "description", job->description);
  append_string (text, "owner", job->owner);
  append_number (text, "type", job->type);
  append_number (text, "state", job->state);
  append_number (text, "priority", job->priority);
  append_number (text, "auto-complete", job->auto_complete);
  append_number (text, "minimum-retry-delay", job->minimum_retry_delay);
  append_number (text, "no-progress-timeout", job->no_progress_timeout);
  append_number (text, "connections", job->connections);
  append_number (text, "speed-limit", (gint64) job->speed_limit);
  append_number (text, "upload-protocol", job->upload_protocol);
  append_number (text, "notify-flags", job->notify_flags);
  append_string (text, "notify-application", job->notify_application);
  append_string (text, "notify-action", job->notify_action);
  append_number (text, "action-due", job->action_is_due);
  append_string (text, "headers", headers);
  append_string (text, "proxy", job->route->proxy);
  append_string (text, "proxy-bypass", bypass);
  append_string (text, "ca-file", job->route->ca_file);
  append_string (text, "client-certificate", job->route->client_certificate);
  append_number (text, "security-flags", job->route->security_flags);
  append_number (text, "dynamic-content", job->dynamic_content);
  append_number (text, "maximum-time", job->maximum_time);
  append_number (text, "maximum-size", job->maximum_size);
  append_string (text, "http-method", job->http_method);
  append_number (text, "time-used", (guint64) job->time_used);
  append_number (text, "had-secrets", job->had_secrets);
  append_number (text, "created", job->created);
  append_number (text, "modified", job->modified);
  append_number (text, "finished", job->finished);
  append_number (text, "error-count", job->error_count);
  append_failure (text, &job->failure);
  g_string_append_c (text, '\n');

  for (guint i = 0; i < job->files->len; i++)
    {
      append_file (text, bgd_job_get_file (job, i));
      append_cargo (text, bgd_job_get_file (job, i)->cargo);
    }
}

/* Everything that the store keeps, so that jobs can be compared and the difference be read. */
char *
fixture_describe (GPtrArray *jobs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < jobs->len; i++)
    append_job (text, g_ptr_array_index (jobs, i));

  return g_string_free (text, FALSE);
}

char *
fixture_describe_stored (BgdStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = bgd_store_load (store, &error);

  g_assert_no_error (error);
  g_assert_nonnull (jobs);
  return fixture_describe (jobs);
}

void
fixture_assert_stored (BgdStore *store, GPtrArray *jobs)
{
  g_autofree char *stored = fixture_describe_stored (store);
  g_autofree char *expected = fixture_describe (jobs);

  g_assert_cmpstr (stored, ==, expected);
}
