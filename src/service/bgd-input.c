/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers say, checked before anything believes it: names, sizes, headers. Pure. */
#include "config.h"

#include "bgd-input.h"

#include <gio/gio.h>
#include <string.h>

#include "bgd-address.h"
#include "bgd-digest.h"
#include "bgd-name.h"
#include "bgd-proxy.h"
#include "bgd-tls.h"

/* Headers that say how the bytes travel: the engine's own business, and a way to smuggle requests.
 */
static const char *const reserved_headers[] = {
  "Accept-Encoding",
  "Connection",
  "Content-Length",
  "Expect",
  "Host",
  "If-Match",
  "If-Range",
  "If-Modified-Since",
  "If-Unmodified-Since",
  "If-None-Match",
  "Keep-Alive",
  "Range",
  "Proxy-Connection",
  "TE",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
};

/* Methods that never bring a file: there is no body, or it is what was sent, secrets and all. */
static const char *const useless_methods[] = { "HEAD", "CONNECT", "TRACE" };

/* A header whose name has one of these in it may open a door. It is kept in memory alone. */
static const char *const secret_words[] = {
  "auth", "cookie", "token", "secret", "password", "key", "session", "credential",
};

static gboolean
check_text (const char *what, const char *text, glong minimum, glong maximum, GError **error)
{
  glong length = g_utf8_strlen (text, -1);

  if (length < minimum)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "The %s is empty.", what);
      return FALSE;
    }

  if (length > maximum)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG,
                   "The %s has %ld characters; %ld are allowed.", what, length, maximum);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_range (const char *what, const guint32 *value, guint minimum, guint maximum, GError **error)
{
  if (value == NULL || (*value >= minimum && *value <= maximum))
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "The %s must be %u to %u, not %u.", what,
               minimum, maximum, *value);
  return FALSE;
}

/* None, or one that lets a transfer get on; the store has signed numbers. */
static gboolean
check_speed_limit (const guint64 *limit, GError **error)
{
  if (limit == NULL || *limit == 0 || (*limit >= BGD_MINIMUM_SPEED_LIMIT && *limit <= G_MAXINT64))
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
               "The speed limit must be 0 (none) or %d to %" G_GINT64_FORMAT
               " bytes per second, not %" G_GUINT64_FORMAT ".",
               BGD_MINIMUM_SPEED_LIMIT, G_MAXINT64, *limit);
  return FALSE;
}

/* The store has signed numbers. */
static gboolean
check_maximum_size (const guint64 *size, GError **error)
{
  if (size == NULL || *size <= G_MAXINT64)
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
               "The maximum size must be 0 (any) to %" G_GINT64_FORMAT
               " bytes, not %" G_GUINT64_FORMAT ".",
               G_MAXINT64, *size);
  return FALSE;
}

/* RFC 9110, section 5.6.2: token. */
static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

static gsize
token_length (const char *text)
{
  gsize length = 0;

  while (is_token_char (text[length]))
    length++;

  return length;
}

static gboolean
check_method (const char *method, GError **error)
{
  if (method == NULL)
    return TRUE;

  if (strlen (method) > BGD_MAX_METHOD)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG,
                   "The method of HTTP has more than %d bytes.", BGD_MAX_METHOD);
      return FALSE;
    }

  if (method[token_length (method)] != '\0')
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "A method of HTTP is one word, such as POST, not “%s”.", method);
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (useless_methods); i++)
    if (g_ascii_strcasecmp (method, useless_methods[i]) == 0)
      {
        g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                     "The method %s of HTTP brings no file.", useless_methods[i]);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_header (const char *line, GError **error)
{
  gsize length = token_length (line);

  if (length == 0 || line[length] != ':')
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "A header must have the form “Name: value”.");
      return FALSE;
    }

  for (const char *p = line + length; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && *p != '\t')
      {
        g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                     "The value of the header “%.*s” has a control character in it.", (int) length,
                     line);
        return FALSE;
      }

  for (guint i = 0; i < G_N_ELEMENTS (reserved_headers); i++)
    if (strlen (reserved_headers[i]) == length &&
        g_ascii_strncasecmp (reserved_headers[i], line, length) == 0)
      {
        g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                     "Ferry sets the header “%s” by itself.", reserved_headers[i]);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_headers (const char *const *headers, GError **error)
{
  gsize length = 0;

  for (guint i = 0; headers[i] != NULL; i++)
    {
      if (!check_header (headers[i], error))
        return FALSE;

      length += strlen (headers[i]) + strlen ("\r\n");
    }

  if (length > BGD_MAX_HEADERS)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG,
                   "The headers have %" G_GSIZE_FORMAT " bytes; %d are allowed.", length,
                   BGD_MAX_HEADERS);
      return FALSE;
    }

  return TRUE;
}

