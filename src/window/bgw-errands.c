/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What notifications, search and launcher ask for: deeds on a job that is named by its id, with or
 * without a window. */
#include "config.h"

#include "bgw-errands.h"

#include <glib/gi18n.h>

#include "bgw-error-words.h"
#include "bgw-open.h"

struct _BgwErrands
{
  GObject parent_instance;

  GApplication *application; /* (weak) which owns us */
  BgManager *manager;        /* (owned) (nullable) until somebody asks */
};

typedef enum
{
  SIGNAL_FAILED,
} BgwErrandsSignal;

static guint signals[SIGNAL_FAILED + 1];

G_DEFINE_FINAL_TYPE (BgwErrands, bgw_errands, G_TYPE_OBJECT)

static void
refresh_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!bg_manager_refresh_finish (BG_MANAGER (source), result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (source), g_object_unref);
}

static void
new_manager_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BgwErrands *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (BgManager) manager = bg_manager_new_finish (result, &error);

  if (manager == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_set_object (&self->manager, manager);
  bg_manager_refresh_async (manager, NULL, refresh_cb, g_steal_pointer (&task));
}

/**
 * bgw_errands_look_async:
 * @self: the errands
 * @callback: called when all jobs are known as they are now
 * @user_data: for @callback
 */
void
bgw_errands_look_async (BgwErrands *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, bgw_errands_look_async);
  if (self->manager != NULL)
    bg_manager_refresh_async (self->manager, NULL, refresh_cb, task);
  else
    bg_manager_new_async (NULL, new_manager_cb, task);
}

/**
 * bgw_errands_look_finish:
 * @result: the result
 * @error: why the service could not be asked
 *
 * Returns: (transfer full): the jobs
 */
BgManager *
bgw_errands_look_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef enum
{
  ERRAND_OPEN,
  ERRAND_SHOW_IN_FOLDER,
  ERRAND_TRY_AGAIN,
  ERRAND_COMPLETE,
} Errand;

/* One on its way: keeps the program running, which may have no window. */
typedef struct
{
  BgwErrands *self;          /* (owned) */
  GApplication *application; /* (owned) */
  Errand errand;
  char *id; /* (owned) */
} Way;

static void
way_free (Way *way)
{
  g_application_release (way->application);
  g_object_unref (way->application);
  g_object_unref (way->self);
  g_free (way->id);
  g_free (way);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Way, way_free)

static void
tell_failure (BgwErrands *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    text = g_strdup (_ ("The file was moved or deleted"));
  else
    text = bgw_error_of_call (error, NULL);

  g_signal_emit (self, signals[SIGNAL_FAILED], 0, text);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Way) way = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  switch (way->errand)
    {
    case ERRAND_OPEN:
    case ERRAND_SHOW_IN_FOLDER:
      done = bgw_open_finish (result, &error);
      break;
    case ERRAND_TRY_AGAIN:
      done = bg_job_resume_finish (BG_JOB (source), result, &error);
      break;
    case ERRAND_COMPLETE:
      done = bg_job_complete_finish (BG_JOB (source), result, NULL, &error);
      break;
    default:
      g_assert_not_reached ();
    }

  if (!done)
    tell_failure (way->self, error);
}

static void
look_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Way) way = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgManager) manager = bgw_errands_look_finish (result, &error);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (way->application));
  BgJob *job = manager != NULL ? bg_manager_get_job (manager, way->id) : NULL;

  if (manager == NULL)
    {
      tell_failure (way->self, error);
      return;
    }

  if (job == NULL)
    {
      g_signal_emit (way->self, signals[SIGNAL_FAILED], 0, _ ("That job is no longer in the list"));
      return;
    }

  switch (way->errand)
    {
    case ERRAND_OPEN:
      bgw_open_file (window, job, done_cb, g_steal_pointer (&way));
      break;
    case ERRAND_SHOW_IN_FOLDER:
      bgw_open_folder (window, job, done_cb, g_steal_pointer (&way));
      break;
    case ERRAND_TRY_AGAIN:
      bg_job_resume_async (job, NULL, done_cb, g_steal_pointer (&way));
      break;
    case ERRAND_COMPLETE:
      bg_job_complete_async (job, NULL, done_cb, g_steal_pointer (&way));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
run (BgwErrands *self, Errand errand, GVariant *id)
{
  Way *way = g_new0 (Way, 1);

  way->self = g_object_ref (self);
  way->application = g_object_ref (self->application);
  way->errand = errand;
  way->id = g_variant_dup_string (id, NULL);
  g_application_hold (way->application);
  bgw_errands_look_async (self, look_cb, way);
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run (user_data, ERRAND_OPEN, parameter);
}

static void
on_show_in_folder (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run (user_data, ERRAND_SHOW_IN_FOLDER, parameter);
}

static void
on_try_again (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run (user_data, ERRAND_TRY_AGAIN, parameter);
}

static void
on_complete (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run (user_data, ERRAND_COMPLETE, parameter);
}

static void
bgw_errands_dispose (GObject *object)
{
  BgwErrands *self = BGW_ERRANDS (object);

  g_clear_object (&self->manager);
  g_clear_weak_pointer (&self->application);

  G_OBJECT_CLASS (bgw_errands_parent_class)->dispose (object);
}

static void
bgw_errands_class_init (BgwErrandsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bgw_errands_dispose;

  /**
   * BgwErrands::failed:
   * @text: why something was not done
   */
  signals[SIGNAL_FAILED] =
      g_signal_new ("failed", BGW_TYPE_ERRANDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
bgw_errands_init (BgwErrands *self)
{
}

/**
 * bgw_errands_new:
 * @application: gets the actions “open-job”, “show-job-in-folder”, “try-job-again” and
 *   “complete-job”, each with an id
 */
BgwErrands *
bgw_errands_new (GApplication *application)
{
  const GActionEntry entries[] = {
    { .name = "open-job", .activate = on_open, .parameter_type = "s" },
    { .name = "show-job-in-folder", .activate = on_show_in_folder, .parameter_type = "s" },
    { .name = "try-job-again", .activate = on_try_again, .parameter_type = "s" },
    { .name = "complete-job", .activate = on_complete, .parameter_type = "s" },
  };
  BgwErrands *self = g_object_new (BGW_TYPE_ERRANDS, NULL);

  g_set_weak_pointer (&self->application, application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   self);

  return self;
}
