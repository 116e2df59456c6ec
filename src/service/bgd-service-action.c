/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls the applications that are to hear of the ends of jobs, and starts them for that. */
#include "config.h"

#include "bgd-service-action.h"

/* For those who hear the signal: if they acknowledge the job nobody has to be started. */
#define GRACE_SECONDS 2

/* So often in one life of the service, which must not live for this alone; then after each start.
 */
#define MAXIMUM_TRIES 5
#define MAXIMUM_DELAY 3600 /* seconds */

struct _BgdServiceAction
{
  GObject parent_instance;

  GApplication *application; /* which owns this object */
  BgdQueue *queue;           /* (owned) */
  GHashTable *errands;       /* (owned) id of the job → Errand (owned) */
};

G_DEFINE_FINAL_TYPE (BgdServiceAction, bgd_service_action, G_TYPE_OBJECT)

/* A job of which an application is to hear. */
typedef struct
{
  BgdServiceAction *action; /* which owns it */
  char *id;                 /* (owned) */
  GSourceFunc ask;
  guint failures;    /* in a row */
  guint timeout_id;  /* 0: the application is being asked */
  gboolean is_stale; /* the job has ended anew since it was asked */
} Errand;

/* An answer that is awaited. */
typedef struct
{
  BgdServiceAction *action; /* (owned) */
  char *id;                 /* (owned) */
} Question;

static void
errand_free (gpointer data)
{
  Errand *self = data;

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_application_release (self->action->application);
  g_free (self->id);
  g_free (self);
}

static void
end_errand (BgdServiceAction *self, Errand *errand, gboolean was_told)
{
  if (was_told)
    bgd_queue_end_action (self->queue, errand->id);
  g_hash_table_remove (self->errands, errand->id);
}

/* The time that those who hear the signal have. */
static void
begin_errand (Errand *errand)
{
  errand->is_stale = FALSE;
  errand->failures = 0;
  errand->timeout_id = g_timeout_add_seconds (GRACE_SECONDS, errand->ask, errand);
}

static guint
get_delay (const BgdJob *job, guint failures)
{
  guint64 delay = (guint64) job->minimum_retry_delay << (failures - 1);

  return (guint) MIN (delay, MAXIMUM_DELAY);
}

static void
fail_errand (Errand *errand, const GError *error)
{
  BgdServiceAction *self = errand->action;
  const BgdJob *job = bgd_queue_get_job (self->queue, errand->id, NULL);

  if (job == NULL || !job->action_is_due)
    {
      end_errand (self, errand, FALSE);
      return;
    }

  g_message ("“%s” could not be told of the job %s: %s", job->notify_application, job->id,
             error->message);
  errand->failures++;
  if (errand->failures == MAXIMUM_TRIES)
    end_errand (self, errand, bg_job_state_is_final (job->state)); /* nobody will change that one */
  else
    errand->timeout_id =
        g_timeout_add_seconds (get_delay (job, errand->failures), errand->ask, errand);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (BgdServiceAction) self = question->action;
  g_autofree char *id = question->id;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  Errand *errand = g_hash_table_lookup (self->errands, id);

  g_free (question);
  if (errand == NULL)
    return; /* the service ends */

  if (errand->is_stale)
    begin_errand (errand);
  else if (error == NULL)
    end_errand (self, errand, TRUE);
  else
    {
      g_dbus_error_strip_remote_error (error);
      fail_errand (errand, error);
    }
}

/* Source: the Desktop Entry Specification, “D-Bus Activation”. */
static void
call_application (Errand *errand, const BgdJob *job)
{
  BgdServiceAction *self = errand->action;
  g_autofree char *path = g_strconcat ("/", job->notify_application, NULL);
  Question *question = g_new (Question, 1);
  GVariantBuilder parameters;

  g_strdelimit (g_strdelimit (path, ".", '/'), "-", '_');
  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&parameters, "v", g_variant_new_string (job->id));

  question->action = g_object_ref (self);
  question->id = g_strdup (job->id);
  g_dbus_connection_call (g_application_get_dbus_connection (self->application),
                          job->notify_application, path, "org.freedesktop.Application",
                          "ActivateAction",
                          g_variant_new ("(sava{sv})", job->notify_action, &parameters, NULL),
                          G_VARIANT_TYPE_UNIT, G_DBUS_CALL_FLAGS_NONE, -1, NULL, called_cb,
                          question);
}

static gboolean
on_ask (gpointer user_data)
{
  Errand *errand = user_data;
  BgdServiceAction *self = errand->action;
  const BgdJob *job = bgd_queue_get_job (self->queue, errand->id, NULL);

  errand->timeout_id = 0;
  bgd_queue_flush (self->queue, NULL); /* what a crash could take back is told to nobody */
  if (job == NULL || !job->action_is_due || job->notify_application == NULL)
    end_errand (self, errand, FALSE);
  else
    call_application (errand, job);

  return G_SOURCE_REMOVE;
}

/* Also of a job of which somebody is being told already: it has ended anew, or is another's. */
static void
on_action_due (BgdServiceAction *self, const char *id)
{
  Errand *errand = g_hash_table_lookup (self->errands, id);

  if (errand != NULL && errand->timeout_id == 0)
    {
      errand->is_stale = TRUE;
      return;
    }

  g_application_hold (self->application);
  errand = g_new0 (Errand, 1);
  errand->action = self;
  errand->id = g_strdup (id);
  errand->ask = on_ask;
  begin_errand (errand);
  g_hash_table_replace (self->errands, errand->id, errand);
}

static void
bgd_service_action_dispose (GObject *object)
{
  BgdServiceAction *self = BGD_SERVICE_ACTION (object);

  g_hash_table_remove_all (self->errands);
  g_clear_object (&self->queue);

  G_OBJECT_CLASS (bgd_service_action_parent_class)->dispose (object);
}

static void
bgd_service_action_finalize (GObject *object)
{
  g_hash_table_unref (BGD_SERVICE_ACTION (object)->errands);

  G_OBJECT_CLASS (bgd_service_action_parent_class)->finalize (object);
}

static void
bgd_service_action_class_init (BgdServiceActionClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bgd_service_action_dispose;
  object_class->finalize = bgd_service_action_finalize;
}

static void
bgd_service_action_init (BgdServiceAction *self)
{
  self->errands = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, errand_free);
}

/**
 * bgd_service_action_new:
 * @application: the service, which does not leave while somebody is to be told
 * @queue: whose jobs they are; also those that an earlier service could not tell of
 *
 * Returns: (transfer full): who tells them
 */
BgdServiceAction *
bgd_service_action_new (GApplication *application, BgdQueue *queue)
{
  BgdServiceAction *self = g_object_new (BGD_TYPE_SERVICE_ACTION, NULL);

  self->application = application;
  self->queue = g_object_ref (queue);
  g_signal_connect_object (queue, "action-due", G_CALLBACK (on_action_due), self,
                           G_CONNECT_SWAPPED);
  for (const GList *l = bgd_queue_get_jobs (queue)->head; l != NULL; l = l->next)
    if (((const BgdJob *) l->data)->action_is_due)
      on_action_due (self, ((const BgdJob *) l->data)->id);

  return self;
}

/* Whether somebody is to be told now. */
gboolean
bgd_service_action_is_due (BgdServiceAction *self)
{
  return g_hash_table_size (self->errands) > 0;
}
