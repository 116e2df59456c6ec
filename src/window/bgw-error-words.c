/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, in sentences. Pure. */
#include "config.h"

#include "bgw-error-words.h"

#include <glib/gi18n.h>

#include "bgw-addresses.h"
#include "bgw-words.h"

/* A title for where there is little room, and what to do about it. */
static const struct
{
  const char *title;
  const char *advice;
} words[BG_N_ERRORS] = {
  [BG_ERROR_INVALID_URL] = { N_ ("Not an address"), N_ ("Check the address.") },
  [BG_ERROR_UNSUPPORTED_SCHEME] = { N_ ("Address not supported"), N_ ("Use http or https.") },
  [BG_ERROR_STORE] = { N_ ("Queue not saved"), N_ ("Check that the disk is not full.") },
  [BG_ERROR_SERVICE_UNAVAILABLE] = { N_ ("Service not available"), N_ ("Try again.") },
  [BG_ERROR_FOLDER_NOT_FOUND] = { N_ ("Folder not found"),
                                  N_ ("Make the folder again, or choose another one.") },
  [BG_ERROR_ACCESS_DENIED] = { N_ ("Could not write the file"), N_ ("Choose another folder.") },
  [BG_ERROR_FILE_EXISTS] = { N_ ("A file is in the way"), N_ ("Move it away, then try again.") },
  [BG_ERROR_DISK_FULL] = { N_ ("Disk full"), N_ ("Free some space, then try again.") },
  [BG_ERROR_LOCAL_IO] = { N_ ("Could not write the file"),
                          N_ ("Check the disk, or choose another folder.") },
  [BG_ERROR_NETWORK_DISCONNECTED] = { N_ ("No network"),
                                      N_ ("The job continues when you are online.") },
  [BG_ERROR_HOST_NOT_FOUND] = { N_ ("Server not found"),
                                N_ ("Check the address and your connection.") },
  [BG_ERROR_CONNECT_FAILURE] = { N_ ("Could not connect"), N_ ("The server may be down.") },
  [BG_ERROR_CONNECTION_CLOSED] = { N_ ("Connection lost"),
                                   N_ ("The network may be slow or interrupted.") },
  [BG_ERROR_TIMED_OUT] = { N_ ("Connection timed out"),
                           N_ ("The network may be slow or interrupted.") },
  [BG_ERROR_TLS] = { N_ ("Connection not secure"),
                     N_ ("Ferry does not download over connections it cannot trust.") },
  [BG_ERROR_PROXY] = { N_ ("Proxy problem"), N_ ("Check the proxy in Settings.") },
  [BG_ERROR_TOO_MANY_REDIRECTS] = { N_ ("Too many redirections"), N_ ("Check the address.") },
  [BG_ERROR_REDIRECT_REFUSED] = { N_ ("Redirection refused"), N_ ("Check the address.") },
  [BG_ERROR_INVALID_SERVER_RESPONSE] = { N_ ("Server problem"),
                                         N_ ("This is not your fault. Try again later.") },
  [BG_ERROR_INSUFFICIENT_RANGE_SUPPORT] = { N_ ("Only the whole file"),
                                            N_ ("Use the address of another server.") },
  [BG_ERROR_REMOTE_FILE_CHANGED] = { N_ ("File changed on the server"),
                                     N_ ("Start again to get the new version.") },
  [BG_ERROR_HTTP_UNAUTHORIZED] = { N_ ("Sign-in needed"), N_ ("Sign in to go on.") },
  [BG_ERROR_HTTP_FORBIDDEN] = { N_ ("Access denied"),
                                N_ ("The address may have expired or need a sign-in.") },
  [BG_ERROR_HTTP_NOT_FOUND] = { N_ ("File not found"),
                                N_ ("Check the address, or ask the person who sent it.") },
  [BG_ERROR_HTTP_PROXY_AUTHENTICATION] = { N_ ("Proxy sign-in needed"), N_ ("Sign in to go on.") },
  [BG_ERROR_HTTP_BUSY] = { N_ ("Too many requests"), N_ ("Ferry tries again by itself.") },
  [BG_ERROR_HTTP_CLIENT] = { N_ ("Request refused"), N_ ("Check the address.") },
  [BG_ERROR_HTTP_SERVER] = { N_ ("Server problem"),
                             N_ ("This is not your fault. Try again later.") },
  [BG_ERROR_HTTP_NOT_IMPLEMENTED] = { N_ ("Server problem"),
                                      N_ ("The server cannot do what is needed.") },
  [BG_ERROR_HTTP_UNEXPECTED] = { N_ ("Server problem"),
                                 N_ ("This is not your fault. Try again later.") },
  [BG_ERROR_VALIDATION_FAILED] = { N_ ("Damaged file"),
                                   N_ ("The file was not saved. Try another source.") },
  [BG_ERROR_NO_PROGRESS] = { N_ ("No data"), N_ ("The server may be down. Try again later.") },
  [BG_ERROR_CREDENTIALS_LOST] = { N_ ("Sign-in needed"),
                                  N_ ("Unlock your keyring and try again, or sign in again.") },
  [BG_ERROR_LOGIN_PAGE] = { N_ ("Web page instead of the file"),
                            N_ ("Open the address in a browser, sign in or agree to what it asks, "
                                "and add the address of the file again.") },
  [BG_ERROR_OTHER_SIZE] = { N_ ("Not the same file"),
                            N_ ("What was received is kept. Change the address again, or cancel "
                                "and start again.") },
  [BG_ERROR_OTHER_BYTES] = { N_ ("Not the same file"),
                             N_ ("What was received is kept. Change the address again, or cancel "
                                 "and start again.") },
  [BG_ERROR_LOCAL_FILE_CHANGED] = { N_ ("The file changed"),
                                    N_ ("Try again to upload it as it is now.") },
  [BG_ERROR_LOCAL_FILE_NOT_FOUND] = { N_ ("File to upload not found"),
                                      N_ ("Put the file back, then try again.") },
  [BG_ERROR_TOO_LARGE] = { N_ ("Too large for the server"),
                           N_ ("Ask the owner of the server for more room.") },
  [BG_ERROR_PROTOCOL_MISMATCH] = { N_ ("Another upload protocol"),
                                   N_ ("Upload the file again in another way.") },
  [BG_ERROR_BLOCKED_BY_POLICY] = { N_ ("Not allowed here"),
                                   N_ ("Ask your administrator, or use another server.") },
  [BG_ERROR_SIZE_LIMIT] = { N_ ("Larger than allowed"),
                            N_ ("Remove other jobs, or ask your administrator.") },
  [BG_ERROR_CLIENT_CERTIFICATE] = { N_ ("Certificate needed"),
                                    N_ ("Check the certificate of the job.") },
  [BG_ERROR_MAXIMUM_TIME] = { N_ ("Took too long"), N_ ("Try again to let it go on.") },
  [BG_ERROR_MAXIMUM_SIZE] = { N_ ("Larger than it may be"),
                              N_ ("Whoever made the job can raise its limit.") },
  [BG_ERROR_INVALID_RANGE] = { N_ ("No such part of the file"),
                               N_ ("Whoever made the job asked for more than there is.") },
  [BG_ERROR_OVERLAPPING_RANGES] = { N_ ("Parts that overlap"),
                                    N_ ("Each byte can be asked for once.") },
  [BG_ERROR_TOO_MANY_RANGES] = { N_ ("Too many parts"), N_ ("Ask for fewer parts of the file.") },
};

