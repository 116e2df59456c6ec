/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* With what a job signs in at its proxies. */
#include "config.h"

#include "bg-job-private.h"

#define TARGET_PROXY 2

static const BgBusMethod set_method = { "SetCredentials", "()", FALSE };
static const BgBusMethod remove_method = { "RemoveCredentials", "()", FALSE };

/**
 * bg_job_set_proxy_credentials_async:
 * @self: a job
 * @scheme: how to sign in
 * @user: see [method@Bg.Job.set_credentials_async]
 * @password: likewise
 * @cancellable: (nullable): to give up waiting; they may have been taken then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Tells what to sign in with where a proxy asks for it: one of the job's own, or of the desktop's
 * if it has none. It is sent to no server. A proxy hears of it only if it asks; but one of the
 * job's own that is reached by https gets what is for %BG_AUTH_SCHEME_BASIC at once, encrypted.
 *
 * It cannot be read back, and is kept as what [method@Bg.Job.set_credentials_async] takes.
 */
void
bg_job_set_proxy_credentials_async (BgJob *self,
                                    BgAuthScheme scheme,
                                    const char *user,
                                    const char *password,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));
  g_return_if_fail (user != NULL);
  g_return_if_fail (password != NULL);

  bg_job_call_async (self, bg_job_set_proxy_credentials_async, &set_method,
                     g_variant_new ("(suuss)", self->id, TARGET_PROXY, scheme, user, password),
                     cancellable, callback, user_data);
}

/**
 * bg_job_set_proxy_credentials_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.set_proxy_credentials_async].
 *
 * Errors: see [method@Bg.Job.set_credentials_finish].
 *
 * Returns: whether they were taken
 */
gboolean
bg_job_set_proxy_credentials_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  return bg_job_call_finish (self, result, bg_job_set_proxy_credentials_async, error);
}

/**
 * bg_job_set_proxy_credentials_sync:
 * @self: a job
 * @scheme: how to sign in
 * @user: see [method@Bg.Job.set_credentials_async]
 * @password: likewise
 * @cancellable: (nullable): to give up waiting; they may have been taken then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.set_proxy_credentials_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.set_credentials_finish].
 *
 * Returns: whether they were taken
 */
gboolean
bg_job_set_proxy_credentials_sync (BgJob *self,
                                   BgAuthScheme scheme,
                                   const char *user,
                                   const char *password,
                                   GCancellable *cancellable,
                                   GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (password != NULL, FALSE);

  reply =
      bg_job_call_sync (self, &set_method,
                        g_variant_new ("(suuss)", self->id, TARGET_PROXY, scheme, user, password),
                        cancellable, error);

  return reply != NULL;
}

/**
 * bg_job_remove_proxy_credentials_async:
 * @self: a job
 * @scheme: what to forget
 * @cancellable: (nullable): to give up waiting; they may be forgotten then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Forgets what the job signs in with at a proxy; it is no error if there is nothing.
 */
void
bg_job_remove_proxy_credentials_async (BgJob *self,
                                       BgAuthScheme scheme,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));

  bg_job_call_async (self, bg_job_remove_proxy_credentials_async, &remove_method,
                     g_variant_new ("(suu)", self->id, TARGET_PROXY, scheme), cancellable, callback,
                     user_data);
}

/**
 * bg_job_remove_proxy_credentials_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.remove_proxy_credentials_async].
 *
 * Errors: see [method@Bg.Job.remove_credentials_finish].
 *
 * Returns: whether they are forgotten
 */
gboolean
bg_job_remove_proxy_credentials_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  return bg_job_call_finish (self, result, bg_job_remove_proxy_credentials_async, error);
}

/**
 * bg_job_remove_proxy_credentials_sync:
 * @self: a job
 * @scheme: what to forget
 * @cancellable: (nullable): to give up waiting; they may be forgotten then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.remove_proxy_credentials_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.remove_credentials_finish].
 *
 * Returns: whether they are forgotten
 */
gboolean
bg_job_remove_proxy_credentials_sync (BgJob *self,
                                      BgAuthScheme scheme,
                                      GCancellable *cancellable,
                                      GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  reply = bg_job_call_sync (self, &remove_method,
                            g_variant_new ("(suu)", self->id, TARGET_PROXY, scheme), cancellable,
                            error);

  return reply != NULL;
}
