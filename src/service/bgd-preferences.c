/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people set for the service as a whole: read from GSettings, and told when it changes. */
#include "config.h"

#include "bgd-preferences.h"

#include "bgd-limits.h"
#include "bgd-manners.h"
#include "bgd-route.h"

/* Those of the schema, for a service that was not installed with it. */
#define DEFAULT_JOBS_AT_ONCE 4
#define DEFAULT_CONNECTIONS_PER_HOST 16

struct _BgdPreferences
{
  GObject parent_instance;

  GSettings *settings; /* (owned) (nullable) without its schema there are only the defaults */
  BgHours *hours;
  BgHours *limit_hours;
};

typedef enum
{
  SIGNAL_CHANGED,
} BgdPreferencesSignal;

static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (BgdPreferences, bgd_preferences, G_TYPE_OBJECT)

/* Hours that make no sense are none: it must not look as if nothing worked any more. */
static BgHours *
read_hours (BgdPreferences *self, const char *key)
{
  const char *const none[] = { NULL };
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  BgHours *hours = NULL;

  if (self->settings != NULL)
    lines = g_settings_get_strv (self->settings, key);
  if (lines != NULL)
    hours = bg_hours_new ((const char *const *) lines, &error);
  if (error != NULL)
    g_warning ("The setting “%s” does not count: %s", key, error->message);

  return hours != NULL ? hours : bg_hours_new (none, NULL);
}

static void
read_all_hours (BgdPreferences *self)
{
  g_clear_pointer (&self->hours, bg_hours_free);
  g_clear_pointer (&self->limit_hours, bg_hours_free);
  self->hours = read_hours (self, "hours");
  self->limit_hours = read_hours (self, "limit-hours");
}

static void
on_changed (BgdPreferences *self, const char *key)
{
  if (g_str_has_suffix (key, "hours"))
    read_all_hours (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
bgd_preferences_dispose (GObject *object)
{
  BgdPreferences *self = BGD_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->hours, bg_hours_free);
  g_clear_pointer (&self->limit_hours, bg_hours_free);

  G_OBJECT_CLASS (bgd_preferences_parent_class)->dispose (object);
}

static void
bgd_preferences_class_init (BgdPreferencesClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bgd_preferences_dispose;

  /**
   * BgdPreferences::changed:
   *
   * Something is set to another value, by whatever program.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BGD_TYPE_PREFERENCES, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* One that is not there, or of another version, would end the program. */
static GSettingsSchema *
find_schema (void)
{
  static const char *const keys[] = { "download-limit",       "jobs-at-once",
                                      "connections-per-host", "save-origin",
                                      "metered-downloads",    "power-saver-downloads",
                                      "battery-downloads",    "hours",
                                      "limit-hours" };
  /* Apart from the others, so that a new one is a line. */
  static const char *const more_keys[] = {
    "connections", "retry-delay",     "give-up-after",   "timeout",
    "user-agent",  "remove-finished", "notify-finished", "notify-failed",
    "polite",      "upload-limit",    "system-proxy",
  };
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, BGD_PREFERENCES_SCHEMA, TRUE);

  for (guint i = 0; schema != NULL && i < G_N_ELEMENTS (keys); i++)
    if (!g_settings_schema_has_key (schema, keys[i]))
      return NULL;
  for (guint i = 0; schema != NULL && i < G_N_ELEMENTS (more_keys); i++)
    if (!g_settings_schema_has_key (schema, more_keys[i]))
      return NULL;

  return g_steal_pointer (&schema);
}

static void
bgd_preferences_init (BgdPreferences *self)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();

  if (schema == NULL)
    {
      g_debug ("The settings are not installed: the defaults count");
      read_all_hours (self);
      return;
    }

  self->settings = g_settings_new_full (schema, NULL, NULL);
  read_all_hours (self);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * bgd_preferences_new:
 *
 * Changes are told in the thread-default main context of whoever calls this.
 */
BgdPreferences *
bgd_preferences_new (void)
{
  return g_object_new (BGD_TYPE_PREFERENCES, NULL);
}

/* Bytes per second of all downloads together; 0: no limit. */
guint64
bgd_preferences_get_download_limit (BgdPreferences *self)
{
  return self->settings != NULL ? g_settings_get_uint64 (self->settings, "download-limit") : 0;
}

/* Likewise of all uploads. */
guint64
bgd_preferences_get_upload_limit (BgdPreferences *self)
{
  return self->settings != NULL ? g_settings_get_uint64 (self->settings, "upload-limit") : 0;
}

/* Whether jobs that name no proxy go through those of the desktop. */
gboolean
bgd_preferences_get_system_proxy (BgdPreferences *self)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, "system-proxy");
}

