/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How far a job is: BG_JOB_PROGRESS. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BG_TYPE_JOB_PROGRESS (bg_job_progress_get_type ())

/**
 * BgJobProgress:
 * @bytes_total: the size of all files in bytes; `BG_SIZE_UNKNOWN` while that of any is unknown;
 *   may be 0
 * @bytes_transferred: bytes moved so far; may go down when a file changed on the server
 * @files_total: the number of files
 * @files_transferred: how many of them are whole
 *
 * How far a job is (BITS: BG_JOB_PROGRESS).
 */
typedef struct
{
  guint64 bytes_total;
  guint64 bytes_transferred;
  guint32 files_total;
  guint32 files_transferred;
} BgJobProgress;

GType bg_job_progress_get_type (void) G_GNUC_CONST;

BgJobProgress *bg_job_progress_copy (const BgJobProgress *self);
void bg_job_progress_free (BgJobProgress *self);
gboolean bg_job_progress_equal (const BgJobProgress *a, const BgJobProgress *b);
double bg_job_progress_get_fraction (const BgJobProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgJobProgress, bg_job_progress_free)

G_END_DECLS
