/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a job may take: time, bytes, connections, speed. */
#include "config.h"

#include "bg-job-private.h"

/**
 * bg_job_get_minimum_retry_delay:
 * @self: a job
 *
 * Gets the time between a failure and the next try, at least.
 *
 * Returns: seconds
 */
guint
bg_job_get_minimum_retry_delay (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), 0);

  return self->minimum_retry_delay;
}

/**
 * bg_job_get_no_progress_timeout:
 * @self: a job
 *
 * Gets the time without a byte after which a transient error becomes final.
 *
 * Returns: seconds; 0 makes every error final
 */
guint
bg_job_get_no_progress_timeout (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), 0);

  return self->no_progress_timeout;
}

/**
 * bg_job_get_maximum_download_time:
 * @self: a job
 *
 * Gets how long the job may be connecting or transferring, all together since it was resumed,
 * before it fails.
 *
 * Source:
 * [IBackgroundCopyJob4::GetMaximumDownloadTime](https://learn.microsoft.com/en-us/windows/win32/api/bits3_0/nf-bits3_0-ibackgroundcopyjob4-getmaximumdownloadtime).
 *
 * Returns: seconds; 0: for ever
 */
guint
bg_job_get_maximum_download_time (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), 0);

  return self->maximum_download_time;
}

/**
 * bg_job_get_maximum_download_size:
 * @self: a job
 *
 * Gets how many bytes the files of the job may have together. If they have more it fails with
 * %BG_ERROR_MAXIMUM_SIZE.
 *
 * Source:
 * [BITS_JOB_PROPERTY_ID](https://learn.microsoft.com/en-us/windows/win32/api/bits5_0/ne-bits5_0-bits_job_property_id),
 * `BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE`.
 *
 * Returns: bytes; 0: any number
 */
guint64
bg_job_get_maximum_download_size (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), 0);

  return self->maximum_download_size;
}

/**
 * bg_job_get_dynamic_content:
 * @self: a job
 *
 * Gets whether what the servers send differs each time. Then no part of a file is ever asked for,
 * and one that was interrupted begins anew.
 *
 * Source:
 * [BITS_JOB_PROPERTY_ID](https://learn.microsoft.com/en-us/windows/win32/api/bits5_0/ne-bits5_0-bits_job_property_id),
 * `BITS_JOB_PROPERTY_DYNAMIC_CONTENT`.
 *
 * Returns: %TRUE if it does
 */
gboolean
bg_job_get_dynamic_content (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  return self->dynamic_content;
}

/**
 * bg_job_get_connections:
 * @self: a job
 *
 * Gets how many connections may share one file.
 *
 * Returns: how many; 0 is as many as help
 */
guint
bg_job_get_connections (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), 0);

  return self->connections;
}

/**
 * bg_job_get_speed_limit:
 * @self: a job
 *
 * Gets how much the whole job may take. [method@Bg.Job.set_properties_async] changes it.
 *
 * Returns: bytes per second; 0 if there is no limit
 */
guint64
bg_job_get_speed_limit (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), 0);

  return self->speed_limit;
}