static gboolean
header_is_secret (const char *line)
{
  g_autofree char *name = g_strndup (line, token_length (line));
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (secret_words); i++)
    if (strstr (lower, secret_words[i]) != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
check_notify_flags (const guint32 *flags, GError **error)
{
  const guint32 known = BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR | BG_NOTIFY_DISABLE |
                        BG_NOTIFY_JOB_MODIFICATION | BG_NOTIFY_FILE_TRANSFERRED;

  if (flags == NULL || (*flags & ~known) == 0)
    return TRUE;

  if (*flags & BG_NOTIFY_FILE_RANGES_TRANSFERRED)
    g_set_error_literal (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED,
                         "Ferry signals whole files, and no ranges of them.");
  else
    g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                 "The flags of what to signal are a sum of 1, 2, 4, 8 and 16, not %u.", *flags);

  return FALSE;
}

/* What is called on the bus: a name that can be one, and no name of a single connection. */
static gboolean
check_notify_action (const char *application, const char *action, GError **error)
{
  if (application == NULL || (*application == '\0' && *action == '\0'))
    return TRUE;

  if (!g_application_id_is_valid (application))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "Whom to tell must be the id of an application, like org.example.App.");
      return FALSE;
    }

  if (!g_action_name_is_valid (action) || strlen (action) > BGD_MAX_NAME)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The name of an action has letters, digits, dashes and dots only.");
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_path (const char *what, const char *path, GError **error)
{
  if (path == NULL || strlen (path) <= BGD_MAX_PATH)
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_STRING_TOO_LONG,
               "The name of the %s has more than %d bytes.", what, BGD_MAX_PATH);
  return FALSE;
}

static gboolean
check_security_flags (const guint32 *flags, GError **error)
{
  const guint redirects = BG_SECURITY_REPORT_REDIRECTS | BG_SECURITY_REFUSE_REDIRECTS;
  const guint known = BG_SECURITY_IGNORE_HOST | BG_SECURITY_IGNORE_DATE |
                      BG_SECURITY_IGNORE_AUTHORITY | BG_SECURITY_IGNORE_USAGE | redirects |
                      BG_SECURITY_ALLOW_HTTP;

  if (flags == NULL)
    return TRUE;

  if ((*flags & redirects) == redirects)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "Redirections can be reported or refused, not both.");
      return FALSE;
    }

  if ((*flags & ~known) == 0)
    return TRUE;

  g_set_error (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED, "Ferry has no security flag 0x%x.",
               *flags & ~known);
  return FALSE;
}

static gboolean
check_route (const BgdSettings *settings, GError **error)
{
  if (settings->proxy != NULL)
    {
      g_auto (GStrv) proxies = bgd_proxy_parse (settings->proxy, error);

      if (proxies == NULL)
        return FALSE;
    }

  return (settings->proxy_bypass == NULL ||
          bgd_proxy_check_bypass (settings->proxy_bypass, error)) &&
         check_path ("certificate file", settings->ca_file, error) &&
         check_path ("client certificate", settings->client_certificate, error) &&
         check_security_flags (settings->security_flags, error);
}

/**
 * bgd_input_check_files:
 * @settings: what a caller wants, checked
 *
 * Looks at the files that it names.
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT.
 *
 * Returns: whether they can be used now
 */
