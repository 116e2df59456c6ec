/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Everything that can go wrong, as one error domain that travels over the bus. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BG_ERROR:
 *
 * The error domain of Ferry. Codes are those of [error@Bg.Error].
 */
#define BG_ERROR (bg_error_quark ())
GQuark bg_error_quark (void);

/**
 * BgError:
 * @BG_ERROR_NONE: no error; only in places that hold a code, never in a `GError`
 * @BG_ERROR_FAILED: something else; the message says what
 * @BG_ERROR_NOT_FOUND: there is no such job
 * @BG_ERROR_INVALID_STATE: the state of the job does not allow this
 * @BG_ERROR_EMPTY: the job has no files
 * @BG_ERROR_INVALID_ARGUMENT: an argument or property is malformed or out of range
 * @BG_ERROR_NOT_SUPPORTED: this version cannot do that
 * @BG_ERROR_TOO_MANY_JOBS: the queue is full
 * @BG_ERROR_TOO_MANY_FILES: the job has as many files as it may have
 * @BG_ERROR_STRING_TOO_LONG: a name, address or header is too long
 * @BG_ERROR_INVALID_URL: not an address
 * @BG_ERROR_UNSUPPORTED_SCHEME: no protocol for this kind of address
 * @BG_ERROR_STORE: the queue could not be written to disk
 * @BG_ERROR_SERVICE_UNAVAILABLE: the service does not answer
 * @BG_ERROR_FOLDER_NOT_FOUND: the target folder does not exist
 * @BG_ERROR_ACCESS_DENIED: the local file or folder may not be written
 * @BG_ERROR_FILE_EXISTS: a file that Ferry did not make is in the way
 * @BG_ERROR_DISK_FULL: no space left, or a quota is used up
 * @BG_ERROR_LOCAL_IO: reading or writing the local file failed
 * @BG_ERROR_NETWORK_DISCONNECTED: there is no network
 * @BG_ERROR_HOST_NOT_FOUND: the name of the server is unknown
 * @BG_ERROR_CONNECT_FAILURE: the server does not accept connections
 * @BG_ERROR_CONNECTION_CLOSED: the connection ended too early
 * @BG_ERROR_TIMED_OUT: the server fell silent
 * @BG_ERROR_TLS: the connection cannot be trusted
 * @BG_ERROR_PROXY: the proxy is misconfigured
 * @BG_ERROR_TOO_MANY_REDIRECTS: the address leads around in circles
 * @BG_ERROR_REDIRECT_REFUSED: the server sent us where Ferry will not go
 * @BG_ERROR_INVALID_SERVER_RESPONSE: the answer violates HTTP
 * @BG_ERROR_INSUFFICIENT_RANGE_SUPPORT: the server sends whole files only, and a part is needed
 * @BG_ERROR_REMOTE_FILE_CHANGED: the file changed on the server
 * @BG_ERROR_HTTP_UNAUTHORIZED: 401
 * @BG_ERROR_HTTP_FORBIDDEN: 403
 * @BG_ERROR_HTTP_NOT_FOUND: 404 or 410
 * @BG_ERROR_HTTP_PROXY_AUTHENTICATION: 407
 * @BG_ERROR_HTTP_BUSY: 408, 409 or 429: the server asks to wait
 * @BG_ERROR_HTTP_CLIENT: every other 4xx
 * @BG_ERROR_HTTP_SERVER: a 5xx that may pass
 * @BG_ERROR_HTTP_NOT_IMPLEMENTED: 501 or 505
 * @BG_ERROR_HTTP_UNEXPECTED: a status that makes no sense here
 * @BG_ERROR_VALIDATION_FAILED: the checksum does not match
 * @BG_ERROR_NO_PROGRESS: no byte arrived for the no-progress timeout of the job
 * @BG_ERROR_CREDENTIALS_LOST: the secrets of the job did not survive a restart, or are
 *   in a keyring that is locked
 * @BG_ERROR_LOGIN_PAGE: the server sent a web page instead of the file
 * @BG_ERROR_OTHER_SIZE: the file at the new address has another size than the one that was begun
 * @BG_ERROR_OTHER_BYTES: the file at the new address has other bytes than those that are here
 * @BG_ERROR_LOCAL_FILE_CHANGED: the file changed while it was being uploaded
 * @BG_ERROR_LOCAL_FILE_NOT_FOUND: the file to upload is not there
 * @BG_ERROR_TOO_LARGE: the server takes no file of this size, or its reply is too long
 * @BG_ERROR_PROTOCOL_MISMATCH: the server does not speak the upload protocol of the job
 * @BG_ERROR_BLOCKED_BY_POLICY: the administrator does not allow the server
 * @BG_ERROR_SIZE_LIMIT: the jobs together are larger than the administrator allows
 * @BG_ERROR_CLIENT_CERTIFICATE: a certificate that the job needs is missing or cannot be used
 * @BG_ERROR_MAXIMUM_TIME: the job has used up the time that it may take
 * @BG_ERROR_MAXIMUM_SIZE: the files of the job have more bytes than it may fetch
 * @BG_ERROR_INVALID_RANGE: a range that no file can have, or that is beyond the end of this one
 * @BG_ERROR_OVERLAPPING_RANGES: two ranges of a file have bytes in common
 * @BG_ERROR_TOO_MANY_RANGES: more ranges than a file may have
 *
 * Everything that can go wrong with a call or a job.
 */
