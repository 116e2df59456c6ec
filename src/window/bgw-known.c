/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what is in the list already. */
#include "config.h"

#include "bgw-known.h"

#include "bgw-addresses.h"
#include "bgw-new-job.h"

/* What has ended may be fetched again. */
static gboolean
has_ended (BgwUndo *undo, BgJob *job)
{
  BgJobState state = bgw_undo_get_state (undo, job);

  return state == BG_JOB_STATE_ACKNOWLEDGED || state == BG_JOB_STATE_CANCELLED ||
         bgw_undo_is_removed (undo, job);
}

/* Jobs of one file by their address. */
static GHashTable *
collect (BgManager *manager, BgwUndo *undo)
{
  GHashTable *jobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_jobs = g_list_model_get_n_items (G_LIST_MODEL (manager));

  for (guint i = 0; i < n_jobs; i++)
    {
      g_autoptr (BgJob) job = g_list_model_get_item (G_LIST_MODEL (manager), i);
      const char *address = bg_job_get_address (job);
      BgJobProgress progress;

      bg_job_get_progress (job, &progress);
      if (address != NULL && progress.files_total == 1 && !has_ended (undo, job))
        g_hash_table_replace (jobs, g_strdup (address), job);
    }

  return jobs;
}

/**
 * bgw_known_take_out:
 * @manager: all jobs
 * @undo: who knows which of them are as good as gone
 * @plans: (element-type BgwNewJob): what is to be added; loses the jobs of one file that are in
 *   the list and have not ended. Several files in one job are meant as they are
 *
 * Returns: (transfer full) (element-type BgJob): those jobs that are in the list
 */
GPtrArray *
bgw_known_take_out (BgManager *manager, BgwUndo *undo, GPtrArray *plans)
{
  g_autoptr (GHashTable) jobs = collect (manager, undo);
  GPtrArray *known = g_ptr_array_new_with_free_func (g_object_unref);
  gsize n_plans;
  g_autofree gpointer *all = g_ptr_array_steal (plans, &n_plans);

  for (gsize i = 0; i < n_plans; i++)
    {
      BgwNewJob *plan = all[i];
      g_autofree char *address = bgw_address_without_user (bgw_new_job_get_address (plan, 0));
      BgJob *job = bgw_new_job_get_n_files (plan) == 1 ? g_hash_table_lookup (jobs, address) : NULL;

      if (job == NULL)
        {
          g_ptr_array_add (plans, plan);
          continue;
        }

      g_ptr_array_add (known, g_object_ref (job));
      bgw_new_job_free (plan);
    }

  return known;
}
