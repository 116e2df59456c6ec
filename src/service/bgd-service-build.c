/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the queue has, in the structures that the bus tells it in. */
#include "config.h"

#include "bgd-service-build.h"

#include "bgd-date.h"
#include "bgd-sink-folder.h"
#include "bgd-wait.h"

#define FAILURE_TYPE "(uuusuus)"

static GVariant *
build_failure (const BgdJob *job, const BgdFailure *failure)
{
  const char *url =
      failure->file < job->files->len ? bgd_job_get_file (job, failure->file)->url : "";

  return g_variant_new (FAILURE_TYPE, failure->code, failure->context, failure->file, url,
                        failure->http_status,
                        bg_error_to_bits (failure->code, failure->http_status),
                        failure->message != NULL ? failure->message : "");
}

static void
add (GVariantBuilder *builder, const char *key, GVariant *value)
{
  g_variant_builder_add (builder, "{sv}", key, value);
}

static void
add_upload (GVariantBuilder *builder, const BgdJob *job)
{
  const BgdFile *reply = bgd_job_get_reply (job);

  add (builder, "upload-protocol",
       g_variant_new_string (bgd_protocol_to_string (job->upload_protocol)));
  if (reply == NULL)
    return;

  gboolean completed = reply->state == BGD_FILE_COMPLETED;
  g_autofree char *path = g_build_filename (bgd_sink_folder_get_shown (reply->directory),
                                            completed ? reply->final_name : reply->name, NULL);

  add (builder, "reply-file", g_variant_new_bytestring (path));
  add (builder, "reply-bytes-total", g_variant_new_uint64 (reply->bytes_total));
  add (builder, "reply-bytes-transferred", g_variant_new_uint64 (reply->bytes_transferred));
}

/* What is as usual is left out. */
static void
add_route (GVariantBuilder *builder, const BgdRoute *route)
{
  if (bgd_route_has_proxies (route))
    add (builder, "proxy", g_variant_new_string (route->proxy));
  if (route->bypass != NULL)
    add (builder, "proxy-bypass", g_variant_new_strv ((const char *const *) route->bypass, -1));
  if (route->ca_file != NULL)
    add (builder, "ca-file", g_variant_new_bytestring (route->ca_file));
  if (route->client_certificate != NULL)
    add (builder, "client-certificate", g_variant_new_bytestring (route->client_certificate));
  if (route->security_flags != 0)
    add (builder, "security-flags", g_variant_new_uint32 (route->security_flags));
}

static GVariant *
build_job_properties (const BgdJob *job)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  add (&builder, "name", g_variant_new_string (job->name));
  add (&builder, "description", g_variant_new_string (job->description));
  if (*job->owner != '\0')
    add (&builder, "owner", g_variant_new_string (job->owner));
  add (&builder, "type", g_variant_new_uint32 (job->type));
  add (&builder, "priority", g_variant_new_uint32 (job->priority));
  add (&builder, "auto-complete", g_variant_new_boolean (job->auto_complete));
  add (&builder, "minimum-retry-delay", g_variant_new_uint32 (job->minimum_retry_delay));
  add (&builder, "no-progress-timeout", g_variant_new_uint32 (job->no_progress_timeout));
  if (job->http_method != NULL)
    add (&builder, "http-method", g_variant_new_string (job->http_method));
  if (job->dynamic_content)
    add (&builder, "dynamic-content", g_variant_new_boolean (TRUE));
  if (job->maximum_time != BGD_DEFAULT_MAXIMUM_TIME)
    add (&builder, "maximum-download-time", g_variant_new_uint32 (job->maximum_time));
  if (job->maximum_size != 0)
    add (&builder, "maximum-download-size", g_variant_new_uint64 (job->maximum_size));
  add (&builder, "connections", g_variant_new_uint32 (job->connections));
  add (&builder, "speed-limit", g_variant_new_uint64 (job->speed_limit));
  add (&builder, "created", g_variant_new_int64 (job->created));
  add (&builder, "modified", g_variant_new_int64 (job->modified));
  add (&builder, "finished", g_variant_new_int64 (job->finished));
  add (&builder, "error-count", g_variant_new_uint32 (job->error_count));
  add (&builder, "retry-at", g_variant_new_int64 (job->retry_at_real));
  add (&builder, "waits-for", g_variant_new_uint32 (job->waits_for));
  add (&builder, "waits-until",
       g_variant_new_int64 (bgd_wait_is_for_retry (job->waits_for) ? job->retry_at_real
                                                                   : job->held_until));

  add (&builder, "notify-flags", g_variant_new_uint32 (job->notify_flags));
  if (job->notify_application != NULL)
    add (&builder, "notify-action",
         g_variant_new ("(ss)", job->notify_application, job->notify_action));
  add_route (&builder, job->route);
  if (job->type != BG_JOB_TYPE_DOWNLOAD)
    add_upload (&builder, job);
  if (job->failure.code != BG_ERROR_NONE)
    add (&builder, "error", build_failure (job, &job->failure));
  if (job->files->len > 0)
    {
      const BgdFile *first = bgd_job_get_file (job, 0);

      add (&builder, "address", g_variant_new_string (first->url));
      add (&builder, "directory",
           g_variant_new_bytestring (bgd_sink_folder_get_shown (first->directory)));
    }

  return g_variant_builder_end (&builder);
}

/* Into one block of bytes. As a tree it has about ten times the size, and an answer may hold
 * 100,000 of them. */
static GVariant *
pack (GVariant *tree)
{
  g_variant_get_data (tree);

  return tree;
}

/**
 * bgd_service_build_job:
 * @job: a job
 * @serial: what the caller knows of it
 *
 * Returns: (transfer floating): (suttuua{sv}), as Refresh answers
 */
