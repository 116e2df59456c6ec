/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors and numbers as sentences: what happened, and what to do. Pure. */
#include "config.h"

#include "bgt-words.h"

#include <glib/gi18n.h>

#include "bgt-url.h"

static char *
for_unsupported_scheme (const BgJobError *error)
{
  g_autofree char *scheme = bgt_url_get_scheme (error->url != NULL ? error->url : "");

  if (*scheme == '\0')
    return g_strdup (_ ("Ferry cannot download from this kind of address. Use http or https."));

  return g_strdup_printf (_ ("Ferry cannot download from “%s:” addresses. Use http or https."),
                          scheme);
}

/* Before anything is sent: the queue, the folder. NULL for all other codes. */
static char *
for_local (const BgJobError *error, const char *directory, const char *detail)
{
  switch ((guint) error->code)
    {
    case BG_ERROR_NOT_FOUND:
      return g_strdup (_ ("There is no such job. “ferryctl list” shows those that there are."));
    case BG_ERROR_INVALID_STATE:
      return g_strdup (_ ("The state of the job does not allow that. “ferryctl list” shows it."));
    case BG_ERROR_EMPTY:
      return g_strdup (_ ("The job has no files, so that there is nothing to do."));
    case BG_ERROR_INVALID_ARGUMENT:
      return g_strdup_printf (_ ("The service refuses this: %s."), detail);
    case BG_ERROR_NOT_SUPPORTED:
      return g_strdup_printf (_ ("This version of Ferry cannot do that: %s."), detail);
    case BG_ERROR_TOO_MANY_JOBS:
      return g_strdup (_ ("The queue is full. Remove old jobs with “ferryctl clear”."));
    case BG_ERROR_TOO_MANY_FILES:
      return g_strdup (_ ("One job cannot have that many files. Make several jobs of them."));
    case BG_ERROR_STRING_TOO_LONG:
      return g_strdup_printf (_ ("A name, address or header is too long: %s."), detail);
    case BG_ERROR_INVALID_URL:
      return g_strdup_printf (_ ("“%s” is not an address. An address looks like "
                                 "https://example.org/file."),
                              error->url != NULL ? error->url : detail);
    case BG_ERROR_UNSUPPORTED_SCHEME:
      return for_unsupported_scheme (error);
    case BG_ERROR_STORE:
      return g_strdup_printf (_ ("The queue on the disk cannot be used: %s."), detail);
    case BG_ERROR_SERVICE_UNAVAILABLE:
      return g_strdup_printf (_ ("Ferry’s background service cannot be reached (%s). "
                                 "Is Ferry installed completely?"),
                              detail);
    case BG_ERROR_FOLDER_NOT_FOUND:
      return g_strdup_printf (_ ("The folder “%s” does not exist. Make it, or choose another one."),
                              directory);
    case BG_ERROR_ACCESS_DENIED:
      return g_strdup_printf (_ ("The folder “%s” is not writable. Choose another one."),
                              directory);
    case BG_ERROR_FILE_EXISTS:
      return g_strdup_printf (
          _ ("A file of that name is in “%s” already. Choose another name, or move it "
             "away."),
          directory);
    case BG_ERROR_DISK_FULL:
      return g_strdup_printf (_ ("There is not enough space in “%s”. Free some, then try again."),
                              directory);
    case BG_ERROR_LOCAL_IO:
      return g_strdup_printf (_ ("The file in “%s” could not be written: %s."), directory, detail);
    default:
      return NULL;
    }
}