static const char *
title_of (BgError code)
{
  if ((guint) code < G_N_ELEMENTS (words) && words[code].title != NULL)
    return _ (words[code].title);

  return _ ("Something went wrong");
}

/**
 * bgw_error_advice:
 * @error: why a job failed
 *
 * Returns: (nullable): what to do about it
 */
const char *
bgw_error_advice (const BgJobError *error)
{
  if ((guint) error->code < G_N_ELEMENTS (words) && words[error->code].advice != NULL)
    return _ (words[error->code].advice);

  return NULL;
}

/**
 * bgw_error_asks_who:
 * @error: (nullable): why a job failed
 *
 * Returns: whether a user name and a password may help
 */
gboolean
bgw_error_asks_who (const BgJobError *error)
{
  return error != NULL && (error->code == BG_ERROR_HTTP_UNAUTHORIZED ||
                           error->code == BG_ERROR_HTTP_PROXY_AUTHENTICATION ||
                           error->code == BG_ERROR_CREDENTIALS_LOST);
}

/* What is known about the place of a failure. */
typedef struct
{
  BgError code;
  guint http_status;
  const char *url;       /* nullable */
  const char *directory; /* nullable */
  const char *message;   /* in English */
} Failure;

static char *
sentence_about_host (const Failure *failure)
{
  g_autofree char *host = bgw_address_get_host (failure->url);

  if (host == NULL)
    return g_strdup (title_of (failure->code));
  if (failure->code == BG_ERROR_HOST_NOT_FOUND)
    return g_strdup_printf (_ ("Could not find %s"), host);
  if (failure->code == BG_ERROR_CONNECT_FAILURE)
    return g_strdup_printf (_ ("%s does not answer"), host);
  return g_strdup_printf (_ ("The certificate of %s is not valid"), host);
}

