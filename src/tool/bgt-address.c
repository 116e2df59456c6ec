/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl address: lets a file that is not complete come from elsewhere. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-session.h"
#include "bgt-url.h"
#include "bgt-value.h"

/* The index of the only file that can have another address; FALSE if there is none, or several. */
static gboolean
find_only_file (BgJob *job, guint *index, GError **error)
{
  guint n_files = g_list_model_get_n_items (G_LIST_MODEL (job));
  guint n_found = 0;

  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (job), i);

      if (bg_file_get_replaced (file))
        continue;

      *index = i;
      n_found++;
    }

  if (n_found == 1)
    return TRUE;

  if (n_found == 0)
    g_set_error_literal (error, BG_ERROR, BG_ERROR_EMPTY, _ ("The job has no files."));
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 ngettext ("The job has %u file. Say which one: 1 is the first.",
                           "The job has %u files. Say which one: 1 is the first.", n_found),
                 n_found);

  return FALSE;
}

static gboolean
find_file (BgJob *job, const char *word, guint *index, GError **error)
{
  guint number;

  if (!bg_job_refresh_files_sync (job, NULL, error))
    return FALSE;
  if (word == NULL)
    return find_only_file (job, index, error);
  if (!bgt_value_parse_number (_ ("FILE"), word, 1,
                               MAX (g_list_model_get_n_items (G_LIST_MODEL (job)), 1), &number,
                               error))
    return FALSE;

  *index = number - 1;
  return TRUE;
}

static gboolean
is_never_meant (BgJobState state, gconstpointer user_data)
{
  return FALSE;
}

int
bgt_address (int argc, char **argv, GError **error)
{
  g_auto (GStrv) words =
      bgt_command_parse_words (_ ("Lets a file come from another address. What was received is "
                                  "kept, and goes on if the file there is the same."),
                               _ ("JOB [FILE] URL"), 2, 3, NULL, argc, argv, error);
  const char *job_words[] = { words != NULL ? words[0] : NULL, NULL };
  g_autoptr (GPtrArray) jobs = NULL;
  const char *url;
  guint index;

  if (words == NULL)
    return BGT_EXIT_USAGE;

  if (g_str_equal (words[0], "all"))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("An address is for one job."));
      return BGT_EXIT_USAGE;
    }

  url = words[2] != NULL ? words[2] : words[1];
  jobs = bgt_session_open_jobs (job_words, is_never_meant, NULL, NULL, error);
  if (jobs == NULL)
    return BGT_EXIT_FAILED;

  if (!find_file (jobs->pdata[0], words[2] != NULL ? words[1] : NULL, &index, error) ||
      !bg_job_set_remote_name_sync (jobs->pdata[0], index, url, NULL, error))
    return BGT_EXIT_FAILED;

  return BGT_EXIT_OK;
}