/* The way to the server. NULL for all other codes. */
static char *
for_transport (const BgJobError *error, const char *host, const char *detail)
{
  switch ((guint) error->code)
    {
    case BG_ERROR_NETWORK_DISCONNECTED:
      return g_strdup (_ ("There is no network. The job goes on when you are online."));
    case BG_ERROR_HOST_NOT_FOUND:
      return g_strdup_printf (_ ("The server “%s” could not be found. Check the address and your "
                                 "connection."),
                              host);
    case BG_ERROR_CONNECT_FAILURE:
      return g_strdup_printf (
          _ ("“%s” accepts no connection. The server may be down, or the address "
             "wrong."),
          host);
    case BG_ERROR_CONNECTION_CLOSED:
      return g_strdup_printf (_ ("“%s” closed the connection too early. Try again later."), host);
    case BG_ERROR_TIMED_OUT:
      return g_strdup_printf (_ ("“%s” fell silent. The network may be slow or interrupted."),
                              host);
    case BG_ERROR_TLS:
      return g_strdup_printf (
          _ ("The connection to “%s” is not secure. Ferry does not download over "
             "connections that it cannot trust."),
          host);
    case BG_ERROR_PROXY:
      return g_strdup (_ ("The proxy does not work. Check its settings."));
    case BG_ERROR_TOO_MANY_REDIRECTS:
      return g_strdup (_ ("The address leads around in circles. Check the address."));
    case BG_ERROR_REDIRECT_REFUSED:
      if (error->http_status != 0)
        return g_strdup (
            _ ("The server sends the job on to another address, which the job refuses. "
               "Check the address that it has now: resume the job if that is right, or "
               "change it first."));
      return g_strdup_printf (_ ("“%s” points to a place where Ferry does not go: %s."), host,
                              detail);
    case BG_ERROR_INVALID_SERVER_RESPONSE:
      return g_strdup_printf (
          _ ("The answer of “%s” is not understandable. Check the address, or try "
             "another source."),
          host);
    case BG_ERROR_INSUFFICIENT_RANGE_SUPPORT:
      return g_strdup (_ ("The server sends the file as a whole only, and a part of it is needed. "
                          "Use another address."));
    case BG_ERROR_REMOTE_FILE_CHANGED:
      return g_strdup (_ ("The file changed on the server while it was downloaded. Start again to "
                          "get the new version."));
    case BG_ERROR_NO_PROGRESS:
      return g_strdup_printf (
          _ ("Nothing arrived from “%s” for so long that Ferry gave up. Try again "
             "later."),
          host);
    case BG_ERROR_VALIDATION_FAILED:
      return g_strdup (_ ("The checksum does not match, so that the file was not saved. Try "
                          "another source."));
    case BG_ERROR_CREDENTIALS_LOST:
      return g_strdup (
          _ ("What the job signs in with did not survive a restart, or the keyring that has "
             "it is locked. Unlock that, or set it again with “ferryctl set JOB --user NAME”, "
             "“--proxy-user NAME” or “ferryctl set JOB header”, then resume the job."));
    case BG_ERROR_OTHER_SIZE:
      return g_strdup (_ ("The file at the new address has another size. What was received is "
                          "kept: give the job the old address or a better one with “ferryctl "
                          "address”, then resume it."));
    case BG_ERROR_OTHER_BYTES:
      return g_strdup (_ ("The file at the new address has other bytes than those that were "
                          "received. These are kept: give the job the old address or a better one "
                          "with “ferryctl address”, then resume it."));
    case BG_ERROR_LOCAL_FILE_CHANGED:
      return g_strdup (
          _ ("The file changed while it was being uploaded. Resume the job to upload it "
             "as it is now."));
    case BG_ERROR_LOCAL_FILE_NOT_FOUND:
      return g_strdup (_ ("The file to upload is not there any more. Put it back, then resume the "
                          "job."));
    case BG_ERROR_TOO_LARGE:
      return g_strdup (_ ("The server takes no file of this size."));
    case BG_ERROR_PROTOCOL_MISMATCH:
      return g_strdup (_ ("The server does not take uploads in this way. Choose another protocol "
                          "with “ferryctl set JOB upload-protocol”, then resume the job."));
    case BG_ERROR_BLOCKED_BY_POLICY:
      return g_strdup (_ ("Your administrator does not allow Ferry to ask this server."));
    case BG_ERROR_SIZE_LIMIT:
      return g_strdup (_ ("Your administrator does not allow jobs that are as large as these "
                          "together. Cancel others, then resume the job."));
    case BG_ERROR_CLIENT_CERTIFICATE:
      return g_strdup_printf (_ ("“%s” wants to know who asks, and the job has no certificate that "
                                 "can be used: %s. Set one with “ferryctl set JOB "
                                 "client-certificate”, then resume the job."),
                              host, detail);
    case BG_ERROR_MAXIMUM_TIME:
      return g_strdup (
          _ ("The job has used up the time that it may take. Resume it to let it go on, "
             "or change “maximum-time”."));
    case BG_ERROR_MAXIMUM_SIZE:
      return g_strdup (_ ("The job is larger than it may be. Change that with “ferryctl set JOB "
                          "maximum-size”, then resume it."));
    case BG_ERROR_INVALID_RANGE:
      return g_strdup (_ ("The file on the server ends before the range that is wanted."));
    case BG_ERROR_OVERLAPPING_RANGES:
      return g_strdup (_ ("Two of the ranges have bytes in common. Ask for each byte once."));
    case BG_ERROR_TOO_MANY_RANGES:
      return g_strdup (_ ("The file has more ranges than it may have. Ask for fewer."));
    case BG_ERROR_LOGIN_PAGE:
      return g_strdup (
          _ ("The server sent a web page instead of the file; probably it asks to sign "
             "in or to agree to something. Open the address in a browser, do what it "
             "asks, and use the address of the file that you get there."));
    default:
      return NULL;
    }
}

