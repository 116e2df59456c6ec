/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl show: everything about a job. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-json.h"
#include "bgt-notify.h"
#include "bgt-print.h"
#include "bgt-range.h"
#include "bgt-session.h"
#include "bgt-words.h"

#define COLUMNS 2

static void
add_row (GPtrArray *rows, const char *label, char *value)
{
  char **row;

  if (value == NULL)
    return;

  row = g_new0 (char *, COLUMNS + 1);
  row[0] = g_strdup (label);
  row[1] = value;
  g_ptr_array_add (rows, row);
}

static char *
format_time (GDateTime *time)
{
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  return local != NULL ? g_date_time_format (local, "%c") : NULL;
}

/* An empty string is not worth a row. */
static char *
not_empty (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static char *
format_seconds (guint seconds)
{
  const guint day = 24 * 60 * 60;

  if (seconds >= day && seconds % day == 0)
    return g_strdup_printf (ngettext ("%u day", "%u days", seconds / day), seconds / day);

  return g_strdup_printf (ngettext ("%u second", "%u seconds", seconds), seconds);
}

static char *
format_timeout (guint seconds)
{
  return seconds == 0 ? g_strdup (_ ("the first failure")) : format_seconds (seconds);
}

static char *
format_maximum (guint seconds)
{
  return seconds == 0 ? g_strdup (_ ("no matter how long")) : format_seconds (seconds);
}

/* NULL: the usual. */
static char *
format_maximum_size (guint64 bytes)
{
  return bytes > 0 ? g_format_size_full (bytes, G_FORMAT_SIZE_LONG_FORMAT) : NULL;
}

static char *
format_error (BgJob *job)
{
  const BgJobError *error = bg_job_get_error (job);
  g_autofree char *sentence = NULL;

  if (error == NULL)
    return NULL;

  sentence = bgt_words_for_error (error, bg_job_get_directory (job));

  return g_strdup_printf ("%s (%s, %s, 0x%08X)", sentence, bg_error_to_string (error->code),
                          bg_error_context_to_string (error->context), error->bits_code);
}

static char *
format_connections (guint connections)
{
  return connections == 0 ? g_strdup (_ ("as many as help")) : g_strdup_printf ("%u", connections);
}

static char *
format_speed_limit (guint64 bytes_per_second)
{
  g_autofree char *size = NULL;

  if (bytes_per_second == 0)
    return g_strdup (_ ("none"));

  /* As it is typed: with binary multiples. */
  size = g_format_size (bytes_per_second);

  /* Translators: %s is a size, such as “1.5 MiB”. */
  return g_strdup_printf (_ ("%s/s"), size);
}

static char *
format_notify_action (BgJob *job)
{
  const char *application = bg_job_get_notify_application (job);

  return application != NULL
             ? g_strdup_printf ("%s %s", application, bg_job_get_notify_action (job))
             : NULL;
}

/* What is not as usual. */
static void
add_connection (GPtrArray *rows, BgJob *job)
{
  const char *const *bypass = bg_job_get_proxy_bypass (job);
  const char *ca_file = bg_job_get_ca_file (job);
  const char *certificate = bg_job_get_client_certificate (job);
  BgSecurityFlags flags = bg_job_get_security_flags (job);

  if (bg_job_get_http_method (job) != NULL)
    add_row (rows, _ ("Method"), g_strdup (bg_job_get_http_method (job)));
  if (!g_str_equal (bg_job_get_proxy (job), "system"))
    add_row (rows, _ ("Proxy"), g_strdup (bg_job_get_proxy (job)));
  if (bypass[0] != NULL)
    add_row (rows, _ ("Without proxy"), g_strjoinv (" ", (char **) bypass));
  if (ca_file != NULL)
    add_row (rows, _ ("Trusts"), g_filename_display_name (ca_file));
  if (certificate != NULL)
    add_row (rows, _ ("Certificate"), g_filename_display_name (certificate));
  if (bg_job_get_dynamic_content (job))
    add_row (rows, _ ("Dynamic content"), g_strdup (_ ("yes")));
  if (flags != BG_SECURITY_DEFAULT)
    add_row (rows, _ ("Security flags"), bg_security_flags_to_string (flags));
}

static void
add_job (GPtrArray *rows, BgJob *job)
{
  const char *directory = bg_job_get_directory (job);
  BgJobProgress progress;

  bg_job_get_progress (job, &progress);

  add_row (rows, _ ("ID"), g_strdup (bg_job_get_id (job)));
  add_row (rows, _ ("Name"), g_strdup (bg_job_get_name (job)));
  add_row (rows, _ ("Description"), not_empty (bg_job_get_description (job)));
  add_row (rows, _ ("Made by"), not_empty (bg_job_get_owner (job)));
  add_row (rows, _ ("State"), g_strdup (bg_job_state_get_label (bg_job_get_state (job))));
  add_row (rows, _ ("Error"), format_error (job));
  add_row (rows, _ ("Next try"), format_time (bg_job_get_retry_at (job)));
  add_row (rows, _ ("Transferred"), bgt_words_for_progress (&progress));
  add_row (rows, _ ("Files"),
           g_strdup_printf (_ ("%u of %u"), progress.files_transferred, progress.files_total));
  add_row (rows, _ ("Folder"), directory != NULL ? g_filename_display_name (directory) : NULL);
  add_row (rows, _ ("Priority"), g_strdup (bg_job_priority_to_string (bg_job_get_priority (job))));
  add_row (rows, _ ("Completes by itself"),
           g_strdup (bg_job_get_auto_complete (job) ? _ ("yes") : _ ("no")));
  add_row (rows, _ ("Retry delay"), format_seconds (bg_job_get_minimum_retry_delay (job)));
  add_row (rows, _ ("Gives up after"), format_timeout (bg_job_get_no_progress_timeout (job)));
  add_row (rows, _ ("Takes at most"), format_maximum (bg_job_get_maximum_download_time (job)));
  add_row (rows, _ ("Has at most"), format_maximum_size (bg_job_get_maximum_download_size (job)));
  add_row (rows, _ ("Connections"), format_connections (bg_job_get_connections (job)));
  add_row (rows, _ ("Speed limit"), format_speed_limit (bg_job_get_speed_limit (job)));
  add_row (rows, _ ("Signals"), bgt_notify_format_flags (bg_job_get_notify_flags (job)));
  add_row (rows, _ ("Tells"), format_notify_action (job));
  add_connection (rows, job);
  add_row (rows, _ ("Failed tries"), g_strdup_printf ("%u", bg_job_get_error_count (job)));
  add_row (rows, _ ("Added"), format_time (bg_job_get_created (job)));
  add_row (rows, _ ("Changed"), format_time (bg_job_get_modified (job)));
  add_row (rows, _ ("Transferred at"), format_time (bg_job_get_finished (job)));
}

/* NULL: all of it. */
static char *
format_ranges (const BgRanges *ranges)
{
  GString *text = NULL;

  for (guint i = 0; ranges != NULL && i < bg_ranges_get_n_ranges (ranges); i++)
    {
      g_autofree char *range =
          bgt_range_format (bg_ranges_get_offset (ranges, i), bg_ranges_get_length (ranges, i));

      text = text == NULL ? g_string_new (NULL) : g_string_append_c (text, ',');
      g_string_append (text, range);
    }

  return text != NULL ? g_string_free (text, FALSE) : NULL;
}

static void
add_file (GPtrArray *rows, BgFile *file, BgJob *job)
{
  const char *const *mirrors = bg_file_get_mirrors (file);
  const char *path = bg_file_get_path (file);
  const char *directory = bg_job_get_directory (job);
  const BgJobError *error = bg_file_get_error (file);
  BgJobProgress progress = {
    .bytes_total = bg_file_get_bytes_total (file),
    .bytes_transferred = bg_file_get_bytes_transferred (file),
  };

  add_row (rows, "", g_strdup (""));
  add_row (rows, _ ("Address"), g_strdup (bg_file_get_url (file)));

  for (gsize i = 0; mirrors[i] != NULL; i++)
    add_row (rows, i == 0 ? _ ("Mirrors") : "", g_strdup (mirrors[i]));

  add_row (rows, _ ("Only"), format_ranges (bg_file_get_ranges (file)));

  /* What an ended job has not kept is nowhere. */
  if (bg_file_get_replaced (file))
    add_row (rows, _ ("Replaced by"), g_strdup (_ ("the files that it describes")));
  else if (bg_file_get_completed (file))
    add_row (rows, _ ("Saved as"), g_filename_display_name (path));
  else if (!bg_job_state_is_final (bg_job_get_state (job)))
    add_row (rows, _ ("Will be"), g_filename_display_name (path));

  add_row (rows, _ ("Transferred"), bgt_words_for_progress (&progress));
  add_row (rows, _ ("Last modified"), format_time (bg_file_get_last_modified (file)));
  add_row (rows, _ ("Checksum"), not_empty (bg_file_get_checksum (file)));
  add_row (rows, _ ("Error"), error != NULL ? bgt_words_for_error (error, directory) : NULL);
}

static void
print_job (BgJob *job)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  add_job (rows, job);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job)); i++)
    {
      g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (job), i);

      add_file (rows, file, job);
    }

  bgt_print_table (rows, COLUMNS, FALSE);
}

int
bgt_show (int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  g_auto (GStrv) words = bgt_command_parse_words (_ ("Shows everything about a job."), _ ("JOB"), 1,
                                                  1, &json, argc, argv, error);
  g_autoptr (GPtrArray) jobs = NULL;

  if (words == NULL)
    return BGT_EXIT_USAGE;

  jobs = bgt_session_open_jobs ((const char *const *) words, NULL, NULL, NULL, error);

  if (jobs == NULL)
    return BGT_EXIT_FAILED;

  for (guint i = 0; i < jobs->len; i++)
    {
      BgJob *job = jobs->pdata[i];

      if (!bg_job_refresh_files_sync (job, NULL, error))
        return BGT_EXIT_FAILED;

      if (i > 0)
        bgt_print_raw ("\n");

      if (json)
        {
          g_autoptr (JsonNode) node = bgt_json_from_job (job, TRUE);

          bgt_json_print (node, TRUE);
        }
      else
        print_job (job);
    }

  return BGT_EXIT_OK;
}
