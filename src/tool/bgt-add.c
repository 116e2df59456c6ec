/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl add: a job for the service, which needs nobody to wait for it. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-create.h"
#include "bgt-json.h"
#include "bgt-print.h"
#include "bgt-session.h"

int
bgt_add (int argc, char **argv, GError **error)
{
  g_autoptr (BgtOptions) options = NULL;
  g_autoptr (BgJob) job = NULL;
  g_autoptr (JsonNode) node = NULL;
  BgManager *manager;

  options = bgt_options_parse (_ ("Adds a job that downloads files in the background, and prints "
                                  "its id."),
                               BG_JOB_PRIORITY_NORMAL, argc, argv, error);

  if (options == NULL || !bgt_options_check_target (options, error))
    return BGT_EXIT_FAILED;

  manager = bgt_session_open (error);

  if (manager == NULL)
    return BGT_EXIT_FAILED;

  job = bgt_create_job (manager, options, error);

  if (job == NULL)
    return BGT_EXIT_FAILED;

  if (!options->json)
    {
      bgt_print_line ("%s", bg_job_get_id (job));
      return BGT_EXIT_OK;
    }

  if (!bg_job_refresh_files_sync (job, NULL, error))
    return BGT_EXIT_FAILED;

  node = bgt_json_from_job (job, TRUE);
  bgt_json_print (node, TRUE);
  return BGT_EXIT_OK;
}