static char *
sentence_about_folder (const Failure *failure)
{
  g_autofree char *folder = bgw_words_folder (failure->directory);

  if (failure->code == BG_ERROR_DISK_FULL)
    return g_strdup_printf (_ ("Not enough space in %s"), folder);
  if (failure->code == BG_ERROR_FOLDER_NOT_FOUND)
    return g_strdup_printf (_ ("%s does not exist"), folder);
  return g_strdup_printf (_ ("%s is not writable"), folder);
}

static char *
sentence_about_scheme (const Failure *failure)
{
  g_autofree char *scheme = NULL;

  if (failure->url != NULL)
    scheme = bgw_address_get_scheme (failure->url);
  if (scheme == NULL)
    return g_strdup (title_of (failure->code));

  return g_strdup_printf (_ ("Cannot download from “%s:” addresses"), scheme);
}

static char *
sentence (const Failure *failure)
{
  switch (failure->code)
    {
    case BG_ERROR_HTTP_NOT_FOUND:
      return g_strdup_printf (_ ("The server says the file does not exist (%u)"),
                              failure->http_status);
    case BG_ERROR_HTTP_UNAUTHORIZED:
      return g_strdup (_ ("The server asks for a user name and password"));
    case BG_ERROR_HTTP_FORBIDDEN:
      return g_strdup_printf (_ ("The server refuses access (%u)"), failure->http_status);
    case BG_ERROR_HTTP_PROXY_AUTHENTICATION:
      return g_strdup (_ ("The proxy asks for a user name and password"));
    case BG_ERROR_HTTP_BUSY:
      return g_strdup (_ ("The server asks to wait"));
    case BG_ERROR_HTTP_CLIENT:
      return g_strdup_printf (_ ("The server refuses the request (%u)"), failure->http_status);
    case BG_ERROR_HTTP_SERVER:
    case BG_ERROR_HTTP_NOT_IMPLEMENTED:
      return g_strdup_printf (_ ("The server has a problem (%u)"), failure->http_status);
    case BG_ERROR_HTTP_UNEXPECTED:
    case BG_ERROR_INVALID_SERVER_RESPONSE:
      return g_strdup (_ ("The answer of the server makes no sense"));
    case BG_ERROR_HOST_NOT_FOUND:
    case BG_ERROR_CONNECT_FAILURE:
    case BG_ERROR_TLS:
      return sentence_about_host (failure);
    case BG_ERROR_DISK_FULL:
    case BG_ERROR_ACCESS_DENIED:
    case BG_ERROR_FOLDER_NOT_FOUND:
      return sentence_about_folder (failure);
    case BG_ERROR_UNSUPPORTED_SCHEME:
      return sentence_about_scheme (failure);
    case BG_ERROR_CONNECTION_CLOSED:
      return g_strdup (_ ("The connection ended too early"));
    case BG_ERROR_NETWORK_DISCONNECTED:
      return g_strdup (_ ("Waiting for a network"));
    case BG_ERROR_PROXY:
      return g_strdup (_ ("The proxy cannot be used"));
    case BG_ERROR_TOO_MANY_REDIRECTS:
      return g_strdup (_ ("The address leads around in circles"));
    case BG_ERROR_REDIRECT_REFUSED:
      return g_strdup (_ ("The address leads to a place that Ferry does not visit"));
    case BG_ERROR_REMOTE_FILE_CHANGED:
      return g_strdup (_ ("The file changed while downloading"));
    case BG_ERROR_VALIDATION_FAILED:
      return g_strdup (_ ("The checksum does not match"));
    case BG_ERROR_INSUFFICIENT_RANGE_SUPPORT:
      return g_strdup (_ ("The server does not send parts of the file"));
    case BG_ERROR_FILE_EXISTS:
      return g_strdup (_ ("A file that is not Ferry’s is in the way"));
    case BG_ERROR_LOCAL_IO:
      return g_strdup (_ ("Reading or writing the file failed"));
    case BG_ERROR_NO_PROGRESS:
      return g_strdup (_ ("No data arrived for too long"));
    case BG_ERROR_CREDENTIALS_LOST:
      return g_strdup (_ ("The user name and password are no longer known"));
    case BG_ERROR_LOGIN_PAGE:
      return g_strdup (_ ("The server sent a web page, probably to sign in"));
    case BG_ERROR_OTHER_SIZE:
      return g_strdup (_ ("The file at the new address has another size"));
    case BG_ERROR_OTHER_BYTES:
      return g_strdup (_ ("The file at the new address has other bytes"));
    case BG_ERROR_LOCAL_FILE_CHANGED:
      return g_strdup (_ ("The file changed while it was being uploaded"));
    case BG_ERROR_LOCAL_FILE_NOT_FOUND:
      return g_strdup (_ ("The file to upload is not there"));
    case BG_ERROR_TOO_LARGE:
      return g_strdup (_ ("The server takes no file of this size"));
    case BG_ERROR_PROTOCOL_MISMATCH:
      return g_strdup (_ ("The server does not take uploads in this way"));
    case BG_ERROR_BLOCKED_BY_POLICY:
      return g_strdup (_ ("Your administrator does not allow this server"));
    case BG_ERROR_SIZE_LIMIT:
      return g_strdup (_ ("Your administrator does not allow jobs as large as this"));
    case BG_ERROR_CLIENT_CERTIFICATE:
      return g_strdup (_ ("The server asks for a certificate"));
    case BG_ERROR_MAXIMUM_TIME:
      return g_strdup (_ ("The job has used up the time that it may take"));
    case BG_ERROR_MAXIMUM_SIZE:
      return g_strdup (_ ("The files of the job have more bytes than it may fetch"));
    case BG_ERROR_INVALID_RANGE:
      return g_strdup (_ ("The file on the server ends before the part that is wanted"));
    case BG_ERROR_OVERLAPPING_RANGES:
      return g_strdup (_ ("Two parts of the file have bytes in common"));
    case BG_ERROR_TOO_MANY_RANGES:
      return g_strdup (_ ("The file has more parts than it may have"));
    case BG_ERROR_TIMED_OUT:
    case BG_ERROR_INVALID_URL:
      return g_strdup (title_of (failure->code));
    case BG_ERROR_STORE:
      return g_strdup (_ ("The queue could not be saved"));
    case BG_ERROR_TOO_MANY_JOBS:
      return g_strdup (_ ("There are as many jobs as there may be"));
    case BG_ERROR_TOO_MANY_FILES:
      return g_strdup (_ ("The job has as many files as it may have"));
    case BG_ERROR_STRING_TOO_LONG:
      return g_strdup (_ ("A name or an address is too long"));
    case BG_ERROR_SERVICE_UNAVAILABLE:
      return g_strdup (_ ("Ferry cannot reach its background service"));
    case BG_ERROR_NONE:
    case BG_ERROR_FAILED:
    case BG_ERROR_NOT_FOUND:
    case BG_ERROR_INVALID_STATE:
    case BG_ERROR_EMPTY:
    case BG_ERROR_INVALID_ARGUMENT:
    case BG_ERROR_NOT_SUPPORTED:
    default:
      break;
    }

  return failure->message != NULL && *failure->message != '\0'
             ? bgw_words_name (failure->message)
             : g_strdup (title_of (failure->code));
}