GVariant *
bgd_service_build_job (const BgdJob *job, guint64 serial)
{
  guint64 bytes_total, bytes_transferred;
  guint files_total, files_transferred;
  GVariant *properties = job->serial > serial
                             ? build_job_properties (job)
                             : g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0);

  bgd_job_get_progress (job, &bytes_total, &bytes_transferred, &files_total, &files_transferred);

  return pack (g_variant_new ("(suttuu@a{sv})", job->id, job->state, bytes_total, bytes_transferred,
                              files_total, files_transferred, properties));
}

/* The next 16 hexadecimal digits, with dashes among them; moves @text behind them. */
static gboolean
parse_half (const char **text, guint64 *number)
{
  const char *p = *text;
  guint n_digits = 0;

  *number = 0;
  for (; *p != '\0' && n_digits < 16; p++)
    {
      if (*p == '-')
        continue;
      if (!g_ascii_isxdigit (*p))
        return FALSE;

      *number = *number << 4 | (guint64) g_ascii_xdigit_value (*p);
      n_digits++;
    }
  *text = p;

  return n_digits == 16;
}

/**
 * bgd_service_pack_job:
 * @job: a job
 * @numbers: (element-type guint64): what Poll answers about those that moved
 *
 * Returns: whether @job was added; its id may be no UUID
 */
gboolean
bgd_service_pack_job (const BgdJob *job, GArray *numbers)
{
  const char *id = job->id;
  guint64 first, last, bytes_total, bytes_transferred;
  guint files_total, files_transferred;

  if (!parse_half (&id, &first) || !parse_half (&id, &last) || *id != '\0')
    return FALSE;

  bgd_job_get_progress (job, &bytes_total, &bytes_transferred, &files_total, &files_transferred);

  const guint64 values[] = {
    first, last, job->state, bytes_total, bytes_transferred, files_total, files_transferred
  };

  g_array_append_vals (numbers, values, G_N_ELEMENTS (values));

  return TRUE;
}

/* What is no date is left out. */
static void
add_last_modified (GVariantBuilder *builder, const char *value)
{
  gint64 seconds;

  if (value != NULL && bgd_date_parse (value, g_get_real_time () / G_USEC_PER_SEC, &seconds) &&
      seconds != 0)
    add (builder, "last-modified", g_variant_new_int64 (seconds * G_USEC_PER_SEC));
}

static GVariant *
build_remote_ranges (const BgdRemoteRanges *ranges)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(tt)"));

  for (guint i = 0; i < bgd_remote_ranges_get_length (ranges); i++)
    {
      BgdRemoteRange range = bgd_remote_ranges_get (ranges, i);

      g_variant_builder_add (&builder, "(tt)", range.offset, range.length);
    }

  return g_variant_builder_end (&builder);
}

static GVariant *
build_file_properties (const BgdJob *job, const BgdFile *file)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  gboolean completed = file->state == BGD_FILE_COMPLETED;
  const char *directory = bgd_sink_folder_get_shown (file->directory);
  g_autofree char *path =
      g_build_filename (directory, completed && file->cargo == NULL ? file->final_name : file->name,
                        NULL);

  add (&builder, "url", g_variant_new_string (file->url));
  add (&builder, "path", g_variant_new_bytestring (path));

  if (!completed && file->cargo == NULL && file->state != BGD_FILE_DROPPED &&
      bgd_ranges_get_length (file->done) > 0)
    {
      g_autofree char *part = g_build_filename (directory, file->part_name, NULL);

      add (&builder, "temporary-path", g_variant_new_bytestring (part));
    }

  if (file->checksum != NULL)
    add (&builder, "checksum", g_variant_new_string (file->checksum));
  if (file->mirrors != NULL)
    add (&builder, "mirrors", g_variant_new_strv ((const char *const *) file->mirrors, -1));
  if (file->wanted_size != BG_SIZE_UNKNOWN)
    add (&builder, "size", g_variant_new_uint64 (file->wanted_size));
  if (file->ranges != NULL)
    add (&builder, "ranges", build_remote_ranges (file->ranges));
  add_last_modified (&builder, file->validators.last_modified);
  if (bgd_file_was_replaced (file))
    add (&builder, "replaced", g_variant_new_boolean (TRUE));
  if (file->failure.code != BG_ERROR_NONE)
    add (&builder, "error", build_failure (job, &file->failure));

  return g_variant_builder_end (&builder);
}

/**
 * bgd_service_build_file:
 * @job: the job of @file
 * @file: a file
 * @serial: what the caller knows of it
 *
 * Returns: (transfer floating): (uttba{sv}), as GetFiles answers
 */
GVariant *
bgd_service_build_file (const BgdJob *job, const BgdFile *file, guint64 serial)
{
  GVariant *properties = file->serial > serial
                             ? build_file_properties (job, file)
                             : g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0);

  return pack (g_variant_new ("(uttb@a{sv})", file->index, bgd_file_get_size (file),
                              file->bytes_transferred, file->state == BGD_FILE_COMPLETED,
                              properties));
}

static GVariant *
build_ranges (const BgdRanges *ranges)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(tt)"));

  for (guint i = 0; i < bgd_ranges_get_length (ranges); i++)
    {
      BgdRange range = bgd_ranges_get (ranges, i);

      g_variant_builder_add (&builder, "(tt)", range.start, range.end);
    }

  return g_variant_builder_end (&builder);
}

/**
 * bgd_service_build_outline:
 * @outline: an outline
 *
 * Returns: (transfer floating): (tua(tt)a(tt)), as GetSegments answers
 */
GVariant *
bgd_service_build_outline (const BgdOutline *outline)
{
  return g_variant_new ("(tu@a(tt)@a(tt))", outline->size, outline->connections,
                        build_ranges (outline->received), build_ranges (outline->active));
}
