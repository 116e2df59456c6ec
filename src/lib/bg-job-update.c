/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From what the service says to the properties of a job; a property notifies only if it changed. */
#include "config.h"

#include "bg-job-private.h"

#include "bg-job-error-private.h"
#include "bg-time-private.h"

static void
update_string (BgJob *self, char **field, const char *value, BgJobProperty property)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  bg_job_notify (self, property);
}

static void
update_uint (BgJob *self, guint *field, guint value, BgJobProperty property)
{
  if (*field == value)
    return;

  *field = value;
  bg_job_notify (self, property);
}

static void
update_uint64 (BgJob *self, guint64 *field, guint64 value, BgJobProperty property)
{
  if (*field == value)
    return;

  *field = value;
  bg_job_notify (self, property);
}

static void
update_time (BgJob *self, GDateTime **field, gint64 value, BgJobProperty property)
{
  if (bg_time_update (field, value))
    bg_job_notify (self, property);
}

static const char *
lookup_string (GVariantDict *dict, const char *key, const char *missing)
{
  g_variant_dict_lookup (dict, key, "&s", &missing);

  return missing;
}

static const char *
lookup_path (GVariantDict *dict, const char *key)
{
  const char *path = NULL;

  g_variant_dict_lookup (dict, key, "^&ay", &path);

  return path;
}

static guint
lookup_uint (GVariantDict *dict, const char *key, guint missing)
{
  g_variant_dict_lookup (dict, key, "u", &missing);

  return missing;
}

static gint64
lookup_time (GVariantDict *dict, const char *key)
{
  gint64 time = 0;

  g_variant_dict_lookup (dict, key, "x", &time);

  return time;
}

static void
update_strings (BgJob *self, char ***field, const char *const *value, BgJobProperty property)
{
  if (value == NULL || *field == NULL ? (gpointer) value == (gpointer) *field
                                      : g_strv_equal ((const char *const *) *field, value))
    return;

  g_strfreev (*field);
  *field = g_strdupv ((char **) value);
  bg_job_notify (self, property);
}

static void
update_connection (BgJob *self, GVariantDict *dict)
{
  g_autofree const char **bypass = NULL;

  g_variant_dict_lookup (dict, "proxy-bypass", "^a&s", &bypass);
  update_string (self, &self->http_method, lookup_string (dict, "http-method", NULL),
                 BG_JOB_PROP_HTTP_METHOD);
  update_string (self, &self->proxy, lookup_string (dict, "proxy", NULL), BG_JOB_PROP_PROXY);
  update_strings (self, &self->proxy_bypass, bypass, BG_JOB_PROP_PROXY_BYPASS);
  update_string (self, &self->ca_file, lookup_path (dict, "ca-file"), BG_JOB_PROP_CA_FILE);
  update_string (self, &self->client_certificate, lookup_path (dict, "client-certificate"),
                 BG_JOB_PROP_CLIENT_CERTIFICATE);
  update_uint (self, &self->security_flags,
               lookup_uint (dict, "security-flags", BG_SECURITY_DEFAULT),
               BG_JOB_PROP_SECURITY_FLAGS);
}

static void
update_boolean (BgJob *self, gboolean *field, gboolean value, BgJobProperty property)
{
  if (*field == value)
    return;

  *field = value;
  bg_job_notify (self, property);
}

