/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a job. */
#include "config.h"

#include "bgt-report.h"

#include <glib/gi18n.h>

#include "bgt-print.h"
#include "bgt-words.h"

/**
 * bgt_report_get_unnumbered:
 * @path: such as `/home/me/debian (1).iso`
 *
 * Returns: (nullable): the path without the number that the service gives to a file whose name is
 *   taken; NULL if there is none
 */
char *
bgt_report_get_unnumbered (const char *path)
{
  g_autoptr (GRegex) regex = g_regex_new ("^(.+) \\([0-9]+\\)(\\.[^/]*)?$", G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *stem = NULL;
  g_autofree char *extension = NULL;

  if (!g_regex_match (regex, path, 0, &match))
    return NULL;

  stem = g_match_info_fetch (match, 1);
  extension = g_match_info_fetch (match, 2);

  return g_strconcat (stem, extension, NULL);
}

static void
report_file (const char *path, gboolean with_path)
{
  g_autofree char *display = g_filename_display_name (path);
  g_autofree char *wanted = bgt_report_get_unnumbered (path);

  if (wanted != NULL && g_file_test (wanted, G_FILE_TEST_EXISTS))
    {
      g_autofree char *wanted_name = g_filename_display_basename (wanted);
      g_autofree char *name = g_filename_display_basename (path);

      bgt_print_error (_ ("“%s” existed already, so that the file is now “%s”."), wanted_name,
                       name);
    }

  if (with_path)
    bgt_print_line ("%s", display);
}

/**
 * bgt_report_saved:
 * @job: its files were refreshed
 * @with_paths: whether a person wants to read where the files are
 *
 * A name that was taken is worth a line in any case.
 */
void
bgt_report_saved (BgJob *job, gboolean with_paths)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job)); i++)
    {
      g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (job), i);

      if (bg_file_get_completed (file))
        report_file (bg_file_get_path (file), with_paths && bgt_print_is_terminal ());
    }
}

/* Returns whether any file has an error of its own. */
static gboolean
report_bad_files (BgJob *job)
{
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job)); i++)
    {
      g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (job), i);
      const BgJobError *error = bg_file_get_error (file);

      if (error != NULL)
        {
          g_autofree char *sentence = bgt_words_for_error (error, bg_job_get_directory (job));

          bgt_print_error ("%s: %s", bg_file_get_url (file), sentence);
          found = TRUE;
        }
    }

  return found;
}

/**
 * bgt_report_failed:
 * @job: in an error, or canceled; its files were refreshed
 *
 * One sentence; one for each bad file if there are several files.
 */
void
bgt_report_failed (BgJob *job)
{
  const BgJobError *error = bg_job_get_error (job);
  g_autofree char *sentence = NULL;
  BgJobProgress progress;

  if (bg_job_get_state (job) == BG_JOB_STATE_CANCELLED)
    {
      bgt_print_error (_ ("“%s” was canceled."), bg_job_get_name (job));
      return;
    }

  bg_job_get_progress (job, &progress);

  if (progress.files_total > 1 && report_bad_files (job))
    return;

  sentence = error != NULL ? bgt_words_for_error (error, bg_job_get_directory (job))
                           : g_strdup (_ ("Something went wrong, and nobody said what."));
  bgt_print_error ("“%s”: %s", bg_job_get_name (job), sentence);
}