/**
 * bgw_error_row:
 * @error: why a job failed
 * @directory: (nullable): where its files go
 * @brief: whether there is little room
 *
 * Returns: one phrase without a full stop
 */
char *
bgw_error_row (const BgJobError *error, const char *directory, gboolean brief)
{
  Failure failure = { error->code, error->http_status, error->url, directory, error->message };

  if (!brief)
    return sentence (&failure);
  if (error->http_status == 0)
    return g_strdup (title_of (error->code));

  /* Translators: A short error and the number that HTTP has for it: “File not found (404)”. */
  return g_strdup_printf (_ ("%s (%u)"), title_of (error->code), error->http_status);
}

/**
 * bgw_error_of_call:
 * @error: why a call failed
 * @directory: (nullable): the folder that it was about
 *
 * Returns: one phrase without a full stop
 */
char *
bgw_error_of_call (const GError *error, const char *directory)
{
  Failure failure = { BG_ERROR_FAILED, 0, NULL, directory, error->message };

  if (error->domain == BG_ERROR)
    failure.code = (BgError) error->code;

  return sentence (&failure);
}

/* A few words above everything else about it. */
const char *
bgw_error_title (const BgJobError *error)
{
  return title_of (error->code);
}

/**
 * bgw_error_sentence:
 * @error: why a job failed
 * @directory: (nullable): where its files go
 *
 * Returns: what happened, and what to do about it
 */
