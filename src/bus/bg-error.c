/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One table: code, D-Bus name, BITS code, transient or fatal. Nobody else judges. */
#include "config.h"

#include "bg-error.h"

#include <gio/gio.h>

/* BITS makes the codes of HTTP answers by adding the status to this. */
#define HTTP_BASE 0x80190000u
/* Win32 errors that BITS passes through. */
#define E_FAIL 0x80004005u
#define E_NOTIMPL 0x80004001u
#define E_INVALIDARG 0x80070057u
#define E_ACCESSDENIED 0x80070005u
#define WIN32(error) (0x80070000u | (error))

#define PREFIX BUS_INTERFACE ".Error."

typedef struct
{
  const char *dbus_name;
  guint32 bits; /* HTTP_BASE: add the status */
  gboolean transient;
} ErrorRow;

/* Sources: "BITS Return Values"; "Handling Server Application Errors" for HTTP. Transient is what
 * heals without a person: the network, a busy server, a full disk. 429 is fatal in BITS, and
 * transient here because RFC 6585 says when to come back; a folder that is gone is, too, because a
 * drive that was unplugged comes back. */
// clang-format off
static const ErrorRow rows[] = {
  [BG_ERROR_NONE]                       = { PREFIX "None",                      0,              FALSE },
  [BG_ERROR_FAILED]                     = { PREFIX "Failed",                    E_FAIL,         FALSE },
  [BG_ERROR_NOT_FOUND]                  = { PREFIX "NotFound",                  0x80200001u,    FALSE },
  [BG_ERROR_INVALID_STATE]              = { PREFIX "InvalidState",              0x80200002u,    FALSE },
  [BG_ERROR_EMPTY]                      = { PREFIX "Empty",                     0x80200003u,    FALSE },
  [BG_ERROR_INVALID_ARGUMENT]           = { PREFIX "InvalidArgument",           E_INVALIDARG,   FALSE },
  [BG_ERROR_NOT_SUPPORTED]              = { PREFIX "NotSupported",              E_NOTIMPL,      FALSE },
  [BG_ERROR_TOO_MANY_JOBS]              = { PREFIX "TooManyJobs",               0x80200049u,    FALSE },
  [BG_ERROR_TOO_MANY_FILES]             = { PREFIX "TooManyFiles",              0x80200051u,    FALSE },
  [BG_ERROR_STRING_TOO_LONG]            = { PREFIX "StringTooLong",             0x80200021u,    FALSE },
  [BG_ERROR_INVALID_URL]                = { PREFIX "InvalidUrl",                WIN32 (0x7b),   FALSE },
  [BG_ERROR_UNSUPPORTED_SCHEME]         = { PREFIX "UnsupportedScheme",         E_INVALIDARG,   FALSE },
  [BG_ERROR_STORE]                      = { PREFIX "Store",                     0x8020006cu,    FALSE },
  [BG_ERROR_SERVICE_UNAVAILABLE]        = { PREFIX "ServiceUnavailable",        WIN32 (0x426),  FALSE },
  [BG_ERROR_FOLDER_NOT_FOUND]           = { PREFIX "FolderNotFound",            WIN32 (0x3),    TRUE  },
  [BG_ERROR_ACCESS_DENIED]              = { PREFIX "AccessDenied",              E_ACCESSDENIED, FALSE },
  [BG_ERROR_FILE_EXISTS]                = { PREFIX "FileExists",                WIN32 (0x50),   FALSE },
  [BG_ERROR_DISK_FULL]                  = { PREFIX "DiskFull",                  WIN32 (0x70),   TRUE  },
  [BG_ERROR_LOCAL_IO]                   = { PREFIX "LocalIo",                   WIN32 (0x45d),  TRUE  },
  [BG_ERROR_NETWORK_DISCONNECTED]       = { PREFIX "NetworkDisconnected",       0x80200010u,    TRUE  },
  [BG_ERROR_HOST_NOT_FOUND]             = { PREFIX "HostNotFound",              WIN32 (0x2ee7), TRUE  },
  [BG_ERROR_CONNECT_FAILURE]            = { PREFIX "ConnectFailure",            0x8020002du,    TRUE  },
  [BG_ERROR_CONNECTION_CLOSED]          = { PREFIX "ConnectionClosed",          0x8020002eu,    TRUE  },
  [BG_ERROR_TIMED_OUT]                  = { PREFIX "TimedOut",                  WIN32 (0x2ee2), TRUE  },
  [BG_ERROR_TLS]                        = { PREFIX "Tls",                       WIN32 (0x2f7d), FALSE },
  [BG_ERROR_PROXY]                      = { PREFIX "Proxy",                     0x8020003fu,    FALSE },
  [BG_ERROR_TOO_MANY_REDIRECTS]         = { PREFIX "TooManyRedirects",          WIN32 (0x2f7c), FALSE },
  [BG_ERROR_REDIRECT_REFUSED]           = { PREFIX "RedirectRefused",           WIN32 (0x2f88), FALSE },
  [BG_ERROR_INVALID_SERVER_RESPONSE]    = { PREFIX "InvalidServerResponse",     0x8020001bu,    FALSE },
  [BG_ERROR_INSUFFICIENT_RANGE_SUPPORT] = { PREFIX "InsufficientRangeSupport",  0x80200013u,    FALSE },
  [BG_ERROR_REMOTE_FILE_CHANGED]        = { PREFIX "RemoteFileChanged",         0x80200073u,    FALSE },
  [BG_ERROR_HTTP_UNAUTHORIZED]          = { PREFIX "HttpUnauthorized",          HTTP_BASE,      FALSE },
  [BG_ERROR_HTTP_FORBIDDEN]             = { PREFIX "HttpForbidden",             HTTP_BASE,      FALSE },
  [BG_ERROR_HTTP_NOT_FOUND]             = { PREFIX "HttpNotFound",              HTTP_BASE,      FALSE },
  [BG_ERROR_HTTP_PROXY_AUTHENTICATION]  = { PREFIX "HttpProxyAuthentication",   HTTP_BASE,      FALSE },
  [BG_ERROR_HTTP_BUSY]                  = { PREFIX "HttpBusy",                  HTTP_BASE,      TRUE  },
  [BG_ERROR_HTTP_CLIENT]                = { PREFIX "HttpClient",                HTTP_BASE,      FALSE },
  [BG_ERROR_HTTP_SERVER]                = { PREFIX "HttpServer",                HTTP_BASE,      TRUE  },
  [BG_ERROR_HTTP_NOT_IMPLEMENTED]       = { PREFIX "HttpNotImplemented",        HTTP_BASE,      FALSE },
  [BG_ERROR_HTTP_UNEXPECTED]            = { PREFIX "HttpUnexpected",            HTTP_BASE,      TRUE  },
  [BG_ERROR_VALIDATION_FAILED]          = { PREFIX "ValidationFailed",          0x80200053u,    FALSE },
  [BG_ERROR_NO_PROGRESS]                = { PREFIX "NoProgress",                0x80200024u,    FALSE },
  [BG_ERROR_CREDENTIALS_LOST]           = { PREFIX "CredentialsLost",           0x80200040u,    FALSE },
  [BG_ERROR_LOGIN_PAGE]                 = { PREFIX "LoginPage",                 0x8020001bu,    FALSE },
  [BG_ERROR_OTHER_SIZE]                 = { PREFIX "OtherSize",                 0x80200073u,    FALSE },
  [BG_ERROR_OTHER_BYTES]                = { PREFIX "OtherBytes",                0x80200073u,    FALSE },
  [BG_ERROR_LOCAL_FILE_CHANGED]         = { PREFIX "LocalFileChanged",          0x8020001du,    FALSE },
  [BG_ERROR_LOCAL_FILE_NOT_FOUND]       = { PREFIX "LocalFileNotFound",         WIN32 (0x2),    FALSE },
  [BG_ERROR_TOO_LARGE]                  = { PREFIX "TooLarge",                  0x80200020u,    FALSE },
  [BG_ERROR_PROTOCOL_MISMATCH]          = { PREFIX "ProtocolMismatch",          0x80200022u,    FALSE },
  [BG_ERROR_BLOCKED_BY_POLICY]          = { PREFIX "BlockedByPolicy",           0x8020003eu,    FALSE },
  [BG_ERROR_SIZE_LIMIT]                 = { PREFIX "SizeLimit",                 0x80200064u,    FALSE },
  [BG_ERROR_CLIENT_CERTIFICATE]         = { PREFIX "ClientCertificate",         WIN32 (0x2f0c), FALSE },
  [BG_ERROR_MAXIMUM_TIME]               = { PREFIX "MaximumTime",               0x80200054u,    FALSE },
  [BG_ERROR_MAXIMUM_SIZE]               = { PREFIX "MaximumSize",               0x80200064u,    FALSE },
  [BG_ERROR_INVALID_RANGE]              = { PREFIX "InvalidRange",              0x8020002bu,    FALSE },
  [BG_ERROR_OVERLAPPING_RANGES]         = { PREFIX "OverlappingRanges",         0x8020002cu,    FALSE },
  [BG_ERROR_TOO_MANY_RANGES]            = { PREFIX "TooManyRanges",             0x80200052u,    FALSE },
};
// clang-format on

