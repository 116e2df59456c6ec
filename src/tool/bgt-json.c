/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What programs read: jobs as JSON. Keys that exist stay; new ones may come. */
#include "config.h"

#include "bgt-json.h"

#include "bgt-notify.h"
#include "bgt-print.h"

static void
add_string (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);

  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_strings (JsonBuilder *builder, const char *key, const char *const *values)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);

  for (gsize i = 0; values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);

  json_builder_end_array (builder);
}

static void
add_flags (JsonBuilder *builder, const char *key, BgNotifyFlags flags)
{
  g_autofree char *text = bgt_notify_format_flags (flags);
  g_auto (GStrv) words = g_strsplit (flags != 0 ? text : "", ",", -1);

  add_strings (builder, key, (const char *const *) words);
}

/* A path may be no UTF-8, which JSON has to be. */
static void
add_path (JsonBuilder *builder, const char *key, const char *path)
{
  g_autofree char *display = path != NULL ? g_filename_display_name (path) : NULL;

  add_string (builder, key, display);
}

static void
add_number (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder, const char *key, gboolean value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_boolean_value (builder, value);
}

/* The numbers of JSON are signed; no file has that many bytes. */
static void
add_size (JsonBuilder *builder, const char *key, guint64 size)
{
  json_builder_set_member_name (builder, key);

  if (size == BG_SIZE_UNKNOWN)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, (gint64) MIN (size, (guint64) G_MAXINT64));
}

static void
add_time (JsonBuilder *builder, const char *key, GDateTime *time)
{
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  add_string (builder, key, text);
}

static void
add_error (JsonBuilder *builder, const BgJobError *error)
{
  json_builder_set_member_name (builder, "error");

  if (error == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_object (builder);
  add_string (builder, "context", bg_error_context_to_string (error->context));
  add_string (builder, "code", bg_error_to_string (error->code));
  add_string (builder, "message", error->message);
  add_string (builder, "file", error->file_index != BG_NO_FILE ? error->url : NULL);
  add_number (builder, "http_status", error->http_status);
  add_number (builder, "bits_code", error->bits_code);
  json_builder_end_object (builder);
}

/* Without a length one goes to the end. */
static void
add_ranges (JsonBuilder *builder, const BgRanges *ranges)
{
  json_builder_set_member_name (builder, "ranges");
  if (ranges == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_array (builder);
  for (guint i = 0; i < bg_ranges_get_n_ranges (ranges); i++)
    {
      json_builder_begin_object (builder);
      add_size (builder, "offset", bg_ranges_get_offset (ranges, i));
      add_size (builder, "length", bg_ranges_get_length (ranges, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_file (JsonBuilder *builder, BgFile *file)
{
  json_builder_begin_object (builder);
  add_string (builder, "url", bg_file_get_url (file));
  add_path (builder, "path", bg_file_get_path (file));
  add_size (builder, "bytes_total", bg_file_get_bytes_total (file));
  add_size (builder, "bytes_transferred", bg_file_get_bytes_transferred (file));
  add_boolean (builder, "completed", bg_file_get_completed (file));
  add_path (builder, "temporary_path", bg_file_get_temporary_path (file));
  add_string (builder, "checksum", bg_file_get_checksum (file));
  add_strings (builder, "mirrors", bg_file_get_mirrors (file));
  add_size (builder, "size", bg_file_get_size (file));
  add_ranges (builder, bg_file_get_ranges (file));
  add_time (builder, "last_modified", bg_file_get_last_modified (file));
  add_boolean (builder, "replaced", bg_file_get_replaced (file));
  add_error (builder, bg_file_get_error (file));
  json_builder_end_object (builder);
}

/**
 * bgt_json_from_job:
 * @with_files: the caller has refreshed the files of the job
 *
 * Returns: (transfer full): an object
 */
JsonNode *
bgt_json_from_job (BgJob *job, gboolean with_files)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autofree char *flags = bg_security_flags_to_string (bg_job_get_security_flags (job));
  BgJobProgress progress;

  bg_job_get_progress (job, &progress);

  json_builder_begin_object (builder);
  add_string (builder, "id", bg_job_get_id (job));
  add_string (builder, "name", bg_job_get_name (job));
  add_string (builder, "type", bg_job_type_to_string (bg_job_get_job_type (job)));
  add_string (builder, "state", bg_job_state_to_string (bg_job_get_state (job)));
  add_string (builder, "priority", bg_job_priority_to_string (bg_job_get_priority (job)));
  add_size (builder, "bytes_total", progress.bytes_total);
  add_size (builder, "bytes_transferred", progress.bytes_transferred);
  add_number (builder, "files_total", progress.files_total);
  add_number (builder, "files_transferred", progress.files_transferred);
  add_error (builder, bg_job_get_error (job));
  add_string (builder, "description", bg_job_get_description (job));
  add_string (builder, "owner", bg_job_get_owner (job));
  add_path (builder, "directory", bg_job_get_directory (job));
  add_boolean (builder, "auto_complete", bg_job_get_auto_complete (job));
  add_number (builder, "minimum_retry_delay", bg_job_get_minimum_retry_delay (job));
  add_boolean (builder, "dynamic_content", bg_job_get_dynamic_content (job));
  add_number (builder, "maximum_download_time", bg_job_get_maximum_download_time (job));
  add_size (builder, "maximum_download_size", bg_job_get_maximum_download_size (job));
  add_number (builder, "no_progress_timeout", bg_job_get_no_progress_timeout (job));
  add_number (builder, "connections", bg_job_get_connections (job));
  add_size (builder, "speed_limit", bg_job_get_speed_limit (job));
  add_flags (builder, "notify", bg_job_get_notify_flags (job));
  add_string (builder, "notify_application", bg_job_get_notify_application (job));
  add_string (builder, "notify_action", bg_job_get_notify_action (job));
  add_string (builder, "proxy", bg_job_get_proxy (job));
  add_strings (builder, "proxy_bypass", bg_job_get_proxy_bypass (job));
  add_path (builder, "ca_file", bg_job_get_ca_file (job));
  add_path (builder, "client_certificate", bg_job_get_client_certificate (job));
  add_string (builder, "security_flags", flags);
  add_string (builder, "http_method", bg_job_get_http_method (job));
  add_number (builder, "error_count", bg_job_get_error_count (job));
  add_time (builder, "created", bg_job_get_created (job));
  add_time (builder, "modified", bg_job_get_modified (job));
  add_time (builder, "finished", bg_job_get_finished (job));
  add_time (builder, "retry_at", bg_job_get_retry_at (job));

  if (with_files)
    {
      json_builder_set_member_name (builder, "files");
      json_builder_begin_array (builder);

      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job)); i++)
        {
          g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (job), i);

          add_file (builder, file);
        }

      json_builder_end_array (builder);
    }

  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * bgt_json_print:
 * @pretty: for the eye too; otherwise on one line
 */
void
bgt_json_print (JsonNode *node, gboolean pretty)
{
  g_autofree char *text = json_to_string (node, pretty);

  bgt_print_raw (text);
  bgt_print_raw ("\n");
}
