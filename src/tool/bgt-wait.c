/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl wait: until jobs have ended. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-print.h"
#include "bgt-report.h"
#include "bgt-session.h"
#include "bgt-watch.h"

static gboolean
is_meant_by_all (BgJobState state, gconstpointer user_data)
{
  return !bgt_watch_is_over (state);
}

/* Returns whether the job ended well. */
static gboolean
report (BgManager *manager, BgJob *job)
{
  BgJobState state = bg_job_get_state (job);

  if (bg_manager_get_job (manager, bg_job_get_id (job)) == NULL && !bgt_watch_is_over (state))
    {
      bgt_print_error (_ ("“%s” was removed by somebody."), bg_job_get_name (job));
      return FALSE;
    }

  /* Without its files there is less to tell, that is all. */
  bg_job_refresh_files_sync (job, NULL, NULL);

  if (state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_CANCELLED)
    {
      bgt_report_failed (job);
      return FALSE;
    }

  bgt_report_saved (job, TRUE);
  return TRUE;
}

int
bgt_wait (int argc, char **argv, GError **error)
{
  g_auto (GStrv) words = bgt_command_parse_words (_ ("Waits until jobs have ended."), _ ("JOB…"), 1,
                                                  G_MAXUINT, NULL, argc, argv, error);
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (BgtFollow) follow = NULL;
  BgManager *manager;
  gboolean ok = TRUE;

  if (words == NULL)
    return BGT_EXIT_USAGE;

  jobs =
      bgt_session_open_jobs ((const char *const *) words, is_meant_by_all, NULL, &manager, error);

  if (jobs == NULL)
    return BGT_EXIT_FAILED;

  follow = bgt_follow_new (manager);

  if (!bgt_watch_jobs (follow, jobs, error))
    return BGT_EXIT_FAILED;

  if (bgt_follow_get_signal (follow) != 0)
    return BGT_EXIT_SIGNAL + bgt_follow_get_signal (follow);

  for (guint i = 0; i < jobs->len; i++)
    ok = report (manager, jobs->pdata[i]) && ok;

  return ok ? BGT_EXIT_OK : BGT_EXIT_FAILED;
}