/* Background jobs side by side, 1 to 100. */
guint
bgd_preferences_get_jobs_at_once (BgdPreferences *self)
{
  return self->settings != NULL ? g_settings_get_uint (self->settings, "jobs-at-once")
                                : DEFAULT_JOBS_AT_ONCE;
}

/**
 * bgd_preferences_furnish_job:
 * @self: the preferences
 * @job: a new job
 *
 * Gives it what people want for every job, for its owner to change. Jobs that there are keep what
 * they have.
 */
void
bgd_preferences_furnish_job (BgdPreferences *self, BgdJob *job)
{
  if (self->settings == NULL)
    return;

  job->connections = g_settings_get_uint (self->settings, "connections");
  job->minimum_retry_delay = g_settings_get_uint (self->settings, "retry-delay");
  job->no_progress_timeout = g_settings_get_uint (self->settings, "give-up-after");
}

/* How long finished jobs stay in the list; 0: for ever. */
GTimeSpan
bgd_preferences_get_keep (BgdPreferences *self)
{
  /* In the order of the schema's enumeration. */
  static const GTimeSpan spans[] = { 0, G_TIME_SPAN_DAY, 7 * G_TIME_SPAN_DAY };

  if (self->settings == NULL)
    return 0;

  return spans[g_settings_get_enum (self->settings, "remove-finished")];
}

/* Whether people want to hear of jobs that finish. */
gboolean
bgd_preferences_get_notify_finished (BgdPreferences *self)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, "notify-finished");
}

/* Whether people want to hear of jobs that fail. */
gboolean
bgd_preferences_get_notify_failed (BgdPreferences *self)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, "notify-failed");
}

/* Connections of all jobs to one server, 1 to 64. */
guint
bgd_preferences_get_connections_per_host (BgdPreferences *self)
{
  return self->settings != NULL ? g_settings_get_uint (self->settings, "connections-per-host")
                                : DEFAULT_CONNECTIONS_PER_HOST;
}

/* Whether files carry the address that they came from. */
gboolean
bgd_preferences_get_save_origin (BgdPreferences *self)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, "save-origin");
}

/* Whether the background yields to the other traffic of the machine. */
gboolean
bgd_preferences_get_polite (BgdPreferences *self)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, "polite");
}

/* Whom costs and power hold back. */
BgdPolicy
bgd_preferences_get_policy (BgdPreferences *self)
{
  if (self->settings == NULL)
    return (BgdPolicy){
      .on_metered = BGD_LEAVE_FOREGROUND,
      .on_power_saver = BGD_LEAVE_ALL,
      .on_battery = BGD_LEAVE_ALL,
    };

  return (BgdPolicy){
    .on_metered = (BgdLeave) g_settings_get_enum (self->settings, "metered-downloads"),
    .on_power_saver = (BgdLeave) g_settings_get_enum (self->settings, "power-saver-downloads"),
    .on_battery = (BgdLeave) g_settings_get_enum (self->settings, "battery-downloads"),
  };
}

/* When background jobs run. */
const BgHours *
bgd_preferences_get_hours (BgdPreferences *self)
{
  return self->hours;
}

/* When the limit of speed holds. */
const BgHours *
bgd_preferences_get_limit_hours (BgdPreferences *self)
{
  return self->limit_hours;
}

static guint64
get_lower (guint64 limit, guint64 ceiling)
{
  return ceiling != 0 && (limit == 0 || limit > ceiling) ? ceiling : limit;
}

static void
apply_manners (BgdPreferences *self)
{
  g_autofree char *user_agent = NULL;

  if (self->settings == NULL)
    return;

  user_agent = g_settings_get_string (self->settings, "user-agent");
  bgd_manners_set (g_settings_get_uint (self->settings, "timeout"), user_agent);
}

/**
 * bgd_preferences_apply:
 * @self: the preferences
 * @is_limited: whether this is an hour in which the limits of speed hold
 * @ceiling: a limit of speed that holds always and in either direction, in bytes a second; 0: none
 *
 * The one place that hands on what the transfers heed: the limits of speed, the connections to one
 * server, the desktop's proxies, and manners. Called before each look at the queue, on the main
 * thread. What the queue heeds it asks for itself.
 */
void
bgd_preferences_apply (BgdPreferences *self, gboolean is_limited, guint64 ceiling)
{
  const BgdLimits limits = {
    .download_speed =
        get_lower (is_limited ? bgd_preferences_get_download_limit (self) : 0, ceiling),
    .upload_speed = get_lower (is_limited ? bgd_preferences_get_upload_limit (self) : 0, ceiling),
    .connections_per_server = bgd_preferences_get_connections_per_host (self),
    .is_polite = bgd_preferences_get_polite (self),
  };

  bgd_limits_set (&limits);
  bgd_route_set_uses_system_proxy (bgd_preferences_get_system_proxy (self));
  apply_manners (self);
}