typedef enum
{
  BG_ERROR_NONE,
  BG_ERROR_FAILED,
  BG_ERROR_NOT_FOUND,
  BG_ERROR_INVALID_STATE,
  BG_ERROR_EMPTY,
  BG_ERROR_INVALID_ARGUMENT,
  BG_ERROR_NOT_SUPPORTED,
  BG_ERROR_TOO_MANY_JOBS,
  BG_ERROR_TOO_MANY_FILES,
  BG_ERROR_STRING_TOO_LONG,
  BG_ERROR_INVALID_URL,
  BG_ERROR_UNSUPPORTED_SCHEME,
  BG_ERROR_STORE,
  BG_ERROR_SERVICE_UNAVAILABLE,
  BG_ERROR_FOLDER_NOT_FOUND,
  BG_ERROR_ACCESS_DENIED,
  BG_ERROR_FILE_EXISTS,
  BG_ERROR_DISK_FULL,
  BG_ERROR_LOCAL_IO,
  BG_ERROR_NETWORK_DISCONNECTED,
  BG_ERROR_HOST_NOT_FOUND,
  BG_ERROR_CONNECT_FAILURE,
  BG_ERROR_CONNECTION_CLOSED,
  BG_ERROR_TIMED_OUT,
  BG_ERROR_TLS,
  BG_ERROR_PROXY,
  BG_ERROR_TOO_MANY_REDIRECTS,
  BG_ERROR_REDIRECT_REFUSED,
  BG_ERROR_INVALID_SERVER_RESPONSE,
  BG_ERROR_INSUFFICIENT_RANGE_SUPPORT,
  BG_ERROR_REMOTE_FILE_CHANGED,
  BG_ERROR_HTTP_UNAUTHORIZED,
  BG_ERROR_HTTP_FORBIDDEN,
  BG_ERROR_HTTP_NOT_FOUND,
  BG_ERROR_HTTP_PROXY_AUTHENTICATION,
  BG_ERROR_HTTP_BUSY,
  BG_ERROR_HTTP_CLIENT,
  BG_ERROR_HTTP_SERVER,
  BG_ERROR_HTTP_NOT_IMPLEMENTED,
  BG_ERROR_HTTP_UNEXPECTED,
  BG_ERROR_VALIDATION_FAILED,
  BG_ERROR_NO_PROGRESS,
  BG_ERROR_CREDENTIALS_LOST,
  BG_ERROR_LOGIN_PAGE,
  BG_ERROR_OTHER_SIZE,
  BG_ERROR_OTHER_BYTES,
  BG_ERROR_LOCAL_FILE_CHANGED,
  BG_ERROR_LOCAL_FILE_NOT_FOUND,
  BG_ERROR_TOO_LARGE,
  BG_ERROR_PROTOCOL_MISMATCH,
  BG_ERROR_BLOCKED_BY_POLICY,
  BG_ERROR_SIZE_LIMIT,
  BG_ERROR_CLIENT_CERTIFICATE,
  BG_ERROR_MAXIMUM_TIME,
  BG_ERROR_MAXIMUM_SIZE,
  BG_ERROR_INVALID_RANGE,
  BG_ERROR_OVERLAPPING_RANGES,
  BG_ERROR_TOO_MANY_RANGES,
} BgError;

/**
 * BG_N_ERRORS: (skip)
 *
 * The number of codes.
 */
#define BG_N_ERRORS (BG_ERROR_TOO_MANY_RANGES + 1)

#define BG_TYPE_ERROR (bg_error_get_type ())
GType bg_error_get_type (void) G_GNUC_CONST;

gboolean bg_error_is_transient (BgError code);
guint32 bg_error_to_bits (BgError code, guint http_status);
const char *bg_error_to_string (BgError code);
const char *bg_error_to_dbus_name (BgError code);

G_END_DECLS
