/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The properties of a job, as GObject has them. */
#include "config.h"

#include "bg-job-private.h"

static GParamSpec *properties[BG_JOB_PROP_SECONDS_LEFT + 1];

/* The vfunc. */
void
bg_job_read_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BgJob *self = BG_JOB (object);

  switch ((BgJobProperty) prop_id)
    {
    case BG_JOB_PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case BG_JOB_PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case BG_JOB_PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case BG_JOB_PROP_OWNER:
      g_value_set_string (value, self->owner);
      break;

    case BG_JOB_PROP_JOB_TYPE:
      g_value_set_enum (value, (int) self->job_type);
      break;

    case BG_JOB_PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case BG_JOB_PROP_PRIORITY:
      g_value_set_enum (value, (int) self->priority);
      break;

    case BG_JOB_PROP_AUTO_COMPLETE:
      g_value_set_boolean (value, self->auto_complete);
      break;

    case BG_JOB_PROP_MINIMUM_RETRY_DELAY:
      g_value_set_uint (value, self->minimum_retry_delay);
      break;

    case BG_JOB_PROP_NO_PROGRESS_TIMEOUT:
      g_value_set_uint (value, self->no_progress_timeout);
      break;

    case BG_JOB_PROP_MAXIMUM_DOWNLOAD_TIME:
      g_value_set_uint (value, self->maximum_download_time);
      break;

    case BG_JOB_PROP_MAXIMUM_DOWNLOAD_SIZE:
      g_value_set_uint64 (value, self->maximum_download_size);
      break;

    case BG_JOB_PROP_DYNAMIC_CONTENT:
      g_value_set_boolean (value, self->dynamic_content);
      break;

    case BG_JOB_PROP_CONNECTIONS:
      g_value_set_uint (value, self->connections);
      break;

    case BG_JOB_PROP_NOTIFY_FLAGS:
      g_value_set_flags (value, self->notify_flags);
      break;
    case BG_JOB_PROP_NOTIFY_APPLICATION:
      g_value_set_string (value, self->notify_application);
      break;
    case BG_JOB_PROP_NOTIFY_ACTION:
      g_value_set_string (value, self->notify_action);
      break;
    case BG_JOB_PROP_SPEED_LIMIT:
      g_value_set_uint64 (value, self->speed_limit);
      break;

    case BG_JOB_PROP_HTTP_METHOD:
      g_value_set_string (value, self->http_method);
      break;

    case BG_JOB_PROP_PROXY:
      g_value_set_string (value, bg_job_get_proxy (self));
      break;

    case BG_JOB_PROP_PROXY_BYPASS:
      g_value_set_boxed (value, bg_job_get_proxy_bypass (self));
      break;

    case BG_JOB_PROP_CA_FILE:
      g_value_set_string (value, self->ca_file);
      break;

    case BG_JOB_PROP_CLIENT_CERTIFICATE:
      g_value_set_string (value, self->client_certificate);
      break;

    case BG_JOB_PROP_SECURITY_FLAGS:
      g_value_set_flags (value, self->security_flags);
      break;

    case BG_JOB_PROP_ERROR_COUNT:
      g_value_set_uint (value, self->error_count);
      break;

    case BG_JOB_PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    case BG_JOB_PROP_DIRECTORY:
      g_value_set_string (value, self->directory);
      break;

    case BG_JOB_PROP_CREATED:
      g_value_set_boxed (value, self->created);
      break;

    case BG_JOB_PROP_MODIFIED:
      g_value_set_boxed (value, self->modified);
      break;

    case BG_JOB_PROP_FINISHED:
      g_value_set_boxed (value, self->finished);
      break;

    case BG_JOB_PROP_RETRY_AT:
      g_value_set_boxed (value, self->retry_at);
      break;

    case BG_JOB_PROP_WAIT_REASON:
      g_value_set_enum (value, (int) bg_job_get_wait_reason (self));
      break;

    case BG_JOB_PROP_WAIT_UNTIL:
      g_value_set_boxed (value, self->wait_until);
      break;

    case BG_JOB_PROP_PROGRESS:
      g_value_set_boxed (value, &self->progress);
      break;

    case BG_JOB_PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    case BG_JOB_PROP_SPEED:
      g_value_set_uint64 (value, self->speed);
      break;

    case BG_JOB_PROP_SECONDS_LEFT:
      g_value_set_int64 (value, self->seconds_left);
      break;

    default:
      g_assert_not_reached ();
    }
}

