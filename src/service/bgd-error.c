/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign errors (errno, GIO, TLS, resolver, HTTP status) become BG_ERROR, here and nowhere else.
 */
#include "config.h"

#include "bgd-error.h"

#include <errno.h>

static BgError
code_of_errno (int saved_errno)
{
  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: /* the file system has no room for a file of this size */
      return BG_ERROR_DISK_FULL;
    case EACCES:
    case EPERM:
    case EROFS:
    case ELOOP: /* a symbolic link where O_NOFOLLOW forbids one */
    case ETXTBSY:
      return BG_ERROR_ACCESS_DENIED;
    case ENOENT:
    case ENOTDIR:
      return BG_ERROR_FOLDER_NOT_FOUND;
    case EEXIST:
    case EISDIR:
      return BG_ERROR_FILE_EXISTS;
    default:
      return BG_ERROR_LOCAL_IO;
    }
}

/**
 * bgd_error_set_from_errno:
 * @error: (nullable): where to put it
 * @saved_errno: the errno of a call about a local file or folder
 * @what: what was tried, as the beginning of a sentence: "Writing to the disk"
 *
 * Sets an error of the domain %BG_ERROR.
 */
void
bgd_error_set_from_errno (GError **error, int saved_errno, const char *what)
{
  g_set_error (error, BG_ERROR, (int) code_of_errno (saved_errno), "%s failed: %s", what,
               g_strerror (saved_errno));
}

static BgError
code_of_io_error (int code)
{
  switch (code)
    {
    case G_IO_ERROR_HOST_NOT_FOUND:
      return BG_ERROR_HOST_NOT_FOUND;
    case G_IO_ERROR_TIMED_OUT:
      return BG_ERROR_TIMED_OUT;
    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_CONNECTION_CLOSED: /* also BROKEN_PIPE */
    case G_IO_ERROR_NOT_CONNECTED:
    case G_IO_ERROR_CLOSED:
      return BG_ERROR_CONNECTION_CLOSED;
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return BG_ERROR_PROXY;
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
      return BG_ERROR_HTTP_PROXY_AUTHENTICATION;
    case G_IO_ERROR_INVALID_DATA:
      return BG_ERROR_INVALID_SERVER_RESPONSE;
    default: /* refused, unreachable, a firewall or proxy, no sockets left: all may pass */
      return BG_ERROR_CONNECT_FAILURE;
    }
}

static BgError
code_of_tls_error (int code)
{
  /* The other side hung up without the good-bye of TLS: the bytes so far are genuine. */
  if (code == G_TLS_ERROR_EOF)
    return BG_ERROR_CONNECTION_CLOSED;

  return code == G_TLS_ERROR_CERTIFICATE_REQUIRED ? BG_ERROR_CLIENT_CERTIFICATE : BG_ERROR_TLS;
}

static BgError
code_of_resolver_error (int code)
{
  /* The resolver did not answer, or has no network to ask; that the name does not exist is
   * sometimes said for the same reason, so that both are worth another try. */
  return code == G_RESOLVER_ERROR_TEMPORARY_FAILURE || code == G_RESOLVER_ERROR_NOT_FOUND
             ? BG_ERROR_HOST_NOT_FOUND
             : BG_ERROR_CONNECT_FAILURE;
}

/**
 * bgd_error_from_network:
 * @error: an error of GIO on the way to a server or back
 *
 * Returns: the code for it; %BG_ERROR_FAILED for what cannot happen there
 */
BgError
bgd_error_from_network (const GError *error)
{
  if (error->domain == BG_ERROR)
    return (BgError) error->code;
  if (error->domain == G_IO_ERROR)
    return code_of_io_error (error->code);
  if (error->domain == G_TLS_ERROR)
    return code_of_tls_error (error->code);
  if (error->domain == G_RESOLVER_ERROR)
    return code_of_resolver_error (error->code);

  return BG_ERROR_FAILED;
}

/**
 * bgd_error_from_status:
 * @http_status: the status of an answer that brings no file
 *
 * Source: "Handling Server Application Errors" in the BITS reference; BG_ERROR's table tells which
 * of them are transient.
 *
 * Returns: the code for it, never %BG_ERROR_NONE
 */
BgError
bgd_error_from_status (guint http_status)
{
  switch (http_status)
    {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return BG_ERROR_REDIRECT_REFUSED; /* others are followed before anybody asks */
    case 401:
      return BG_ERROR_HTTP_UNAUTHORIZED;
    case 403:
      return BG_ERROR_HTTP_FORBIDDEN;
    case 404:
    case 410:
      return BG_ERROR_HTTP_NOT_FOUND;
    case 407:
      return BG_ERROR_HTTP_PROXY_AUTHENTICATION;
    case 408:
    case 409:
    case 429:
      return BG_ERROR_HTTP_BUSY;
    case 501:
    case 505:
      return BG_ERROR_HTTP_NOT_IMPLEMENTED;
    default:
      break;
    }

  if (http_status >= 400 && http_status < 500)
    return BG_ERROR_HTTP_CLIENT;
  if (http_status >= 500 && http_status < 600)
    return BG_ERROR_HTTP_SERVER;

  return BG_ERROR_HTTP_UNEXPECTED;
}

/**
 * bgd_error_context:
 * @code: what happened to a transfer
 *
 * Source: BG_ERROR_CONTEXT in the BITS reference.
 *
 * Returns: where it happened
 */
BgErrorContext
bgd_error_context (BgError code)
{
  if (code == BG_ERROR_NONE)
    return BG_ERROR_CONTEXT_NONE;
  if (code == BG_ERROR_FAILED)
    return BG_ERROR_CONTEXT_UNKNOWN;
  if ((code >= BG_ERROR_FOLDER_NOT_FOUND && code <= BG_ERROR_LOCAL_IO) ||
      code == BG_ERROR_LOCAL_FILE_CHANGED || code == BG_ERROR_LOCAL_FILE_NOT_FOUND)
    return BG_ERROR_CONTEXT_LOCAL_FILE;
  if (code >= BG_ERROR_NETWORK_DISCONNECTED && code <= BG_ERROR_PROXY)
    return BG_ERROR_CONTEXT_GENERAL_TRANSPORT;
  if ((code >= BG_ERROR_TOO_MANY_REDIRECTS && code <= BG_ERROR_HTTP_UNEXPECTED) ||
      code == BG_ERROR_LOGIN_PAGE || code == BG_ERROR_OTHER_SIZE || code == BG_ERROR_OTHER_BYTES ||
      code == BG_ERROR_TOO_LARGE || code == BG_ERROR_INVALID_RANGE)
    return BG_ERROR_CONTEXT_REMOTE_FILE;
  if (code == BG_ERROR_PROTOCOL_MISMATCH || code == BG_ERROR_CLIENT_CERTIFICATE)
    return BG_ERROR_CONTEXT_GENERAL_TRANSPORT;

  return BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER;
}
