/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why a job or file failed: IBackgroundCopyError. */
#pragma once

#include <glib-object.h>

#include "bg-enums.h"
#include "bg-error.h"

G_BEGIN_DECLS

#define BG_TYPE_JOB_ERROR (bg_job_error_get_type ())

/**
 * BG_NO_FILE:
 *
 * The file index of an error that no file is to blame for.
 */
#define BG_NO_FILE ((guint32) 0xffffffff)

/**
 * BgJobError:
 * @code: what went wrong
 * @context: where
 * @file_index: the index of the file in the job, from 0, or `BG_NO_FILE`
 * @http_status: the status of the server's answer; 0 if there was none
 * @bits_code: the code that Windows BITS has for it, an HRESULT
 * @url: (nullable): the address of the file
 * @message: detail in English, for logs and experts
 *
 * Why a job or a file failed (BITS: IBackgroundCopyError).
 */
typedef struct
{
  BgError code;
  BgErrorContext context;
  guint32 file_index;
  guint32 http_status;
  guint32 bits_code;
  char *url;
  char *message;
} BgJobError;

GType bg_job_error_get_type (void) G_GNUC_CONST;

BgJobError *bg_job_error_copy (const BgJobError *self);
void bg_job_error_free (BgJobError *self);
gboolean bg_job_error_equal (const BgJobError *a, const BgJobError *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgJobError, bg_job_error_free)

G_END_DECLS
