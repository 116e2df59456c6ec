/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits until jobs have ended, one way or the other, and shows how they get on. */
#include "config.h"

#include "bgt-watch.h"

#include <glib/gi18n.h>

#include "bgt-print.h"
#include "bgt-progress.h"
#include "bgt-words.h"

typedef struct
{
  GPtrArray *jobs;       /* (element-type BgJob) */
  GHashTable *told;      /* (owned) job → the state that was told about it */
  BgtProgress *progress; /* (owned) */
} Watch;

static void
watch_clear (Watch *watch)
{
  g_hash_table_unref (watch->told);
  bgt_progress_free (watch->progress);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, watch_clear)

/* Whether nothing more comes of a job unless somebody does something. */
gboolean
bgt_watch_is_over (BgJobState state)
{
  return bg_job_state_is_final (state) || state == BG_JOB_STATE_TRANSFERRED ||
         state == BG_JOB_STATE_ERROR;
}

/* A log should say why nothing happens, once. */
static void
tell (Watch *watch, BgJob *job, const char *reason)
{
  BgJobState state = bg_job_get_state (job);

  if (state == (BgJobState) GPOINTER_TO_INT (g_hash_table_lookup (watch->told, job)))
    return;

  if (state == BG_JOB_STATE_SUSPENDED)
    {
      bgt_progress_hide (watch->progress);
      bgt_print_error (_ ("“%s” is suspended. Go on with: ferryctl resume %s"),
                       bg_job_get_name (job), bg_job_get_id (job));
    }
  else if (state == BG_JOB_STATE_TRANSIENT_ERROR && reason != NULL &&
           (!bgt_print_can_redraw () || watch->jobs->len > 1))
    bgt_print_error (_ ("“%s” waits for its next try. %s"), bg_job_get_name (job), reason);
  else
    return;

  g_hash_table_insert (watch->told, job, GINT_TO_POINTER (state));
}

static gboolean
on_looked (BgManager *manager, gpointer user_data)
{
  Watch *watch = user_data;
  guint pending = 0;

  for (guint i = 0; i < watch->jobs->len; i++)
    {
      BgJob *job = watch->jobs->pdata[i];
      const BgJobError *error = bg_job_get_error (job);
      g_autofree char *reason =
          error != NULL ? bgt_words_for_error (error, bg_job_get_directory (job)) : NULL;

      /* Somebody may have removed it. */
      if (bgt_watch_is_over (bg_job_get_state (job)) ||
          bg_manager_get_job (manager, bg_job_get_id (job)) == NULL)
        continue;

      pending++;
      tell (watch, job, reason);

      if (watch->jobs->len == 1)
        bgt_progress_show (watch->progress, job, reason);
    }

  return pending > 0;
}

/**
 * bgt_watch_jobs:
 * @jobs: (element-type BgJob): the jobs
 *
 * Returns: whether all are over, or a signal came; FALSE if the service is gone
 */
gboolean
bgt_watch_jobs (BgtFollow *follow, GPtrArray *jobs, GError **error)
{
  g_auto (Watch) watch = {
    .jobs = jobs,
    .told = g_hash_table_new (NULL, NULL),
    .progress = bgt_progress_new (),
  };

  return bgt_follow_run (follow, on_looked, &watch, error);
}
