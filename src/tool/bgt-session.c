/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connection to the service, as long as one command runs. */
#include "config.h"

#include "bgt-session.h"

#include <glib/gi18n.h>

#include "bgt-bus.h"
#include "bgt-print.h"

static BgManager *open_manager = NULL; /* (owned) */

/* Who does not know it wonders why nothing moves. A service that is too old to be asked has no such
 * problem. */
static void
tell_policy_problem (BgManager *manager)
{
  g_autofree char *problem = bg_manager_find_policy_problem_sync (manager, NULL, NULL);

  if (problem != NULL)
    bgt_print_error (_ ("The administrator's policy cannot be understood: %s Nothing is "
                        "transferred until that is mended."),
                     problem);
}

/**
 * bgt_session_look_at_policy:
 *
 * For commands that need no service: says what is wrong with the administrator's policy, if
 * somebody can be asked.
 */
void
bgt_session_look_at_policy (void)
{
  g_autoptr (BgManager) manager = bgt_bus_has_session () ? bg_manager_new_sync (NULL, NULL) : NULL;

  if (manager != NULL)
    tell_policy_problem (manager);
}

/**
 * bgt_session_open:
 *
 * Finds or starts the bus and the service, and asks for all jobs.
 *
 * Returns: (transfer none): the manager
 */
BgManager *
bgt_session_open (GError **error)
{
  g_autoptr (BgManager) manager = NULL;

  if (!bgt_bus_join (error))
    return NULL;

  if (bgt_bus_is_private ())
    bgt_print_error (_ ("There is no session bus; a private one is used while this command "
                        "runs."));

  manager = bg_manager_new_sync (NULL, error);

  if (manager == NULL || !bg_manager_refresh_sync (manager, NULL, error))
    return NULL;

  tell_policy_problem (manager);
  g_set_object (&open_manager, manager);
  return open_manager;
}

/**
 * bgt_session_open_jobs:
 * @words: see bgt_resolve_jobs(), as the rest
 * @manager: (out) (optional) (transfer none): the manager
 *
 * Returns: (transfer full) (element-type BgJob): the jobs that are meant
 */
GPtrArray *
bgt_session_open_jobs (const char *const *words,
                       BgtResolveFilter filter,
                       gconstpointer user_data,
                       BgManager **manager,
                       GError **error)
{
  BgManager *opened = bgt_session_open (error);

  if (opened == NULL)
    return NULL;

  if (manager != NULL)
    *manager = opened;

  return bgt_resolve_jobs (G_LIST_MODEL (opened), words, filter, user_data, error);
}

/**
 * bgt_session_close:
 *
 * Says what becomes of jobs that are not done if the service stops with this command.
 */
void
bgt_session_close (void)
{
  gboolean unfinished = bgt_bus_is_private () && open_manager != NULL &&
                        bg_manager_refresh_sync (open_manager, NULL, NULL) &&
                        bg_manager_get_can_change (open_manager);

  g_clear_object (&open_manager);

  if (bgt_bus_leave () && unfinished)
    bgt_print_error (_ ("What is not finished is kept; it goes on the next time ferryctl or Ferry "
                        "runs."));
}