G_STATIC_ASSERT (G_N_ELEMENTS (rows) == BG_N_ERRORS);

/**
 * bg_error_quark:
 *
 * Naming the domain once registers it with GDBus, so that a code arrives at the other end of the
 * bus as the same code; [class@Bg.Manager] does it for every user of the library.
 *
 * Returns: the error domain of Ferry
 */
GQuark
bg_error_quark (void)
{
  static gsize quark = 0;

  if (g_once_init_enter (&quark))
    {
      GQuark new_quark = g_quark_from_static_string ("bg-error-quark");

      for (guint code = BG_ERROR_FAILED; code < BG_N_ERRORS; code++)
        g_dbus_error_register_error (new_quark, (int) code, rows[code].dbus_name);

      g_once_init_leave (&quark, new_quark);
    }

  return (GQuark) quark;
}

static const ErrorRow *
row_of (BgError code)
{
  /* A service of a newer version may know more. */
  return &rows[(guint) code < BG_N_ERRORS ? code : BG_ERROR_FAILED];
}

/**
 * bg_error_is_transient:
 * @code: a code
 *
 * The only judge of what is worth another try.
 *
 * Returns: whether the cause may pass without anybody's help
 */
gboolean
bg_error_is_transient (BgError code)
{
  return row_of (code)->transient;
}

