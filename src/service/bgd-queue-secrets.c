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

/* Whose name and password: checked. */
typedef struct
{
  BgdAuthTarget target;
  BgdAuthScheme scheme;
} Purpose;

static BgdSecretKinds
get_kind (Purpose purpose)
{
  if (purpose.target == BGD_AUTH_TARGET_PROXY)
    return purpose.scheme == BGD_AUTH_SCHEME_BASIC ? BGD_SECRET_PROXY_BASIC
                                                   : BGD_SECRET_PROXY_DIGEST;

  return purpose.scheme == BGD_AUTH_SCHEME_BASIC ? BGD_SECRET_BASIC : BGD_SECRET_DIGEST;
}

/* Takes the credentials, of which there may be none. */
static gboolean
take_credentials (
    BgdQueue *self, BgdJob *job, Purpose purpose, BgdCredentials *credentials, GError **error)
{
  bgd_job_take_credentials (job, purpose.target, credentials);
  bgd_queue_tell_run (self, job);
  job->had_secrets = bgd_job_has_secrets (job);
  bgd_queue_touch_job (self, job);
  bgd_queue_keep_secrets (self, job, get_kind (purpose));

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
  const Purpose purpose = { (BgdAuthTarget) target, (BgdAuthScheme) scheme };
  BgdJob *job = get_open_job (self, id, error);

  if (job == NULL || !bgd_credentials_check_scheme (target, scheme, error) ||
      !bgd_credentials_check (scheme, user, password, error))
    return FALSE;

  return take_credentials (self, job, purpose,
                           bgd_credentials_with (bgd_job_get_credentials (job, purpose.target),
                                                 purpose.scheme, user, password),
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
  const Purpose purpose = { (BgdAuthTarget) target, (BgdAuthScheme) scheme };
  BgdJob *job = get_open_job (self, id, error);

  if (job == NULL || !bgd_credentials_check_scheme (target, scheme, error))
    return FALSE;

  return take_credentials (self, job, purpose,
                           bgd_credentials_without (bgd_job_get_credentials (job, purpose.target),
                                                    purpose.scheme),
                           error);
}
