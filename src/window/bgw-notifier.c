/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows notifications of jobs: one for each, one for many at once, none where people look anyway.
 */
#include "config.h"

#include "bgw-notifier.h"

#include "bgw-notice.h"

/* What follows within this time is told in one sentence. */
#define BURST_US (G_GINT64_CONSTANT (10) * G_USEC_PER_SEC)

/* So many are remembered to be withdrawn. */
#define MAXIMUM_REMEMBERED 200

/* Outside of GNOME and of sandboxes, the buttons of a notification reach only the program that has
 * shown it, as long as it runs. */
#define PATIENCE_SECONDS 600
#define KEEPER_NAME "org.gtk.Notifications"

typedef struct
{
  gint64 last;       /* monotonic; when something was told */
  guint count;       /* since the pause before */
  gboolean is_mixed; /* not all of these are downloads */
  char *first;       /* (owned) (nullable) the notification of the only one */
} Burst;

struct _BgwNotifier
{
  GObject parent_instance;

  GApplication *application; /* (weak) which owns us */
  BgwErrands *errands;       /* (owned) */
  GSettings *settings;       /* (owned) */
  Burst bursts[BGW_N_NOTICES];
  guint patience_id; /* 0: nothing keeps the program running */
};

G_DEFINE_FINAL_TYPE (BgwNotifier, bgw_notifier, G_TYPE_OBJECT)

static gboolean
on_patience_over (gpointer user_data)
{
  BgwNotifier *self = user_data;

  self->patience_id = 0;
  g_application_release (self->application);

  return G_SOURCE_REMOVE;
}

static void
get_owner_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BgwNotifier) self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (reply != NULL || self->application == NULL || self->patience_id != 0)
    return;

  g_application_hold (self->application);
  self->patience_id = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_over, self);
}

static void
stay_for_buttons (BgwNotifier *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (self->application);

  if (self->patience_id != 0 || bus == NULL || g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return;

  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "GetNameOwner",
                          g_variant_new ("(s)", KEEPER_NAME), G_VARIANT_TYPE ("(s)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, get_owner_cb, g_object_ref (self));
}

/* Kept in the settings, as who withdraws them may be another run of the program. */
static void
remember (BgwNotifier *self, const char *id)
{
  g_auto (GStrv) ids = g_settings_get_strv (self->settings, "notifications");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  guint length = g_strv_length (ids);

  if (g_strv_contains ((const char *const *) ids, id))
    return;

  for (guint i = length >= MAXIMUM_REMEMBERED ? 1 : 0; i < length; i++)
    g_strv_builder_add (builder, ids[i]);
  g_strv_builder_add (builder, id);
  all = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "notifications", (const char *const *) all);
}

static void
show (BgwNotifier *self, const char *id, GNotification *notification)
{
  g_application_send_notification (self->application, id, notification);
  remember (self, id);
  stay_for_buttons (self);
}

/**
 * bgw_notifier_withdraw_all:
 * @self: the notifier
 *
 * A person has seen the list. What was shown by runs before this one goes, too.
 */
void
bgw_notifier_withdraw_all (BgwNotifier *self)
{
  g_auto (GStrv) ids = g_settings_get_strv (self->settings, "notifications");

  if (*ids == NULL)
    return;

  for (guint i = 0; ids[i] != NULL; i++)
    g_application_withdraw_notification (self->application, ids[i]);
  g_settings_reset (self->settings, "notifications");

  for (guint i = 0; i < BGW_N_NOTICES; i++)
    {
      g_clear_pointer (&self->bursts[i].first, g_free);
      self->bursts[i].count = 0;
    }
}

static void
tell_several (BgwNotifier *self, BgwNoticeKind kind)
{
  Burst *burst = &self->bursts[kind];
  g_autofree char *id = g_strdup_printf ("several-%d", kind);
  g_autoptr (GNotification) notification =
      bgw_notice_of_several (kind, burst->count, !burst->is_mixed);

  if (burst->first != NULL)
    g_application_withdraw_notification (self->application, burst->first);
  g_clear_pointer (&burst->first, g_free);
  show (self, id, notification);
}

static void
tell_one (BgwNotifier *self, BgJob *job)
{
  Burst *burst = &self->bursts[bgw_notice_get_kind (job)];
  g_autoptr (GNotification) notification = bgw_notice_of_job (job);

  g_free (burst->first);
  burst->first = g_strconcat ("job-", bg_job_get_id (job), NULL);
  show (self, burst->first, notification);
}

/* All that the service has told of with one call. */
static void
tell (BgwNotifier *self, GPtrArray *jobs, BgwNoticeKind kind)
{
  Burst *burst = &self->bursts[kind];
  gint64 now = g_get_monotonic_time ();
  gboolean mixed = FALSE;
  guint n_new = 0;

  for (guint i = 0; i < jobs->len; i++)
    {
      if (bgw_notice_get_kind (jobs->pdata[i]) != kind)
        continue;

      n_new++;
      mixed = mixed || bg_job_get_job_type (jobs->pdata[i]) != BG_JOB_TYPE_DOWNLOAD;
    }
  if (n_new == 0)
    return;

  if (now - burst->last >= BURST_US)
    burst->count = 0;
  burst->is_mixed = mixed || (burst->count > 0 && burst->is_mixed);
  burst->last = now;
  burst->count += n_new;

  if (burst->count > 1)
    {
      tell_several (self, kind);
      return;
    }

  for (guint i = 0; i < jobs->len; i++)
    if (bgw_notice_get_kind (jobs->pdata[i]) == kind)
      tell_one (self, jobs->pdata[i]);
}

/* The toolkit does not say whether a window is covered by others. One that has the keyboard is
 * seen. */
static gboolean
is_seen (BgwNotifier *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self->application));

  for (GList *l = windows; l != NULL; l = l->next)
    if (gtk_window_is_active (l->data))
      return TRUE;

  return FALSE;
}