void
bg_job_install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  /**
   * BgJob:id:
   *
   * The name of the job for programs: a UUID in lower case that never changes.
   */
  properties[BG_JOB_PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);

  /**
   * BgJob:name:
   *
   * What people call the job; need not be unique.
   */
  properties[BG_JOB_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);

  /**
   * BgJob:description:
   *
   * What the owner wrote about the job; often empty.
   */
  properties[BG_JOB_PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, "", flags);

  /**
   * BgJob:owner:
   *
   * The id of the application in a sandbox that made the job; empty for every other program.
   */
  properties[BG_JOB_PROP_OWNER] = g_param_spec_string ("owner", NULL, NULL, "", flags);

  /**
   * BgJob:job-type:
   *
   * The direction of the job.
   */
  properties[BG_JOB_PROP_JOB_TYPE] =
      g_param_spec_enum ("job-type", NULL, NULL, BG_TYPE_JOB_TYPE, BG_JOB_TYPE_DOWNLOAD, flags);

  /**
   * BgJob:state:
   *
   * Where the job is in its life.
   */
  properties[BG_JOB_PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, BG_TYPE_JOB_STATE, BG_JOB_STATE_SUSPENDED, flags);

  /**
   * BgJob:priority:
   *
   * Which jobs run before it.
   */
  properties[BG_JOB_PROP_PRIORITY] =
      g_param_spec_enum ("priority", NULL, NULL, BG_TYPE_JOB_PRIORITY, BG_JOB_PRIORITY_NORMAL,
                         flags);

  /**
   * BgJob:auto-complete:
   *
   * Whether the job completes by itself as soon as all files are there.
   */
  properties[BG_JOB_PROP_AUTO_COMPLETE] =
      g_param_spec_boolean ("auto-complete", NULL, NULL, FALSE, flags);

  /**
   * BgJob:minimum-retry-delay:
   *
   * Seconds between a failure and the next try, at least.
   */
  properties[BG_JOB_PROP_MINIMUM_RETRY_DELAY] =
      g_param_spec_uint ("minimum-retry-delay", NULL, NULL, 0, G_MAXUINT,
                         DEFAULT_MINIMUM_RETRY_DELAY, flags);

  /**
   * BgJob:no-progress-timeout:
   *
   * Seconds without a byte after which a transient error becomes final; 0 makes every error final.
   */
  properties[BG_JOB_PROP_NO_PROGRESS_TIMEOUT] =
      g_param_spec_uint ("no-progress-timeout", NULL, NULL, 0, G_MAXUINT,
                         DEFAULT_NO_PROGRESS_TIMEOUT, flags);

  /**
   * BgJob:maximum-download-time:
   *
   * Seconds that the job may be on the way before it fails; 0 is for ever.
   */
  properties[BG_JOB_PROP_MAXIMUM_DOWNLOAD_TIME] =
      g_param_spec_uint ("maximum-download-time", NULL, NULL, 0, G_MAXUINT,
                         DEFAULT_MAXIMUM_DOWNLOAD_TIME, flags);

  /**
   * BgJob:maximum-download-size:
   *
   * Bytes that the files of the job may have together before it fails; 0 is any number.
   */
  properties[BG_JOB_PROP_MAXIMUM_DOWNLOAD_SIZE] =
      g_param_spec_uint64 ("maximum-download-size", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  /**
   * BgJob:dynamic-content:
   *
   * Whether what the servers send differs each time, so that an interrupted file begins anew.
   */
  properties[BG_JOB_PROP_DYNAMIC_CONTENT] =
      g_param_spec_boolean ("dynamic-content", NULL, NULL, FALSE, flags);

  /**
   * BgJob:connections:
   *
   * How many connections may share one file; 0 is as many as help.
   */
  properties[BG_JOB_PROP_CONNECTIONS] =
      g_param_spec_uint ("connections", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * BgJob:notify-flags:
   *
   * What is signalled of the job; see [method@Bg.Job.get_notify_flags].
   */
  properties[BG_JOB_PROP_NOTIFY_FLAGS] =
      g_param_spec_flags ("notify-flags", NULL, NULL, BG_TYPE_NOTIFY_FLAGS, BG_NOTIFY_DEFAULT,
                          flags);

  /**
   * BgJob:notify-application:
   *
   * Whom the service tells of the end of the job; see [method@Bg.Job.get_notify_application].
   */
  properties[BG_JOB_PROP_NOTIFY_APPLICATION] =
      g_param_spec_string ("notify-application", NULL, NULL, NULL, flags);

  /**
   * BgJob:notify-action:
   *
   * What is called there; see [method@Bg.Job.get_notify_action].
   */
  properties[BG_JOB_PROP_NOTIFY_ACTION] =
      g_param_spec_string ("notify-action", NULL, NULL, NULL, flags);

  /**
   * BgJob:speed-limit:
   *
   * Bytes per second that the whole job may take; 0 is as much as it gets.
   */
  properties[BG_JOB_PROP_SPEED_LIMIT] =
      g_param_spec_uint64 ("speed-limit", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  /**
   * BgJob:http-method:
   *
   * The method with which servers are asked; %NULL: the usual one.
   */
  properties[BG_JOB_PROP_HTTP_METHOD] =
      g_param_spec_string ("http-method", NULL, NULL, NULL, flags);

  /**
   * BgJob:proxy:
   *
   * Through which proxies the job goes: `system`, `none`, or addresses with spaces between them.
   */
  properties[BG_JOB_PROP_PROXY] = g_param_spec_string ("proxy", NULL, NULL, "system", flags);

  /**
   * BgJob:proxy-bypass:
   *
   * The hosts to which the job goes without its proxies.
   */
  properties[BG_JOB_PROP_PROXY_BYPASS] =
      g_param_spec_boxed ("proxy-bypass", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * BgJob:ca-file:
   *
   * A file with authorities that the job trusts besides those of the system, in the encoding of the
   * file system; `NULL` if there is none.
   */
  properties[BG_JOB_PROP_CA_FILE] = g_param_spec_string ("ca-file", NULL, NULL, NULL, flags);

  /**
   * BgJob:client-certificate:
   *
   * Where the certificate is that says who the job is; `NULL` if it has none.
   */
  properties[BG_JOB_PROP_CLIENT_CERTIFICATE] =
      g_param_spec_string ("client-certificate", NULL, NULL, NULL, flags);

  /**
   * BgJob:security-flags:
   *
   * What the job lets pass on the way to its servers.
   */
  properties[BG_JOB_PROP_SECURITY_FLAGS] =
      g_param_spec_flags ("security-flags", NULL, NULL, BG_TYPE_SECURITY_FLAGS, BG_SECURITY_DEFAULT,
                          flags);

  /**
   * BgJob:error-count:
   *
   * How many tries failed so far; it is never reset.
   */
  properties[BG_JOB_PROP_ERROR_COUNT] =
      g_param_spec_uint ("error-count", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * BgJob:address:
   *
   * The address of the first file, without a user name or password; `NULL` before there is one.
   */
  properties[BG_JOB_PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);

  /**
   * BgJob:directory:
   *
   * The folder of the first file, in the encoding of the file system; `NULL` before there is one.
   */
  properties[BG_JOB_PROP_DIRECTORY] = g_param_spec_string ("directory", NULL, NULL, NULL, flags);

  /**
   * BgJob:created:
   *
   * When the job was made, in UTC.
   */
  properties[BG_JOB_PROP_CREATED] =
      g_param_spec_boxed ("created", NULL, NULL, G_TYPE_DATE_TIME, flags);

  /**
   * BgJob:modified:
   *
   * When the job last changed its state or a setting, in UTC.
   */
  properties[BG_JOB_PROP_MODIFIED] =
      g_param_spec_boxed ("modified", NULL, NULL, G_TYPE_DATE_TIME, flags);

  /**
   * BgJob:finished:
   *
   * When the last byte arrived, in UTC; `NULL` before that.
   */
  properties[BG_JOB_PROP_FINISHED] =
      g_param_spec_boxed ("finished", NULL, NULL, G_TYPE_DATE_TIME, flags);

  /**
   * BgJob:retry-at:
   *
   * When the next try is due, in UTC; `NULL` if none is.
   */
  properties[BG_JOB_PROP_RETRY_AT] =
      g_param_spec_boxed ("retry-at", NULL, NULL, G_TYPE_DATE_TIME, flags);

  /**
   * BgJob:wait-reason:
   *
   * Why the job does not move although nobody stopped it.
   */
  properties[BG_JOB_PROP_WAIT_REASON] =
      g_param_spec_enum ("wait-reason", NULL, NULL, BG_TYPE_WAIT_REASON, BG_WAIT_NONE, flags);

  /**
   * BgJob:wait-until:
   *
   * When the job stops waiting, in UTC; `NULL` if that is not known.
   */
  properties[BG_JOB_PROP_WAIT_UNTIL] =
      g_param_spec_boxed ("wait-until", NULL, NULL, G_TYPE_DATE_TIME, flags);

  /**
   * BgJob:progress:
   *
   * How far the job is.
   */
  properties[BG_JOB_PROP_PROGRESS] =
      g_param_spec_boxed ("progress", NULL, NULL, BG_TYPE_JOB_PROGRESS, flags);

  /**
   * BgJob:error:
   *
   * Why the job failed, or failed the last time; `NULL` if it never did. It stays while the service
   * tries again.
   */
  properties[BG_JOB_PROP_ERROR] =
      g_param_spec_boxed ("error", NULL, NULL, BG_TYPE_JOB_ERROR, flags);

  /**
   * BgJob:speed:
   *
   * Bytes per second, the mean of the last five seconds of polling; 0 if the job does not transfer
   * or was not polled twice.
   */
  properties[BG_JOB_PROP_SPEED] =
      g_param_spec_uint64 ("speed", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  /**
   * BgJob:seconds-left:
   *
   * Seconds until the job is transferred, at the mean speed of the last twenty seconds of polling;
   * -1 if that cannot be told, or not yet.
   */
  properties[BG_JOB_PROP_SECONDS_LEFT] =
      g_param_spec_int64 ("seconds-left", NULL, NULL, -1, G_MAXINT64, -1, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

void
bg_job_notify (BgJob *self, BgJobProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}