/* What the server said. NULL for all other codes. */
static char *
for_http (const BgJobError *error)
{
  guint status = error->http_status;

  switch ((guint) error->code)
    {
    case BG_ERROR_HTTP_UNAUTHORIZED:
      return g_strdup_printf (_ ("The server asks for a user name and password (%u). Set them with "
                                 "“ferryctl set JOB --user NAME”, then resume the job."),
                              status);
    case BG_ERROR_HTTP_FORBIDDEN:
      return g_strdup_printf (
          _ ("The server refuses access (%u). The address may have expired or need a "
             "sign-in."),
          status);
    case BG_ERROR_HTTP_NOT_FOUND:
      return g_strdup_printf (
          _ ("The server says that the file does not exist (%u). Check the address, "
             "or ask the person who sent it."),
          status);
    case BG_ERROR_HTTP_PROXY_AUTHENTICATION:
      return g_strdup_printf (
          _ ("The proxy asks for a password (%u). Set it with “ferryctl set JOB "
             "--proxy-user NAME”, then resume the job."),
          status);
    case BG_ERROR_HTTP_BUSY:
      return g_strdup_printf (_ ("The server asks to wait (%u). Try again later."), status);
    case BG_ERROR_HTTP_CLIENT:
      return g_strdup_printf (_ ("The server does not accept the request (%u). Check the address."),
                              status);
    case BG_ERROR_HTTP_SERVER:
      return g_strdup_printf (_ ("The server has a problem (%u). This is not your fault; try again "
                                 "later."),
                              status);
    case BG_ERROR_HTTP_NOT_IMPLEMENTED:
      return g_strdup_printf (_ ("The server is not able to do that (%u). Try another source."),
                              status);
    case BG_ERROR_HTTP_UNEXPECTED:
      return g_strdup_printf (
          _ ("The answer of the server makes no sense here (%u). Try again later."), status);
    default:
      return NULL;
    }
}

/**
 * bgt_words_for_error:
 * @directory: (nullable): the folder that the file is for
 *
 * Returns: one line for people; escape it before it reaches a terminal
 */
char *
bgt_words_for_error (const BgJobError *error, const char *directory)
{
  g_autofree char *host = bgt_url_get_host (error->url != NULL ? error->url : "");
  g_autofree char *folder = directory != NULL ? g_filename_display_name (directory) : g_strdup ("");
  g_autofree char *detail = g_strdup (error->message != NULL ? error->message : "");
  char *sentence;

  /* It stands inside of a sentence that ends by itself. */
  if (g_str_has_suffix (detail, "."))
    detail[strlen (detail) - 1] = '\0';

  if ((sentence = for_local (error, folder, detail)) != NULL ||
      (sentence = for_transport (error, host, detail)) != NULL ||
      (sentence = for_http (error)) != NULL)
    return sentence;

  if (*detail == '\0')
    return g_strdup (_ ("Something went wrong, and nobody said what."));

  return g_strdup_printf (_ ("Something went wrong: %s."), detail);
}

/**
 * bgt_words_for_call:
 * @error: what a function of the library returned
 * @directory: (nullable): the folder that it was about
 * @url: (nullable): the address that it was about
 */
char *
bgt_words_for_call (const GError *error, const char *directory, const char *url)
{
  BgJobError job_error = {
    .code = error->domain == BG_ERROR ? (BgError) error->code : BG_ERROR_FAILED,
    .url = (char *) url,
    .message = error->message,
  };

  return bgt_words_for_error (&job_error, directory);
}

/**
 * bgt_words_for_progress:
 *
 * Returns: “2.6 GB of 4.0 GB”, or what can be said of it
 */
char *
bgt_words_for_progress (const BgJobProgress *progress)
{
  g_autofree char *transferred = g_format_size (progress->bytes_transferred);
  g_autofree char *total = NULL;

  if (progress->bytes_total == BG_SIZE_UNKNOWN)
    return g_strdup_printf (_ ("%s, size unknown"), transferred);

  if (progress->bytes_transferred >= progress->bytes_total)
    return g_steal_pointer (&transferred);

  total = g_format_size (progress->bytes_total);

  return g_strdup_printf (_ ("%s of %s"), transferred, total);
}

/**
 * bgt_words_for_time_left:
 * @seconds: -1 if unknown
 *
 * Returns: (nullable): “2 minutes left”
 */
char *
bgt_words_for_time_left (gint64 seconds)
{
  const gint64 minute = 60, hour = 60 * minute, day = 24 * hour;
  gint64 number;

  if (seconds < 0)
    return NULL;

  if (seconds < 90)
    {
      /* Steps of five do not flicker. */
      number = seconds > 20 ? (seconds + 4) / 5 * 5 : seconds;
      return g_strdup_printf (ngettext ("%d second left", "%d seconds left", (gulong) number),
                              (int) number);
    }

  if (seconds < 90 * minute)
    {
      number = (seconds + minute / 2) / minute;
      return g_strdup_printf (ngettext ("%d minute left", "%d minutes left", (gulong) number),
                              (int) number);
    }

  if (seconds < 48 * hour)
    {
      number = (seconds + hour / 2) / hour;
      return g_strdup_printf (ngettext ("%d hour left", "%d hours left", (gulong) number),
                              (int) number);
    }

  if (seconds <= 30 * day)
    {
      number = (seconds + day / 2) / day;
      return g_strdup_printf (ngettext ("%d day left", "%d days left", (gulong) number),
                              (int) number);
    }

  return g_strdup (_ ("More than a month left"));
}