static void
update_properties (BgJob *self, GVariant *values)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (values);
  g_autoptr (BgJobError) error = bg_job_error_lookup (values);
  const char *address = NULL;
  const char *directory = NULL;
  const char *notify_application = NULL;
  const char *notify_action = NULL;
  gboolean auto_complete = FALSE;
  gboolean dynamic_content = FALSE;
  guint64 speed_limit = 0;
  guint64 maximum_size = 0;

  g_variant_dict_lookup (&dict, "address", "&s", &address);
  g_clear_pointer (&self->reply_path, g_free);
  g_variant_dict_lookup (&dict, "reply-file", "^ay", &self->reply_path);
  self->reply = (BgJobReplyProgress){ BG_SIZE_UNKNOWN, 0 };
  g_variant_dict_lookup (&dict, "reply-bytes-total", "t", &self->reply.bytes_total);
  g_variant_dict_lookup (&dict, "reply-bytes-transferred", "t", &self->reply.bytes_transferred);
  g_variant_dict_lookup (&dict, "directory", "^&ay", &directory);
  g_variant_dict_lookup (&dict, "notify-action", "(&s&s)", &notify_application, &notify_action);
  g_variant_dict_lookup (&dict, "auto-complete", "b", &auto_complete);
  g_variant_dict_lookup (&dict, "dynamic-content", "b", &dynamic_content);
  g_variant_dict_lookup (&dict, "speed-limit", "t", &speed_limit);
  g_variant_dict_lookup (&dict, "maximum-download-size", "t", &maximum_size);

  update_string (self, &self->name, lookup_string (&dict, "name", ""), BG_JOB_PROP_NAME);
  update_string (self, &self->description, lookup_string (&dict, "description", ""),
                 BG_JOB_PROP_DESCRIPTION);
  update_string (self, &self->owner, lookup_string (&dict, "owner", ""), BG_JOB_PROP_OWNER);
  update_string (self, &self->address, address, BG_JOB_PROP_ADDRESS);
  update_string (self, &self->directory, directory, BG_JOB_PROP_DIRECTORY);
  update_uint (self, &self->job_type, lookup_uint (&dict, "type", BG_JOB_TYPE_DOWNLOAD),
               BG_JOB_PROP_JOB_TYPE);
  update_uint (self, &self->priority, lookup_uint (&dict, "priority", BG_JOB_PRIORITY_NORMAL),
               BG_JOB_PROP_PRIORITY);
  update_uint (self, &self->minimum_retry_delay,
               lookup_uint (&dict, "minimum-retry-delay", DEFAULT_MINIMUM_RETRY_DELAY),
               BG_JOB_PROP_MINIMUM_RETRY_DELAY);
  update_uint (self, &self->no_progress_timeout,
               lookup_uint (&dict, "no-progress-timeout", DEFAULT_NO_PROGRESS_TIMEOUT),
               BG_JOB_PROP_NO_PROGRESS_TIMEOUT);
  update_uint (self, &self->maximum_download_time,
               lookup_uint (&dict, "maximum-download-time", DEFAULT_MAXIMUM_DOWNLOAD_TIME),
               BG_JOB_PROP_MAXIMUM_DOWNLOAD_TIME);
  update_uint64 (self, &self->maximum_download_size, maximum_size,
                 BG_JOB_PROP_MAXIMUM_DOWNLOAD_SIZE);
  update_uint (self, &self->connections, lookup_uint (&dict, "connections", 0),
               BG_JOB_PROP_CONNECTIONS);
  update_uint64 (self, &self->speed_limit, speed_limit, BG_JOB_PROP_SPEED_LIMIT);
  update_uint (self, &self->notify_flags, lookup_uint (&dict, "notify-flags", BG_NOTIFY_DEFAULT),
               BG_JOB_PROP_NOTIFY_FLAGS);
  update_string (self, &self->notify_application, notify_application,
                 BG_JOB_PROP_NOTIFY_APPLICATION);
  update_string (self, &self->notify_action, notify_action, BG_JOB_PROP_NOTIFY_ACTION);
  update_connection (self, &dict);
  update_uint (self, &self->error_count, lookup_uint (&dict, "error-count", 0),
               BG_JOB_PROP_ERROR_COUNT);
  update_time (self, &self->modified, lookup_time (&dict, "modified"), BG_JOB_PROP_MODIFIED);
  update_time (self, &self->finished, lookup_time (&dict, "finished"), BG_JOB_PROP_FINISHED);
  update_time (self, &self->retry_at, lookup_time (&dict, "retry-at"), BG_JOB_PROP_RETRY_AT);
  update_uint (self, &self->wait_reason, lookup_uint (&dict, "waits-for", BG_WAIT_NONE),
               BG_JOB_PROP_WAIT_REASON);
  update_time (self, &self->wait_until, lookup_time (&dict, "waits-until"), BG_JOB_PROP_WAIT_UNTIL);

  /* The place in the list depends on it. */
  if (self->created == NULL)
    update_time (self, &self->created, lookup_time (&dict, "created"), BG_JOB_PROP_CREATED);

  update_boolean (self, &self->auto_complete, auto_complete, BG_JOB_PROP_AUTO_COMPLETE);
  update_boolean (self, &self->dynamic_content, dynamic_content, BG_JOB_PROP_DYNAMIC_CONTENT);

  if (!bg_job_error_equal (self->error, error))
    {
      bg_job_error_free (self->error);
      self->error = g_steal_pointer (&error);
      bg_job_notify (self, BG_JOB_PROP_ERROR);
    }
}

static void
update_rate (BgJob *self, guint64 speed, gint64 seconds_left)
{
  update_uint64 (self, &self->speed, speed, BG_JOB_PROP_SPEED);

  if (self->seconds_left != seconds_left)
    {
      self->seconds_left = seconds_left;
      bg_job_notify (self, BG_JOB_PROP_SECONDS_LEFT);
    }
}

/* What Refresh says about the job. @values is empty, or NULL, if only the numbers changed. The
 * caller has frozen the notifications of a job that others know. */
void
bg_job_update (BgJob *self, BgJobState state, const BgJobProgress *progress, GVariant *values)
{
  if (self->state != state)
    {
      self->state = state;
      bg_job_notify (self, BG_JOB_PROP_STATE);
    }

  if (!bg_job_progress_equal (&self->progress, progress))
    {
      self->progress = *progress;
      bg_job_notify (self, BG_JOB_PROP_PROGRESS);
    }

  if (values != NULL && g_variant_n_children (values) > 0)
    update_properties (self, values);

  if (state != BG_JOB_STATE_TRANSFERRING)
    {
      g_clear_pointer (&self->rate, bg_rate_free);
      update_rate (self, 0, -1);
    }
}

/* Once for each answer of the service, also for a job that it does not mention: then no byte came.
 * @time is in µs of the monotonic clock. */
void
bg_job_measure (BgJob *self, gint64 time)
{
  if (self->state != BG_JOB_STATE_TRANSFERRING)
    return;

  self->measured_at = time;
  if (self->rate == NULL)
    self->rate = bg_rate_new ();

  bg_rate_add (self->rate, time, self->progress.bytes_transferred);
  update_rate (self, bg_rate_get_speed (self->rate),
               bg_rate_get_seconds_left (self->rate, self->progress.bytes_total));
}

/* Whether bytes might have come, and the answer of that moment has not told. */
gboolean
bg_job_wants_measure (BgJob *self, gint64 time)
{
  return self->state == BG_JOB_STATE_TRANSFERRING && self->measured_at != time;
}