/**
 * bg_error_to_bits:
 * @code: a code
 * @http_status: the status of the answer, 0 if there was none
 *
 * Source: "BITS Return Values"; an HTTP status becomes 0x80190000 + status.
 *
 * Returns: the code that Windows BITS has for this, an HRESULT
 */
guint32
bg_error_to_bits (BgError code, guint http_status)
{
  guint32 bits = row_of (code)->bits;

  if (code == BG_ERROR_REDIRECT_REFUSED && http_status != 0)
    return HTTP_BASE + http_status;

  return bits == HTTP_BASE ? HTTP_BASE + http_status : bits;
}

/**
 * bg_error_to_string:
 * @code: a code
 *
 * Names a code for programs.
 *
 * Returns: (transfer none): the name of @code, such as `HttpNotFound`
 */
const char *
bg_error_to_string (BgError code)
{
  return row_of (code)->dbus_name + strlen (PREFIX);
}

/**
 * bg_error_to_dbus_name: (skip)
 * @code: a code
 *
 * Names a code for the bus.
 *
 * Returns: (transfer none): the name of @code on the bus
 */
const char *
bg_error_to_dbus_name (BgError code)
{
  return row_of (code)->dbus_name;
}

#define VALUE(code, nick) G_DEFINE_ENUM_VALUE (BG_ERROR_##code, nick)