char *
bgw_error_sentence (const BgJobError *error, const char *directory)
{
  g_autofree char *what = bgw_error_row (error, directory, FALSE);
  const char *advice = bgw_error_advice (error);

  /* The title says it already. */
  if (advice != NULL && g_str_equal (what, bgw_error_title (error)))
    return g_strdup (advice);
  if (advice == NULL)
    return g_strdup_printf (_ ("%s."), what);

  /* Translators: What happened, and what to do about it. */
  return g_strdup_printf (_ ("%s. %s"), what, advice);
}

static const char *
context_of (BgErrorContext context)
{
  switch (context)
    {
    case BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER:
      return _ ("While preparing the job");
    case BG_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION:
      return _ ("While telling another program");
    case BG_ERROR_CONTEXT_LOCAL_FILE:
      return _ ("While writing the local file");
    case BG_ERROR_CONTEXT_REMOTE_FILE:
      return _ ("While reading the remote file");
    case BG_ERROR_CONTEXT_GENERAL_TRANSPORT:
      return _ ("While transferring");
    case BG_ERROR_CONTEXT_REMOTE_APPLICATION:
      return _ ("Reported by the server’s program");
    case BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK:
      return _ ("While checking the certificate");
    case BG_ERROR_CONTEXT_NONE:
      return "";
    case BG_ERROR_CONTEXT_UNKNOWN:
    default:
      return _ ("Unknown context");
    }
}

/**
 * bgw_error_context:
 * @error: why a job failed
 *
 * Returns: where it happened and the codes for experts: “While reading the remote file · HTTP 404 ·
 *   0x80190194”
 */
char *
bgw_error_context (const BgJobError *error)
{
  const char *where = context_of (error->context);
  GString *line = g_string_new (where);

  if (error->http_status != 0)
    g_string_append_printf (line, "%s%s %u", line->len > 0 ? C_ ("between parts", " · ") : "",
                            "HTTP", error->http_status);
  if (error->bits_code != 0)
    g_string_append_printf (line, "%s0x%08X", line->len > 0 ? C_ ("between parts", " · ") : "",
                            error->bits_code);

  return g_string_free (line, FALSE);
}
