/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The settings of a job, as far as they can be changed. */
#include "config.h"

#include "bg-job-private.h"

static const BgBusMethod set_properties_method = { "SetProperties", "()", FALSE };

/**
 * bg_job_set_properties_async:
 * @self: a job
 * @changes: an `a{sv}` of the new values; consumed if floating
 * @cancellable: (nullable): to give up waiting; the values may have been taken then
 * @callback: (scope async) (nullable): called when it is done
 * @user_data: for @callback
 *
 * Changes settings, all of them or none. The keys are:
 *
 * - `name` (`s`): 1 to 256 characters;
 * - `description` (`s`): up to 1,024 characters; empty by default;
 * - `priority` (`u`): a [enum@Bg.JobPriority]; normal by default;
 * - `auto-complete` (`b`): complete as soon as all files are there; default false;
 * - `minimum-retry-delay` (`u`): seconds between a failure and the next try, at least; default 10.
 *   The wait doubles with each failure in a row;
 * - `no-progress-timeout` (`u`): seconds without a byte, counted from the first failure, after
 * which a transient error becomes final; default 1,209,600 (14 days); 0: every error is final;
 * - `maximum-download-time` (`u`): seconds that the job may be connecting or transferring, all
 *   together since it was resumed, before it fails; default 7,776,000 (90 days); 0: for ever;
 * - `maximum-download-size` (`t`): bytes that all files of a download together may have before it
 *   fails; default 0: any number. With it they are fetched one after another;
 * - `dynamic-content` (`b`): what the servers send differs each time, so that an interrupted file
 *   begins anew; default false;
 * - `connections` (`u`): how many connections may share one file, 1 to 32; default 0: as many as
 *   help;
 * - `speed-limit` (`t`): bytes per second for the whole job, at least 1,024; default 0: none. A
 *   change counts at once, also while the job transfers;
 * - `http-method` (`s`): see [method@Bg.Job.get_http_method]; empty: the usual one. For an upload
 * PUT, POST or PATCH, and it counts for the protocol `put` alone;
 * - `notify-flags` (`u`): what is signalled of the job, [flags@Bg.NotifyFlags]; by default what
 *   [const@Bg.NOTIFY_DEFAULT] has. The manager hears in any case that the state of a job changed;
 * - `notify-action` (`(ss)`): the id of an application that the bus can start, and an action of it
 *   that takes a string: called with the id of the job when it has transferred its files or failed
 *   for good, and nobody has acknowledged that within 2 seconds; see
 *   [the page about events](events.html). Two empty strings are nobody;
 * - `headers` (`as`): lines `Name: value` that are sent with each request to the host of the file's
 *   own address; 16,384 bytes in all. They cannot be read back;
 * - `proxy` (`s`) and `proxy-bypass` (`as`): see [method@Bg.Job.get_proxy] and
 *   [method@Bg.Job.get_proxy_bypass]; up to 4,000 characters each;
 * - `ca-file` (`ay`) and `client-certificate` (`ay`): see [method@Bg.Job.get_ca_file] and
 *   [method@Bg.Job.get_client_certificate]; empty: none. The files are looked at, and again when
 *   they are needed. One with a key must be readable by its owner alone;
 * - `security-flags` (`u`): a [flags@Bg.SecurityFlags].
 */
void
bg_job_set_properties_async (BgJob *self,
                             GVariant *changes,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (BG_IS_JOB (self));
  g_return_if_fail (g_variant_is_of_type (changes, G_VARIANT_TYPE_VARDICT));

  bg_job_call_async (self, bg_job_set_properties_async, &set_properties_method,
                     g_variant_new ("(s@a{sv})", self->id, changes), cancellable, callback,
                     user_data);
}

/**
 * bg_job_set_properties_finish:
 * @self: a job
 * @result: what the callback got
 * @error: where to put an error
 *
 * Finishes [method@Bg.Job.set_properties_async].
 *
 * Errors: `BG_ERROR_INVALID_ARGUMENT` for a key or value; `BG_ERROR_STRING_TOO_LONG`;
 * `BG_ERROR_INVALID_STATE` if the job has ended; `BG_ERROR_NOT_FOUND`; `BG_ERROR_STORE`;
 * `BG_ERROR_SERVICE_UNAVAILABLE`.
 *
 * Returns: whether all of the values were taken
 */
gboolean
bg_job_set_properties_finish (BgJob *self, GAsyncResult *result, GError **error)
{
  return bg_job_call_finish (self, result, bg_job_set_properties_async, error);
}

/**
 * bg_job_set_properties_sync:
 * @self: a job
 * @changes: an `a{sv}`, see [method@Bg.Job.set_properties_async]; consumed if floating
 * @cancellable: (nullable): to give up waiting; the values may have been taken then
 * @error: where to put an error
 *
 * Does what [method@Bg.Job.set_properties_async] does, and waits for it.
 *
 * Errors: see [method@Bg.Job.set_properties_finish].
 *
 * Returns: whether all of the values were taken
 */
gboolean
bg_job_set_properties_sync (BgJob *self,
                            GVariant *changes,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (BG_IS_JOB (self), FALSE);
  g_return_val_if_fail (g_variant_is_of_type (changes, G_VARIANT_TYPE_VARDICT), FALSE);

  reply = bg_job_call_sync (self, &set_properties_method,
                            g_variant_new ("(s@a{sv})", self->id, changes), cancellable, error);

  return reply != NULL;
}