G_DEFINE_ENUM_TYPE (BgError,
                    bg_error,
                    VALUE (NONE, "none"),
                    VALUE (FAILED, "failed"),
                    VALUE (NOT_FOUND, "not-found"),
                    VALUE (INVALID_STATE, "invalid-state"),
                    VALUE (EMPTY, "empty"),
                    VALUE (INVALID_ARGUMENT, "invalid-argument"),
                    VALUE (NOT_SUPPORTED, "not-supported"),
                    VALUE (TOO_MANY_JOBS, "too-many-jobs"),
                    VALUE (TOO_MANY_FILES, "too-many-files"),
                    VALUE (STRING_TOO_LONG, "string-too-long"),
                    VALUE (INVALID_URL, "invalid-url"),
                    VALUE (UNSUPPORTED_SCHEME, "unsupported-scheme"),
                    VALUE (STORE, "store"),
                    VALUE (SERVICE_UNAVAILABLE, "service-unavailable"),
                    VALUE (FOLDER_NOT_FOUND, "folder-not-found"),
                    VALUE (ACCESS_DENIED, "access-denied"),
                    VALUE (FILE_EXISTS, "file-exists"),
                    VALUE (DISK_FULL, "disk-full"),
                    VALUE (LOCAL_IO, "local-io"),
                    VALUE (NETWORK_DISCONNECTED, "network-disconnected"),
                    VALUE (HOST_NOT_FOUND, "host-not-found"),
                    VALUE (CONNECT_FAILURE, "connect-failure"),
                    VALUE (CONNECTION_CLOSED, "connection-closed"),
                    VALUE (TIMED_OUT, "timed-out"),
                    VALUE (TLS, "tls"),
                    VALUE (PROXY, "proxy"),
                    VALUE (TOO_MANY_REDIRECTS, "too-many-redirects"),
                    VALUE (REDIRECT_REFUSED, "redirect-refused"),
                    VALUE (INVALID_SERVER_RESPONSE, "invalid-server-response"),
                    VALUE (INSUFFICIENT_RANGE_SUPPORT, "insufficient-range-support"),
                    VALUE (REMOTE_FILE_CHANGED, "remote-file-changed"),
                    VALUE (HTTP_UNAUTHORIZED, "http-unauthorized"),
                    VALUE (HTTP_FORBIDDEN, "http-forbidden"),
                    VALUE (HTTP_NOT_FOUND, "http-not-found"),
                    VALUE (HTTP_PROXY_AUTHENTICATION, "http-proxy-authentication"),
                    VALUE (HTTP_BUSY, "http-busy"),
                    VALUE (HTTP_CLIENT, "http-client"),
                    VALUE (HTTP_SERVER, "http-server"),
                    VALUE (HTTP_NOT_IMPLEMENTED, "http-not-implemented"),
                    VALUE (HTTP_UNEXPECTED, "http-unexpected"),
                    VALUE (VALIDATION_FAILED, "validation-failed"),
                    VALUE (NO_PROGRESS, "no-progress"),
                    VALUE (CREDENTIALS_LOST, "credentials-lost"),
                    VALUE (LOGIN_PAGE, "login-page"),
                    VALUE (OTHER_SIZE, "other-size"),
                    VALUE (OTHER_BYTES, "other-bytes"),
                    VALUE (LOCAL_FILE_CHANGED, "local-file-changed"),
                    VALUE (LOCAL_FILE_NOT_FOUND, "local-file-not-found"),
                    VALUE (TOO_LARGE, "too-large"),
                    VALUE (PROTOCOL_MISMATCH, "protocol-mismatch"),
                    VALUE (BLOCKED_BY_POLICY, "blocked-by-policy"),
                    VALUE (SIZE_LIMIT, "size-limit"),
                    VALUE (CLIENT_CERTIFICATE, "client-certificate"),
                    VALUE (MAXIMUM_TIME, "maximum-time"),
                    VALUE (MAXIMUM_SIZE, "maximum-size"),
                    VALUE (INVALID_RANGE, "invalid-range"),
                    VALUE (OVERLAPPING_RANGES, "overlapping-ranges"),
                    VALUE (TOO_MANY_RANGES, "too-many-ranges"))
