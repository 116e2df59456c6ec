/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the job that “get” and “add” ask for, and starts it. */
#include "config.h"

#include "bgt-create.h"

#include "bgt-metalink.h"
#include "bgt-url.h"
#include "bgt-words.h"

static void
set_sentence (GError **error, const BgtOptions *options, const GError *reason, const char *url)
{
  g_autofree char *public_url = url != NULL ? bgt_url_hide_secrets (url) : NULL;
  g_autofree char *sentence = bgt_words_for_call (reason, options->directory, public_url);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sentence);
}

/* The service takes all files or none and does not say which one it refuses. One by one that shows;
 * the job is given up in any case. */
static void
explain_files (GError **error, BgJob *job, const BgtOptions *options, const GError *reason)
{
  for (gsize i = 0; options->urls[i] != NULL; i++)
    {
      const char *const one[] = { options->urls[i], NULL };
      g_autoptr (GError) its_reason = NULL;

      if (!bg_job_add_files_sync (job, bgt_options_to_files (options, one), NULL, &its_reason))
        {
          set_sentence (error, options, its_reason, options->urls[i]);
          return;
        }
    }

  set_sentence (error, options, reason, NULL);
}

/* The documents are read here: the service need not be able to. */
static gboolean
add_documents (BgJob *job, const BgtOptions *options, GError **error)
{
  for (gsize i = 0; options->documents[i] != NULL; i++)
    {
      g_autoptr (GBytes) document = bgt_metalink_read (options->documents[i], error);
      g_autoptr (GError) reason = NULL;

      if (document == NULL)
        return FALSE;

      if (!bg_job_add_metalink_sync (job, document, options->directory, NULL, NULL, &reason))
        {
          g_autofree char *display = g_filename_display_name (options->documents[i]);

          /* What is wrong with the document the service says best. */
          if (g_error_matches (reason, BG_ERROR, BG_ERROR_INVALID_ARGUMENT))
            g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, reason->message);
          else
            set_sentence (error, options, reason, NULL);
          g_prefix_error (error, "“%s”: ", display);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
add_urls (BgJob *job, const BgtOptions *options, GError **error)
{
  const char *const *urls = (const char *const *) options->urls;
  g_autoptr (GError) reason = NULL;

  if (*urls == NULL ||
      bg_job_add_files_sync (job, bgt_options_to_files (options, urls), NULL, &reason))
    return TRUE;

  explain_files (error, job, options, reason);
  return FALSE;
}

/* Nobody wants a job that has never begun. */
static void
give_up (BgJob *job)
{
  if (bg_job_cancel_sync (job, NULL, NULL))
    bg_job_remove_sync (job, NULL, NULL);
}

/**
 * bgt_create_job:
 *
 * Returns: (transfer full): the job; on failure there is none, and a sentence is in @error
 */
BgJob *
bgt_create_job (BgManager *manager, const BgtOptions *options, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (BgJob) job =
      bg_manager_create_job_sync (manager, options->name, BG_JOB_TYPE_DOWNLOAD,
                                  bgt_options_to_properties (options), NULL, &reason);

  if (job == NULL)
    {
      set_sentence (error, options, reason, NULL);
      return NULL;
    }

  if (!add_urls (job, options, error) || !add_documents (job, options, error))
    {
      give_up (job);
      return NULL;
    }

  if (!bg_job_resume_sync (job, NULL, &reason))
    {
      set_sentence (error, options, reason, NULL);
      give_up (job);
      return NULL;
    }

  return g_steal_pointer (&job);
}
