/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl clear: forgets what has ended. */
#include "config.h"

#include <glib/gi18n.h>

#include "bgt-command.h"
#include "bgt-print.h"
#include "bgt-session.h"

int
bgt_clear (int argc, char **argv, GError **error)
{
  g_auto (GStrv) words =
      bgt_command_parse_words (_ ("Forgets jobs that are acknowledged or canceled. No file is "
                                  "deleted."),
                               NULL, 0, 0, NULL, argc, argv, error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) refused = NULL;
  BgManager *manager;
  guint n_removed;

  if (words == NULL)
    return BGT_EXIT_USAGE;

  manager = bgt_session_open (error);

  if (manager == NULL)
    return BGT_EXIT_FAILED;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (manager)); i++)
    {
      g_autoptr (BgJob) job = g_list_model_get_item (G_LIST_MODEL (manager), i);

      if (bg_job_state_is_final (bg_job_get_state (job)))
        g_ptr_array_add (ids, g_strdup (bg_job_get_id (job)));
    }

  n_removed = ids->len;

  if (n_removed > 0)
    {
      g_ptr_array_add (ids, NULL);

      if (!bg_manager_apply_sync (manager, BG_VERB_REMOVE, (const char *const *) ids->pdata,
                                  &refused, NULL, error))
        return BGT_EXIT_FAILED;

      /* Only what somebody else has removed meanwhile can refuse. */
      n_removed -= g_hash_table_size (refused);
    }

  bgt_print_line (ngettext ("%u job was removed from the list.",
                            "%u jobs were removed from the list.", n_removed),
                  n_removed);
  return BGT_EXIT_OK;
}