gboolean
bgd_input_check_files (const BgdSettings *settings, GError **error)
{
  if (settings->ca_file != NULL && *settings->ca_file != '\0')
    {
      g_autoptr (GTlsDatabase) authorities = bgd_tls_load_authorities (settings->ca_file, error);

      if (authorities == NULL)
        return FALSE;
    }

  if (settings->client_certificate != NULL && *settings->client_certificate != '\0')
    {
      g_autoptr (GTlsCertificate) identity =
          bgd_tls_load_identity (settings->client_certificate, error);

      if (identity == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * bgd_input_check_settings:
 * @settings: what a caller wants
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT, BG_ERROR_STRING_TOO_LONG.
 *
 * Returns: whether all of it may be applied
 */
gboolean
bgd_input_check_settings (const BgdSettings *settings, GError **error)
{
  BgdProtocol protocol;

  if (settings->name != NULL && !check_text ("name", settings->name, 1, BGD_MAX_NAME, error))
    return FALSE;

  if (settings->description != NULL &&
      !check_text ("description", settings->description, 0, BGD_MAX_DESCRIPTION, error))
    return FALSE;

  if (settings->headers != NULL && !check_headers (settings->headers, error))
    return FALSE;

  if (settings->upload_protocol != NULL &&
      !bgd_protocol_from_string (settings->upload_protocol, &protocol))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The upload protocol must be auto, put, tus, resumable or bits, not “%s”.",
                   settings->upload_protocol);
      return FALSE;
    }

  return check_method (settings->http_method, error) &&
         check_notify_flags (settings->notify_flags, error) &&
         check_notify_action (settings->notify_application, settings->notify_action, error) &&
         check_range ("priority", settings->priority, BG_JOB_PRIORITY_FOREGROUND,
                      BG_JOB_PRIORITY_LOW, error) &&
         check_range ("number of connections", settings->connections, 0, BGD_MAX_CONNECTIONS,
                      error) &&
         check_speed_limit (settings->speed_limit, error) &&
         check_maximum_size (settings->maximum_size, error) && check_route (settings, error);
}

/* (nullable): what a job keeps of it. */
static const char *
unusual_method (const char *method, BgJobType type)
{
  const char *usual = type == BG_JOB_TYPE_DOWNLOAD ? "GET" : "PUT";

  return *method != '\0' && !g_str_equal (method, usual) ? method : NULL;
}

static gboolean
has_ranges (const BgdJob *job)
{
  for (guint i = 0; i < job->files->len; i++)
    if (bgd_job_get_file (job, i)->ranges != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
refuse_ranges (GError **error)
{
  g_set_error_literal (error, BG_ERROR, BG_ERROR_NOT_SUPPORTED,
                       "Ranges of a file need GET, and content that does not change.");
  return FALSE;
}

/* Whether files with ranges, if there are any, may be added to the job. */
gboolean
bgd_input_check_ranges (const BgdNewFile *file, const BgdJob *job, GError **error)
{
  return file->ranges == NULL || (!job->dynamic_content && job->http_method == NULL) ||
         refuse_ranges (error);
}

/**
 * bgd_input_check_change:
 * @settings: what a caller wants, checked
 * @job: the job that is to get it
 *
 * Source: SetHttpMethod in the BITS reference: before the first Resume; here, before the first
 * byte, so that bytes of two methods never come together.
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT, BG_ERROR_INVALID_STATE, BG_ERROR_NOT_SUPPORTED for files of
 * which only ranges are wanted.
 *
 * Returns: whether this job may have it now
 */
gboolean
bgd_input_check_change (const BgdSettings *settings, const BgdJob *job, GError **error)
{
  static const char *const for_uploads[] = { "POST", "PATCH", NULL };
  gboolean is_dynamic = settings->dynamic_content != NULL && *settings->dynamic_content;
  const char *method;

  if (is_dynamic && has_ranges (job))
    return refuse_ranges (error);
  if (settings->http_method == NULL)
    return TRUE;

  method = unusual_method (settings->http_method, job->type);
  if (method != NULL && job->type != BG_JOB_TYPE_DOWNLOAD && !g_strv_contains (for_uploads, method))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The method of an upload must be PUT, POST or PATCH, not “%s”.", method);
      return FALSE;
    }

  if (method != NULL && has_ranges (job))
    return refuse_ranges (error);
  if (g_strcmp0 (method, job->http_method) != 0 && bgd_job_has_begun (job))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_STATE,
                           "The method of HTTP can be chosen before the job has begun only.");
      return FALSE;
    }

  return TRUE;
}

