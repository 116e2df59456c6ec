/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How far a job is: BG_JOB_PROGRESS. */
#include "config.h"

#include "bg-job-progress.h"

#include "bg-enums.h"

G_DEFINE_BOXED_TYPE (BgJobProgress, bg_job_progress, bg_job_progress_copy, bg_job_progress_free)

/**
 * bg_job_progress_copy:
 * @self: a progress
 *
 * Copies a progress.
 *
 * Returns: (transfer full): a copy of @self
 */
BgJobProgress *
bg_job_progress_copy (const BgJobProgress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_memdup2 (self, sizeof *self);
}

/**
 * bg_job_progress_free:
 * @self: (transfer full): a progress
 *
 * Frees what [method@Bg.JobProgress.copy] made.
 */
void
bg_job_progress_free (BgJobProgress *self)
{
  g_free (self);
}

/**
 * bg_job_progress_equal:
 * @a: a progress
 * @b: another one
 *
 * Compares two progresses.
 *
 * Returns: whether all four numbers are the same
 */
gboolean
bg_job_progress_equal (const BgJobProgress *a, const BgJobProgress *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->bytes_total == b->bytes_total && a->bytes_transferred == b->bytes_transferred &&
         a->files_total == b->files_total && a->files_transferred == b->files_transferred;
}

/**
 * bg_job_progress_get_fraction:
 * @self: a progress
 *
 * How much is done, for a progress bar. Files without a byte count when they are whole.
 *
 * Returns: 0 to 1; -1 while the size is not known, so that a bar may pulse
 */
double
bg_job_progress_get_fraction (const BgJobProgress *self)
{
  g_return_val_if_fail (self != NULL, -1);

  if (self->bytes_total == BG_SIZE_UNKNOWN)
    return -1;

  if (self->bytes_total == 0)
    return self->files_total > 0 && self->files_transferred >= self->files_total ? 1 : 0;

  return MIN ((double) self->bytes_transferred / (double) self->bytes_total, 1.0);
}
