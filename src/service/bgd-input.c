/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers say of a job, checked before anything believes it. Pure. */
#include "config.h"

#include "bgd-input.h"

#include <gio/gio.h>
#include <string.h>

#include "bgd-input-http.h"
#include "bgd-proxy.h"
#include "bgd-tls.h"

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

  if (settings->headers != NULL && !bgd_input_check_headers (settings->headers, error))
    return FALSE;

  if (settings->upload_protocol != NULL &&
      !bgd_protocol_from_string (settings->upload_protocol, &protocol))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The upload protocol must be auto, put, tus, resumable or bits, not “%s”.",
                   settings->upload_protocol);
      return FALSE;
    }

  return bgd_input_check_method (settings->http_method, error) &&
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
      gboolean is_secret = bgd_input_header_is_secret (headers[i]);

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