static void
apply_method (const char *method, BgdJob *job)
{
  g_free (job->http_method);
  job->http_method = g_strdup (unusual_method (method, job->type));
}

static void
apply_headers (const char *const *headers, BgdJob *job)
{
  g_autoptr (GStrvBuilder) open = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) secret = g_strv_builder_new ();

  for (guint i = 0; headers[i] != NULL; i++)
    {
      gboolean is_secret = header_is_secret (headers[i]);

      g_strv_builder_add (is_secret ? secret : open, headers[i]);
    }

  g_strfreev (job->headers);
  job->headers = g_strv_builder_end (open);
  g_strfreev (job->secret_headers);
  job->secret_headers = g_strv_builder_end (secret);
  job->had_secrets = bgd_job_has_secrets (job);
}

static void
apply_notify_action (const char *application, const char *action, BgdJob *job)
{
  gboolean is_any = *application != '\0';

  g_free (job->notify_application);
  job->notify_application = is_any ? g_strdup (application) : NULL;
  g_free (job->notify_action);
  job->notify_action = is_any ? g_strdup (action) : NULL;
}

/**
 * bgd_input_apply_settings:
 * @settings: what a caller wants, checked
 * @job: (inout): the job that gets it
 */
void
bgd_input_apply_settings (const BgdSettings *settings, BgdJob *job)
{
  if (settings->owner != NULL)
    {
      g_free (job->owner);
      job->owner = g_strdup (settings->owner);
    }

  if (settings->name != NULL)
    {
      g_free (job->name);
      job->name = g_strdup (settings->name);
    }

  if (settings->description != NULL)
    {
      g_free (job->description);
      job->description = g_strdup (settings->description);
    }

  if (settings->priority != NULL)
    job->priority = (BgJobPriority) *settings->priority;
  if (settings->auto_complete != NULL)
    job->auto_complete = *settings->auto_complete;
  if (settings->dynamic_content != NULL)
    job->dynamic_content = *settings->dynamic_content;
  if (settings->minimum_retry_delay != NULL)
    job->minimum_retry_delay = MAX (*settings->minimum_retry_delay, BGD_MINIMUM_RETRY_DELAY);
  if (settings->no_progress_timeout != NULL)
    job->no_progress_timeout = *settings->no_progress_timeout;
  if (settings->maximum_time != NULL)
    job->maximum_time = *settings->maximum_time;
  if (settings->maximum_size != NULL)
    job->maximum_size = *settings->maximum_size;
  if (settings->connections != NULL)
    job->connections = *settings->connections;
  if (settings->speed_limit != NULL)
    job->speed_limit = *settings->speed_limit;
  if (settings->upload_protocol != NULL)
    bgd_protocol_from_string (settings->upload_protocol, &job->upload_protocol);
  if (settings->http_method != NULL)
    apply_method (settings->http_method, job);
  if (settings->notify_flags != NULL)
    job->notify_flags = *settings->notify_flags;
  if (settings->notify_application != NULL)
    apply_notify_action (settings->notify_application, settings->notify_action, job);
  if (settings->headers != NULL)
    apply_headers (settings->headers, job);
  if (settings->proxy != NULL)
    bgd_route_set_proxy (job->route, settings->proxy);
  if (settings->proxy_bypass != NULL)
    bgd_route_set_bypass (job->route, settings->proxy_bypass);
  if (settings->ca_file != NULL)
    bgd_route_set_ca_file (job->route, settings->ca_file);
  if (settings->client_certificate != NULL)
    bgd_route_set_client_certificate (job->route, settings->client_certificate);
  if (settings->security_flags != NULL)
    job->route->security_flags = (BgSecurityFlags) *settings->security_flags;
}

