/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a job gets to its servers. */
#include "config.h"

#include "bg-job-private.h"

/**
 * bg_job_get_http_method:
 * @self: a job
 *
 * Gets with which method of HTTP servers are asked. With another one than the usual nothing is
 * asked twice: no part of a file, and every error is final. [method@Bg.Job.set_properties_async]
 * changes it, before the job has begun.
 *
 * Source:
 * [IBackgroundCopyJobHttpOptions2::GetHttpMethod](https://learn.microsoft.com/en-us/windows/win32/api/bits10_2/nf-bits10_2-ibackgroundcopyjobhttpoptions2-gethttpmethod).
 *
 * Returns: (transfer none) (nullable): the method; %NULL: GET, or what the protocol of an upload
 *   says
 */
const char *
bg_job_get_http_method (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->http_method;
}

/**
 * bg_job_get_proxy:
 * @self: a job
 *
 * Gets through which proxies the job goes: `system` for those of the desktop, `none`, or addresses
 * such as `http://proxy.example:3128 socks5://127.0.0.1:1080`, which are tried in that order until
 * one can be reached. [method@Bg.Job.set_properties_async] changes it.
 *
 * Source:
 * [IBackgroundCopyJob::GetProxySettings](https://learn.microsoft.com/en-us/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-getproxysettings).
 *
 * Returns: (transfer none): the word or the addresses
 */
const char *
bg_job_get_proxy (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->proxy != NULL ? self->proxy : "system";
}

/**
 * bg_job_get_proxy_bypass:
 * @self: a job
 *
 * Gets to which hosts the job goes without the proxies that [method@Bg.Job.get_proxy] lists: host
 * names, `*.domain`, networks such as `10.0.0.0/8`, and `<local>` for names without a dot.
 *
 * Source:
 * [IBackgroundCopyJob::GetProxySettings](https://learn.microsoft.com/en-us/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-getproxysettings).
 *
 * Returns: (transfer none) (array zero-terminated=1): the hosts; none by default
 */
const char *const *
bg_job_get_proxy_bypass (BgJob *self)
{
  static const char *const none[] = { NULL };

  g_return_val_if_fail (BG_IS_JOB (self), none);

  return self->proxy_bypass != NULL ? (const char *const *) self->proxy_bypass : none;
}

/**
 * bg_job_get_ca_file:
 * @self: a job
 *
 * Gets the file with the authorities that the job trusts besides those of the system: certificates
 * in PEM.
 *
 * BITS has the certificate stores of Windows for that.
 *
 * Returns: (transfer none) (nullable) (type filename): an absolute path, or `NULL` if there is none
 */
const char *
bg_job_get_ca_file (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->ca_file;
}

/**
 * bg_job_get_client_certificate:
 * @self: a job
 *
 * Gets where the certificate is with which the job says who it is, if the server of a file's own
 * address asks: a file in PEM that has the key, too, or an address `pkcs11:` of a token.
 *
 * Source:
 * [IBackgroundCopyJobHttpOptions::GetClientCertificate](https://learn.microsoft.com/en-us/windows/win32/api/bits2_5/nf-bits2_5-ibackgroundcopyjobhttpoptions-getclientcertificate).
 *
 * Returns: (transfer none) (nullable) (type filename): an absolute path or an address, or `NULL` if
 *   there is none
 */
const char *
bg_job_get_client_certificate (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), NULL);

  return self->client_certificate;
}

/**
 * bg_job_get_security_flags:
 * @self: a job
 *
 * Gets what the job lets pass on the way to its servers.
 *
 * Source:
 * [IBackgroundCopyJobHttpOptions::GetSecurityFlags](https://learn.microsoft.com/en-us/windows/win32/api/bits2_5/nf-bits2_5-ibackgroundcopyjobhttpoptions-getsecurityflags).
 *
 * Returns: the flags; %BG_SECURITY_DEFAULT at first
 */
BgSecurityFlags
bg_job_get_security_flags (BgJob *self)
{
  g_return_val_if_fail (BG_IS_JOB (self), BG_SECURITY_DEFAULT);

  return (BgSecurityFlags) self->security_flags;
}
