/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl suspend, resume, complete, cancel: the same but for the verb. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-print.h"
#include "bgt-session.h"
#include "bgt-words.h"

/* “all” leaves out those jobs for which the verb means nothing, and never gives up what is not
 * finished: to complete a job that runs is to be asked for by its id. */
static gboolean
is_meant_by_all (BgJobState state, gconstpointer user_data)
{
  switch ((BgVerb) GPOINTER_TO_INT (user_data))
    {
    case BG_VERB_SUSPEND:
      return bg_job_state_can_change (state);

    case BG_VERB_RESUME:
      return state == BG_JOB_STATE_SUSPENDED || state == BG_JOB_STATE_ERROR ||
             state == BG_JOB_STATE_TRANSIENT_ERROR;

    case BG_VERB_COMPLETE:
      return state == BG_JOB_STATE_TRANSFERRED;

    case BG_VERB_CANCEL:
      return !bg_job_state_is_final (state);

    case BG_VERB_REMOVE:
    default:
      return bg_job_state_is_final (state);
    }
}

static void
report_refused (BgJob *job, const GError *error)
{
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, BG_ERROR, BG_ERROR_INVALID_STATE) &&
      bg_job_state_is_final (bg_job_get_state (job)))
    sentence = g_strdup (_ ("It has ended already."));
  else
    sentence = bgt_words_for_call (error, bg_job_get_directory (job), NULL);

  bgt_print_error ("“%s”: %s", bg_job_get_name (job), sentence);
}

static int
apply (BgManager *manager, BgVerb verb, GPtrArray *jobs, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GHashTable) refused = NULL;

  for (guint i = 0; i < jobs->len; i++)
    g_ptr_array_add (ids, (gpointer) bg_job_get_id (jobs->pdata[i]));

  g_ptr_array_add (ids, NULL);

  if (!bg_manager_apply_sync (manager, verb, (const char *const *) ids->pdata, &refused, NULL,
                              error))
    return BGT_EXIT_FAILED;

  for (guint i = 0; i < jobs->len; i++)
    {
      const GError *reason = g_hash_table_lookup (refused, bg_job_get_id (jobs->pdata[i]));

      if (reason != NULL)
        report_refused (jobs->pdata[i], reason);
    }

  return g_hash_table_size (refused) == 0 ? BGT_EXIT_OK : BGT_EXIT_FAILED;
}

static int
run (BgVerb verb, const char *summary, int argc, char **argv, GError **error)
{
  g_auto (GStrv) words =
      bgt_command_parse_words (summary, _ ("JOB…"), 1, G_MAXUINT, NULL, argc, argv, error);
  g_autoptr (GPtrArray) jobs = NULL;
  BgManager *manager;

  if (words == NULL)
    return BGT_EXIT_USAGE;

  jobs = bgt_session_open_jobs ((const char *const *) words, is_meant_by_all,
                                GINT_TO_POINTER (verb), &manager, error);

  if (jobs == NULL)
    return BGT_EXIT_FAILED;

  if (jobs->len > 0)
    return apply (manager, verb, jobs, error);

  bgt_print_error (_ ("There is no job to do that with."));
  return BGT_EXIT_OK;
}

int
bgt_suspend (int argc, char **argv, GError **error)
{
  return run (BG_VERB_SUSPEND, _ ("Stops jobs for now."), argc, argv, error);
}

int
bgt_resume (int argc, char **argv, GError **error)
{
  return run (BG_VERB_RESUME, _ ("Lets jobs go on, or try again at once."), argc, argv, error);
}

int
bgt_complete (int argc, char **argv, GError **error)
{
  return run (BG_VERB_COMPLETE,
              _ ("Moves the finished files of jobs into their place and ends the jobs. What is "
                 "not finished is deleted."),
              argc, argv, error);
}

int
bgt_cancel (int argc, char **argv, GError **error)
{
  return run (BG_VERB_CANCEL, _ ("Gives up jobs and deletes what they have fetched."), argc, argv,
              error);
}
