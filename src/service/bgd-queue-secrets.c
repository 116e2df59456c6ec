/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What jobs sign in with. The store is told that there is something, never what. */
#include "config.h"

#include "bgd-queue-private.h"

static BgdJob *
get_open_job (BgdQueue *self, const char *id, GError **error)
{
  BgdJob *job = bgd_queue_get_job (self, id, error);

  if (job == NULL)
    return NULL;

  if (bg_job_state_is_final (job->state))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_STATE, "The job “%s” has ended.", job->name);
      return NULL;
    }

  return job;
}

static gboolean
take_credentials (
    BgdQueue *self, BgdJob *job, guint scheme, BgdCredentials *credentials, GError **error)
{
  BgdSecretKinds kind = scheme == BGD_AUTH_SCHEME_BASIC ? BGD_SECRET_BASIC : BGD_SECRET_DIGEST;

  g_clear_pointer (&job->credentials, bgd_credentials_unref);
  job->credentials = credentials;
  job->had_secrets = bgd_job_has_secrets (job);
  bgd_queue_touch_job (self, job);
  bgd_queue_keep_secrets (self, job, kind);

  return bgd_queue_flush (self, error);
}

/**
 * bgd_queue_set_credentials:
 * @self: the queue
 * @id: a job that has not ended
 * @target: a number from outside
 * @scheme: a number from outside
 * @user: text from outside
 * @password: text from outside
 *
 * Source: IBackgroundCopyJob2::SetCredentials. Counts from the next try of each file.
 */
gboolean
bgd_queue_set_credentials (BgdQueue *self,
                           const char *id,
                           guint target,
                           guint scheme,
                           const char *user,
                           const char *password,
                           GError **error)
{
  BgdJob *job = get_open_job (self, id, error);

  if (job == NULL || !bgd_credentials_check_scheme (target, scheme, error) ||
      !bgd_credentials_check (scheme, user, password, error))
    return FALSE;

  return take_credentials (self, job, scheme,
                           bgd_credentials_with (job->credentials, (BgdAuthScheme) scheme, user,
                                                 password),
                           error);
}

/**
 * bgd_queue_remove_credentials:
 * @self: the queue
 * @id: a job that has not ended
 * @target: a number from outside
 * @scheme: a number from outside
 *
 * Source: IBackgroundCopyJob2::RemoveCredentials. It is no error if there are none.
 */
gboolean
bgd_queue_remove_credentials (
    BgdQueue *self, const char *id, guint target, guint scheme, GError **error)
{
  BgdJob *job = get_open_job (self, id, error);

  if (job == NULL || !bgd_credentials_check_scheme (target, scheme, error))
    return FALSE;

  return take_credentials (self, job, scheme,
                           bgd_credentials_without (job->credentials, (BgdAuthScheme) scheme),
                           error);
}
