/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done to jobs, or could not be, in sentences. Pure. */
#include "config.h"

#include "bgw-deed-words.h"

#include <glib/gi18n.h>

#include "bgw-error-words.h"
#include "bgw-words.h"

/* Translators: The %s in these sentences is the name of a job. */
static char *
done_to_one (BgwDeed deed, const char *name)
{
  if (deed == BGW_DEED_CANCEL)
    return g_strdup_printf (_ ("“%s” canceled"), name);
  if (deed == BGW_DEED_REMOVE)
    return g_strdup_printf (_ ("“%s” removed from the list"), name);
  if (deed == BGW_DEED_TRASH)
    return g_strdup_printf (_ ("Moved “%s” to the trash"), name);
  return g_strdup_printf (_ ("“%s” completed"), name);
}

/**
 * bgw_deed_words_done:
 * @deed: canceled, removed, trashed or completed; others speak for themselves
 * @first_name: the name of a job that it was done to
 * @n_jobs: to how many it was done, at least 1
 *
 * Returns: what to tell
 */
char *
bgw_deed_words_done (BgwDeed deed, const char *first_name, guint n_jobs)
{
  g_autofree char *name = bgw_words_quotable (first_name);

  if (n_jobs == 1)
    return done_to_one (deed, name);
  if (deed == BGW_DEED_CANCEL)
    return g_strdup_printf (ngettext ("%u job canceled", "%u jobs canceled", n_jobs), n_jobs);
  if (deed == BGW_DEED_REMOVE)
    return g_strdup_printf (ngettext ("%u job removed from the list",
                                      "%u jobs removed from the list", n_jobs),
                            n_jobs);
  if (deed == BGW_DEED_TRASH)
    return g_strdup_printf (ngettext ("Moved the files of %u job to the trash",
                                      "Moved the files of %u jobs to the trash", n_jobs),
                            n_jobs);
  return g_strdup_printf (ngettext ("%u job completed", "%u jobs completed", n_jobs), n_jobs);
}

/**
 * bgw_deed_words_failed:
 * @deed: what was to be done
 * @name: the name of the job
 * @directory: (nullable): where its files go
 * @error: why it was not
 *
 * Returns: what to tell
 */
char *
bgw_deed_words_failed (BgwDeed deed, const char *name, const char *directory, const GError *error)
{
  g_autofree char *quoted = bgw_words_quotable (name);
  g_autofree char *reason = bgw_error_of_call (error, directory);

  switch (deed)
    {
    case BGW_DEED_SUSPEND:
      return g_strdup_printf (_ ("Could not suspend “%s”: %s"), quoted, reason);
    case BGW_DEED_RESUME:
      return g_strdup_printf (_ ("Could not resume “%s”: %s"), quoted, reason);
    case BGW_DEED_COMPLETE:
    case BGW_DEED_KEEP_FINISHED:
      return g_strdup_printf (_ ("Could not complete “%s”: %s"), quoted, reason);
    case BGW_DEED_CANCEL:
      return g_strdup_printf (_ ("Could not cancel “%s”: %s"), quoted, reason);
    case BGW_DEED_REMOVE:
      return g_strdup_printf (_ ("Could not remove “%s”: %s"), quoted, reason);
    case BGW_DEED_OPEN:
    case BGW_DEED_SHOW_IN_FOLDER:
      return g_strdup_printf (_ ("Could not open “%s”: %s"), quoted, reason);
    case BGW_DEED_START_AGAIN:
    case BGW_DEED_DOWNLOAD_AGAIN:
      return g_strdup_printf (_ ("Could not start “%s” again: %s"), quoted, reason);
    case BGW_DEED_TRASH:
      return g_strdup_printf (_ ("Could not move “%s” to the trash: %s"), quoted, reason);
    case BGW_DEED_RENAME:
    case BGW_DEED_CHANGE_ADDRESS:
    case BGW_DEED_SIGN_IN:
      return g_strdup_printf (_ ("Could not change “%s”: %s"), quoted, reason);
    default:
      g_assert_not_reached ();
    }
}
