/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How far the reply to an upload is: BG_JOB_REPLY_PROGRESS. */
#include "config.h"

#include "bg-job-reply-progress.h"

G_DEFINE_BOXED_TYPE (BgJobReplyProgress,
                     bg_job_reply_progress,
                     bg_job_reply_progress_copy,
                     bg_job_reply_progress_free)

/**
 * bg_job_reply_progress_copy:
 * @self: a progress
 *
 * Copies a progress.
 *
 * Returns: (transfer full): a copy of @self
 */
BgJobReplyProgress *
bg_job_reply_progress_copy (const BgJobReplyProgress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_memdup2 (self, sizeof *self);
}

/**
 * bg_job_reply_progress_free:
 * @self: (transfer full): a progress
 *
 * Frees what [method@Bg.JobReplyProgress.copy] made.
 */
void
bg_job_reply_progress_free (BgJobReplyProgress *self)
{
  g_free (self);
}
