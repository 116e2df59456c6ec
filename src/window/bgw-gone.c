/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finished jobs whose files were found to be moved or deleted: what this window has seen, and
 * nothing that the service would know. */
#include "config.h"

#include "bgw-gone.h"

static G_DEFINE_QUARK (bgw - gone, bgw_gone)

    /**
     * bgw_gone_set:
     * @job: a job whose files were in place
     * @gone: whether one of them was looked for and not found
     *
     * Whoever shows the state of the job hears that there is something new about it.
     */
    void bgw_gone_set (BgJob *job, gboolean gone)
{
  if (bgw_gone_get (job) == gone)
    return;

  g_object_set_qdata (G_OBJECT (job), bgw_gone_quark (), GINT_TO_POINTER (gone));
  g_object_notify (G_OBJECT (job), "directory");
}

gboolean
bgw_gone_get (BgJob *job)
{
  return g_object_get_qdata (G_OBJECT (job), bgw_gone_quark ()) != NULL;
}
