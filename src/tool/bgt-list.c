/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl list: all jobs. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-json.h"
#include "bgt-print.h"
#include "bgt-resolve.h"
#include "bgt-session.h"
#include "bgt-words.h"

enum
{
  COLUMN_ID,
  COLUMN_STATE,
  COLUMN_PROGRESS,
  COLUMN_SIZE,
  COLUMN_NAME,
  N_COLUMNS,
};

static int
print_json (GListModel *jobs, GError **error)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (BgJob) job = g_list_model_get_item (jobs, i);
      g_autoptr (GError) local_error = NULL;

      if (bg_job_refresh_files_sync (job, NULL, &local_error))
        json_array_add_element (array, bgt_json_from_job (job, TRUE));
      else if (!g_error_matches (local_error, BG_ERROR, BG_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return BGT_EXIT_FAILED;
        }
    }

  json_node_init_array (node, array);
  bgt_json_print (node, TRUE);
  return BGT_EXIT_OK;
}

static char **
make_row (BgJob *job, guint id_length)
{
  BgJobProgress progress;
  g_autofree char *percent = NULL;
  char **row = g_new0 (char *, N_COLUMNS + 1);

  bg_job_get_progress (job, &progress);

  if (progress.bytes_total != BG_SIZE_UNKNOWN)
    percent = g_strdup_printf (_ ("%d%%"), (int) (bg_job_progress_get_fraction (&progress) * 100));

  row[COLUMN_ID] = g_strndup (bg_job_get_id (job), id_length);
  row[COLUMN_STATE] = g_strdup (bg_job_state_get_label (bg_job_get_state (job)));
  row[COLUMN_PROGRESS] = g_strdup (percent != NULL ? percent : "");
  row[COLUMN_SIZE] = bgt_words_for_progress (&progress);
  row[COLUMN_NAME] = g_strdup (bg_job_get_name (job));

  return row;
}

static void
print_table (GListModel *jobs)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree const char **ids = bgt_resolve_get_ids (jobs);
  guint id_length = bgt_resolve_get_id_length (ids);
  const char *const head[N_COLUMNS + 1] = {
    [COLUMN_ID] = _ ("ID"),     [COLUMN_STATE] = _ ("State"), [COLUMN_PROGRESS] = "",
    [COLUMN_SIZE] = _ ("Size"), [COLUMN_NAME] = _ ("Name"),
  };

  g_ptr_array_add (rows, g_strdupv ((char **) head));

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (BgJob) job = g_list_model_get_item (jobs, i);

      g_ptr_array_add (rows, make_row (job, id_length));
    }

  bgt_print_table (rows, N_COLUMNS, TRUE);
}

int
bgt_list (int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  g_auto (GStrv) words =
      bgt_command_parse_words (_ ("Lists all jobs."), NULL, 0, 0, &json, argc, argv, error);
  BgManager *manager;

  if (words == NULL)
    return BGT_EXIT_USAGE;

  manager = bgt_session_open (error);

  if (manager == NULL)
    return BGT_EXIT_FAILED;

  if (json)
    return print_json (G_LIST_MODEL (manager), error);

  if (g_list_model_get_n_items (G_LIST_MODEL (manager)) == 0)
    bgt_print_line (_ ("There are no jobs. “ferryctl add URL” makes one."));
  else
    print_table (G_LIST_MODEL (manager));

  return BGT_EXIT_OK;
}
