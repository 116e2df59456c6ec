/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How far the reply to an upload is: BG_JOB_REPLY_PROGRESS. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BgJobReplyProgress:
 * @bytes_total: the size of the reply in bytes; `BG_SIZE_UNKNOWN` until it has begun to come: an
 *   error of the job is one of the upload then
 * @bytes_transferred: bytes of it that are here
 *
 * How far the reply to an upload is (BITS: BG_JOB_REPLY_PROGRESS).
 */
typedef struct
{
  guint64 bytes_total;
  guint64 bytes_transferred;
} BgJobReplyProgress;

#define BG_TYPE_JOB_REPLY_PROGRESS (bg_job_reply_progress_get_type ())
GType bg_job_reply_progress_get_type (void) G_GNUC_CONST;

BgJobReplyProgress *bg_job_reply_progress_copy (const BgJobReplyProgress *self);
void bg_job_reply_progress_free (BgJobReplyProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgJobReplyProgress, bg_job_reply_progress_free)

G_END_DECLS