/* One call of the service on its way. */
typedef struct
{
  BgwNotifier *self;         /* (owned) */
  GApplication *application; /* (owned) */
  char **ids;                /* (owned) */
} Call;

static void
call_free (Call *call)
{
  g_application_release (call->application);
  g_object_unref (call->application);
  g_object_unref (call->self);
  g_strfreev (call->ids);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
look_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgManager) manager = bgw_errands_look_finish (result, &error);
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

  if (manager == NULL)
    {
      g_debug ("Nothing can be told: %s", error->message);
      return;
    }

  if (is_seen (call->self) && g_settings_get_boolean (call->self->settings, "notify-only-hidden"))
    return;

  for (guint i = 0; call->ids[i] != NULL; i++)
    {
      BgJob *job = bg_manager_get_job (manager, call->ids[i]);

      if (job != NULL)
        g_ptr_array_add (jobs, job);
    }

  for (guint kind = BGW_NOTICE_FINISHED; kind < BGW_N_NOTICES; kind++)
    tell (call->self, jobs, (BgwNoticeKind) kind);
}

/* The service calls this when jobs have ended. Anybody on the bus can: it tells of nothing that is
 * not so. */
static void
on_tell (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BgwNotifier *self = user_data;
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (self);
  call->application = g_object_ref (self->application);
  call->ids = g_variant_dup_strv (parameter, NULL);
  g_application_hold (call->application);
  bgw_errands_look_async (self->errands, look_cb, call);
}

/**
 * bgw_notifier_tell_background:
 * @self: the notifier
 * @running: how many jobs go on
 *
 * For the first time that the window is closed with running jobs; later it is known.
 */
void
bgw_notifier_tell_background (BgwNotifier *self, guint running)
{
  g_autoptr (GNotification) notification = NULL;

  if (running == 0 || g_settings_get_boolean (self->settings, "told-background"))
    return;

  notification = bgw_notice_of_background (running);
  g_application_send_notification (self->application, "background", notification);
  remember (self, "background");
  g_settings_set_boolean (self->settings, "told-background", TRUE);
}

static void
bgw_notifier_dispose (GObject *object)
{
  BgwNotifier *self = BGW_NOTIFIER (object);

  g_clear_handle_id (&self->patience_id, g_source_remove);
  for (guint i = 0; i < BGW_N_NOTICES; i++)
    g_clear_pointer (&self->bursts[i].first, g_free);
  g_clear_object (&self->errands);
  g_clear_object (&self->settings);
  g_clear_weak_pointer (&self->application);

  G_OBJECT_CLASS (bgw_notifier_parent_class)->dispose (object);
}

static void
bgw_notifier_class_init (BgwNotifierClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bgw_notifier_dispose;
}

static void
bgw_notifier_init (BgwNotifier *self)
{
  self->settings = g_settings_new (SETTINGS_ID);
}

/**
 * bgw_notifier_new:
 * @application: sends the notifications; gets the action “tell” with ids of jobs
 * @errands: knows the jobs
 */
BgwNotifier *
bgw_notifier_new (GApplication *application, BgwErrands *errands)
{
  const GActionEntry entries[] = {
    { .name = "tell", .activate = on_tell, .parameter_type = "as" },
  };
  BgwNotifier *self = g_object_new (BGW_TYPE_NOTIFIER, NULL);

  g_set_weak_pointer (&self->application, application);
  self->errands = g_object_ref (errands);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   self);

  return self;
}
