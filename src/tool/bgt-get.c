/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl get: from addresses to files, and only then back. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-create.h"
#include "bgt-json.h"
#include "bgt-print.h"
#include "bgt-report.h"
#include "bgt-session.h"
#include "bgt-watch.h"
#include "bgt-words.h"

/* The files are here, but not in their place, because the job could not complete by itself. */
static gboolean
complete (BgJob *job)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (bg_job_complete_sync (job, NULL, NULL, &error))
    return TRUE;

  sentence = bgt_words_for_call (error, bg_job_get_directory (job), NULL);
  bgt_print_error (_ ("The download is whole, but not in its place yet: %s Then go on with: "
                      "ferryctl complete %s"),
                   sentence, bg_job_get_id (job));
  return FALSE;
}

/* Leaves nothing behind but the files that have arrived. */
static gboolean
end_failed (BgJob *job, GError **error)
{
  BgJobProgress progress;

  bg_job_get_progress (job, &progress);

  if (progress.files_transferred == 0)
    return bg_job_cancel_sync (job, NULL, error);

  if (!bg_job_complete_sync (job, NULL, NULL, error) ||
      !bg_job_refresh_files_sync (job, NULL, error))
    return FALSE;

  bgt_print_error (ngettext ("%u of %u file was saved.", "%u of %u files were saved.",
                             progress.files_total),
                   progress.files_transferred, progress.files_total);
  return TRUE;
}

/* @job is over. */
static int
finish (BgJob *job, const BgtOptions *options, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  gboolean ok = bg_job_get_state (job) == BG_JOB_STATE_ACKNOWLEDGED ||
                (bg_job_get_state (job) == BG_JOB_STATE_TRANSFERRED && complete (job));

  if (!bg_job_refresh_files_sync (job, NULL, error))
    return BGT_EXIT_FAILED;

  /* The end that the job came to is of interest, not that it is cleared away now. */
  node = bgt_json_from_job (job, TRUE);

  if (bg_job_get_state (job) == BG_JOB_STATE_ERROR)
    {
      bgt_report_failed (job);

      if (!end_failed (job, error))
        return BGT_EXIT_FAILED;
    }
  else if (bg_job_get_state (job) == BG_JOB_STATE_CANCELLED)
    bgt_report_failed (job);

  if (options->json)
    bgt_json_print (node, TRUE);

  bgt_report_saved (job, !options->json);

  return ok ? BGT_EXIT_OK : BGT_EXIT_FAILED;
}

/* A job that ended at the same moment stays as it is. */
static int
interrupt (BgJob *job, int number, const BgtOptions *options, GError **error)
{
  if (!bg_job_suspend_sync (job, NULL, error))
    return BGT_EXIT_FAILED;

  if (bgt_watch_is_over (bg_job_get_state (job)))
    return finish (job, options, error);

  bgt_print_error (_ ("Suspended. Go on with: ferryctl resume %s && ferryctl wait %s"),
                   bg_job_get_id (job), bg_job_get_id (job));

  return BGT_EXIT_SIGNAL + number;
}

int
bgt_get (int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (BgtOptions) options = NULL;
  g_autoptr (BgtFollow) follow = NULL;
  BgManager *manager;
  BgJob *job;

  options = bgt_options_parse (_ ("Downloads files and waits until they are here."),
                               BG_JOB_PRIORITY_FOREGROUND, argc, argv, error);

  if (options == NULL || !bgt_options_check_target (options, error))
    return BGT_EXIT_FAILED;

  manager = bgt_session_open (error);

  if (manager == NULL)
    return BGT_EXIT_FAILED;

  /* Before there is a job: none may be left without a word. */
  follow = bgt_follow_new (manager);
  job = bgt_create_job (manager, options, error);

  if (job == NULL)
    return BGT_EXIT_FAILED;

  g_ptr_array_add (jobs, job);

  if (!bgt_watch_jobs (follow, jobs, error))
    return BGT_EXIT_FAILED;

  if (bgt_follow_get_signal (follow) != 0)
    return interrupt (job, bgt_follow_get_signal (follow), options, error);

  if (bg_manager_get_job (manager, bg_job_get_id (job)) == NULL)
    {
      bgt_print_error (_ ("“%s” was removed by somebody."), bg_job_get_name (job));
      return BGT_EXIT_FAILED;
    }

  return finish (job, options, error);
}
