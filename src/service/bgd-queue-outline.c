/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue and pictures of its files: from the transfer if there is one, else from what is kept.
 */
#include "config.h"

#include "bgd-queue-private.h"

/**
 * bgd_queue_draw_file:
 * @self: the queue
 * @id: a job
 * @index: of a file in it
 * @drawn: (scope async): gets an outline of the file, perhaps before this returns
 * @user_data: for @drawn
 *
 * Returns: whether there is such a file; otherwise @drawn is not called
 */
gboolean
bgd_queue_draw_file (BgdQueue *self,
                     const char *id,
                     guint index,
                     BgdTransferDrawn drawn,
                     gpointer user_data,
                     GError **error)
{
  BgdJob *job;
  BgdFile *file = bgd_queue_find_file (self, id, index, &job, error);

  if (file == NULL)
    return FALSE;

  BgdRun *run = g_hash_table_lookup (self->runs, job);
  BgdTransfer *transfer = run != NULL ? bgd_run_get_transfer (run, file) : NULL;
  BgdOutline *outline = bgd_outline_new_of_file (file);

  if (transfer != NULL)
    bgd_transfer_draw (transfer, outline, drawn, user_data);
  else
    drawn (outline, user_data);

  return TRUE;
}
