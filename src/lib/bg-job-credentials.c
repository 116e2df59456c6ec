/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* With what a job signs in, at its servers and at its proxies. */
#include "config.h"

#include "bg-job-private.h"

/* BG_AUTH_TARGET of BITS. */
typedef enum
{
  TARGET_SERVER = 1,
  TARGET_PROXY = 2,
} Target;

static const BgBusMethod set_method = { "SetCredentials", "()", FALSE };
static const BgBusMethod remove_method = { "RemoveCredentials", "()", FALSE };

static GVariant *
to_set (BgJob *self, Target target, BgAuthScheme scheme, const char *user, const char *password)
{
  return g_variant_new ("(suuss)", self->id, target, scheme, user, password);
}

static GVariant *
to_remove (BgJob *self, Target target, BgAuthScheme scheme)
{
  return g_variant_new ("(suu)", self->id, target, scheme);
}

/**
 * bg_job_set_credentials_async:
 * @self: a job
 * @scheme: how to sign in
 * @user: 1 to 300 characters, without control characters; without a colon for
 *   %BG_AUTH_SCHEME_BASIC
 * @password: up to 65,536 characters, likewise; may be empty
 * @cancellable: (nullable): to give up waiting; they may have been taken then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Tells what to sign in with where the server of a file's own address asks for it. It is sent to no
 * mirror and nowhere that a redirection leads, and counts from the next try of each file.
 *
 * It cannot be read back. Where the desktop has a keyring that is unlocked, it is kept there until
 * the job ends. Else it lives in the memory of the service alone: if that was restarted in between,
 * the job ends with `BG_ERROR_CREDENTIALS_LOST`. Set it again then, or unlock the keyring, and
 * resume the job.
 */
void
bg_job_set_credentials_async (BgJob *self,
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

  bg_job_call_async (self, bg_job_set_credentials_async, &set_method,
                     to_set (self, TARGET_SERVER, scheme, user, password), cancellable, callback,
                     user_data);
}

/**
 * bg_job_set_credentials_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.set_credentials_async].
 *
 * Errors: `BG_ERROR_INVALID_ARGUMENT`; `BG_ERROR_STRING_TOO_LONG`; `BG_ERROR_NOT_SUPPORTED` for the
 * scheme; `BG_ERROR_INVALID_STATE` if the job has ended; `BG_ERROR_NOT_FOUND`; `BG_ERROR_STORE`;
 * `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether they were taken
 */
gboolean
bg_job_set_credentials_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  return bg_job_call_finish (self, result, bg_job_set_credentials_async, error);
}

/**
 * bg_job_set_credentials_sync:
 * @self: a job
 * @scheme: how to sign in
 * @user: see [method@Bg.Job.set_credentials_async]
 * @password: likewise
 * @cancellable: (nullable): to give up waiting; they may have been taken then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.set_credentials_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.set_credentials_finish].
 *
 * Returns: whether they were taken
 */
gboolean
bg_job_set_credentials_sync (BgJob *self,
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

  reply = bg_job_call_sync (self, &set_method, to_set (self, TARGET_SERVER, scheme, user, password),
                            cancellable, error);

  return reply != NULL;
}

/**
 * bg_job_remove_credentials_async:
 * @self: a job
 * @scheme: what to forget
 * @cancellable: (nullable): to give up waiting; they may be forgotten then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Forgets what the job signs in with; it is no error if there is nothing. A job whose secrets a
 * restart of the service has lost then goes on without them.
 */
void
bg_job_remove_credentials_async (BgJob *self,
                                 BgAuthScheme scheme,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));

  bg_job_call_async (self, bg_job_remove_credentials_async, &remove_method,
                     to_remove (self, TARGET_SERVER, scheme), cancellable, callback, user_data);
}

/**
 * bg_job_remove_credentials_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.remove_credentials_async].
 *
 * Errors: `BG_ERROR_NOT_SUPPORTED` for the scheme; `BG_ERROR_INVALID_STATE` if the job has ended;
 * `BG_ERROR_NOT_FOUND`; `BG_ERROR_STORE`; `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether they are forgotten
 */
gboolean
bg_job_remove_credentials_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  return bg_job_call_finish (self, result, bg_job_remove_credentials_async, error);
}

/**
 * bg_job_remove_credentials_sync:
 * @self: a job
 * @scheme: what to forget
 * @cancellable: (nullable): to give up waiting; they may be forgotten then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.remove_credentials_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.remove_credentials_finish].
 *
 * Returns: whether they are forgotten
 */
gboolean
bg_job_remove_credentials_sync (BgJob *self,
                                BgAuthScheme scheme,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);

  reply = bg_job_call_sync (self, &remove_method, to_remove (self, TARGET_SERVER, scheme),
                            cancellable, error);

  return reply != NULL;
}

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
                     to_set (self, TARGET_PROXY, scheme, user, password), cancellable, callback,
                     user_data);
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

  reply = bg_job_call_sync (self, &set_method, to_set (self, TARGET_PROXY, scheme, user, password),
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
                     to_remove (self, TARGET_PROXY, scheme), cancellable, callback, user_data);
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

  reply = bg_job_call_sync (self, &remove_method, to_remove (self, TARGET_PROXY, scheme),
                            cancellable, error);

  return reply != NULL;
}