/* The same address twice would be asked twice. */
static gboolean
take_mirrors (BgdFile *made, const char *const *mirrors, GError **error)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; mirrors != NULL && mirrors[i] != NULL; i++)
    {
      g_autofree char *mirror = NULL;

      if (i == BGD_MAX_MIRRORS)
        {
          g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                       "A file has more than %d mirrors.", BGD_MAX_MIRRORS);
          return FALSE;
        }

      mirror = bgd_address_parse (mirrors[i], NULL, error);
      if (mirror == NULL)
        {
          g_prefix_error (error, "Mirror %u: ", i + 1);
          return FALSE;
        }

      if (!g_str_equal (mirror, made->url) &&
          !g_ptr_array_find_with_equal_func (taken, mirror, g_str_equal, NULL))
        g_ptr_array_add (taken, g_steal_pointer (&mirror));
    }

  if (taken->len > 0)
    {
      g_ptr_array_add (taken, NULL);
      made->mirrors = (char **) g_ptr_array_free (g_steal_pointer (&taken), FALSE);
    }

  return TRUE;
}

static gboolean
take_size (BgdFile *made, const BgdNewFile *file, GError **error)
{
  if (file->has_size && file->size > G_MAXINT64)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "No file has that size.");
      return FALSE;
    }

  if (file->has_size)
    made->wanted_size = file->size;

  if (file->pieces.hashes == NULL)
    return TRUE;

  if (!file->has_size)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The hashes of pieces need the size of the file.");
      return FALSE;
    }

  made->pieces = bgd_pieces_new (file->pieces.algorithm, file->pieces.length, file->pieces.hashes,
                                 file->size, error);
  return made->pieces != NULL;
}

static gboolean
take_ranges (BgdFile *made, const BgdNewFile *file, GError **error)
{
  if (file->ranges == NULL)
    return TRUE;

  if (file->pieces.hashes != NULL || file->follow_metalink)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "Ranges of a file have no hashes of pieces, and are no document.");
      return FALSE;
    }

  made->ranges = bgd_remote_ranges_new (file->ranges, file->n_ranges, error);
  return made->ranges != NULL;
}

/**
 * bgd_input_make_file:
 * @file: what a caller wants
 * @random: makes the name of the part file hard to guess and to meet
 *
 * Does not look at the disk.
 *
 * Errors: BG_ERROR_INVALID_URL, BG_ERROR_UNSUPPORTED_SCHEME, BG_ERROR_STRING_TOO_LONG,
 * BG_ERROR_INVALID_ARGUMENT.
 *
 * Returns: (transfer full): the file, or NULL
 */
BgdFile *
bgd_input_make_file (const BgdNewFile *file, guint32 random, GError **error)
{
  g_autoptr (BgdFile) made = NULL;

  if (file->directory == NULL || !g_path_is_absolute (file->directory))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The folder of a file must be given, as an absolute path.");
      return NULL;
    }

  made = bgd_file_new (NULL, file->directory);
  made->url = bgd_address_parse (file->url, &made->authorization, error);
  if (made->url == NULL || !take_mirrors (made, file->mirrors, error) ||
      !take_size (made, file, error) || !take_ranges (made, file, error))
    return NULL;

  if (file->name != NULL && !bgd_name_is_valid (file->name))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "A file name must not be empty, “.” or “..”, have a “/” or a control "
                           "character in it, or be longer than 255 bytes.");
      return NULL;
    }

  if (file->checksum != NULL)
    {
      made->checksum = bgd_digest_normalize (file->checksum, error);
      if (made->checksum == NULL)
        return NULL;
    }

  made->metalink = file->follow_metalink ? BGD_METALINK_FOLLOW : BGD_METALINK_NO;
  made->without_headers = file->without_headers;
  made->wanted_name = g_strdup (file->name);
  made->name = file->name != NULL ? g_strdup (file->name) : bgd_name_from_url (made->url);
  made->part_name = bgd_name_for_part (made->name, random);

  return g_steal_pointer (&made);
}
