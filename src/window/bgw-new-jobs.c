/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes jobs: creates them, gives them their files, starts them. */
#include "config.h"

#include "bgw-new-jobs.h"

/* A queue of a hundred thousand jobs is made with so many calls at the same time, … */
#define MAX_PENDING 32

/* … and one of as many files with calls of so many. */
#define FILES_AT_ONCE 1000

/* Jobs on their way into the queue. */
typedef struct
{
  BgManager *manager; /* (owned) */
  GPtrArray *plans;   /* (owned) of BgwNewJob (owned): what was asked for */
  GPtrArray *failed;  /* (owned) of BgwNewJob (in @plans): what was given up */
  GPtrArray *made;    /* (owned) of BgJob (owned), whole ones */
  GError *error;      /* (owned) (nullable) why not all were made; the first reason counts */
  guint next;         /* the first plan that nobody has begun with */
  guint pending;      /* how many are begun, and neither made nor given up */
  gboolean start;
} Addition;

static void
addition_free (gpointer data)
{
  Addition *addition = data;

  g_object_unref (addition->manager);
  g_ptr_array_unref (addition->plans);
  g_ptr_array_unref (addition->failed);
  g_ptr_array_unref (addition->made);
  g_clear_error (&addition->error);
  g_free (addition);
}

/* Takes @error. */
static void
blame (Addition *addition, GError *error)
{
  if (addition->error == NULL)
    addition->error = error;
  else
    g_error_free (error);
}

static void
answer (GTask *task)
{
  Addition *addition = g_task_get_task_data (task);

  if (addition->error != NULL)
    g_task_return_error (task, g_steal_pointer (&addition->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
resume_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Addition *addition = g_task_get_task_data (task);
  GError *error = NULL;

  if (!bg_manager_apply_finish (addition->manager, result, NULL, &error))
    blame (addition, error);

  answer (task);
}

/* One call starts all that were made. */
static void
finish (GTask *task)
{
  Addition *addition = g_task_get_task_data (task);
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) ids = NULL;

  if (!addition->start || addition->made->len == 0)
    {
      answer (task);
      return;
    }

  builder = g_strv_builder_new ();
  for (guint i = 0; i < addition->made->len; i++)
    g_strv_builder_add (builder, bg_job_get_id (addition->made->pdata[i]));
  ids = g_strv_builder_end (builder);

  bg_manager_apply_async (addition->manager, BG_VERB_RESUME, (const char *const *) ids, NULL,
                          resume_cb, g_object_ref (task));
}

/* One of some that are on their way at the same time. */
typedef struct
{
  GTask *task;     /* (owned) */
  BgwNewJob *plan; /* (in the task) */
  guint n_added;   /* files that are in the job */
} Making;

static void
making_free (Making *making)
{
  g_object_unref (making->task);
  g_free (making);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Making, making_free)

static void make (GTask *task);

/* One job is made or given up. */
static void
finish_one (GTask *task)
{
  Addition *addition = g_task_get_task_data (task);

  addition->pending--;
  if (addition->next < addition->plans->len)
    make (task);
  else if (addition->pending == 0)
    finish (task);
}

static void
give_up (Making *making)
{
  Addition *addition = g_task_get_task_data (making->task);

  g_ptr_array_add (addition->failed, making->plan);
  finish_one (making->task);
}

static void
remove_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Making) making = user_data;
  g_autoptr (GError) error = NULL;

  if (!bg_job_remove_finish (BG_JOB (source), result, &error))
    g_warning ("%s", error->message);

  give_up (making);
}

static void
cancel_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!bg_job_cancel_finish (BG_JOB (source), result, &error))
    g_warning ("%s", error->message);

  bg_job_remove_async (BG_JOB (source), NULL, remove_cb, user_data);
}

static void add_files_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
add_files (BgJob *job, Making *making)
{
  bg_job_add_files_async (job, bgw_new_job_get_files (making->plan, making->n_added, FILES_AT_ONCE),
                          NULL, add_files_cb, making);
}

/* A job whose files are refused leaves nothing behind. */
static void
add_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Making) making = user_data;
  Addition *addition = g_task_get_task_data (making->task);
  BgJob *job = BG_JOB (source);
  GError *error = NULL;

  if (!bg_job_add_files_finish (job, result, &error))
    {
      blame (addition, error);
      bg_job_cancel_async (job, NULL, cancel_cb, g_steal_pointer (&making));
      return;
    }

  making->n_added += FILES_AT_ONCE;
  if (making->n_added < bgw_new_job_get_n_files (making->plan))
    {
      add_files (job, g_steal_pointer (&making));
      return;
    }

  g_ptr_array_add (addition->made, g_object_ref (job));
  finish_one (making->task);
}

static void
add_metalink_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Making) making = user_data;
  Addition *addition = g_task_get_task_data (making->task);
  BgJob *job = BG_JOB (source);
  GError *error = NULL;

  if (!bg_job_add_metalink_finish (job, result, NULL, &error))
    {
      blame (addition, error);
      bg_job_cancel_async (job, NULL, cancel_cb, g_steal_pointer (&making));
      return;
    }

  g_ptr_array_add (addition->made, g_object_ref (job));
  finish_one (making->task);
}

static void
add_all (BgJob *job, Making *making)
{
  GBytes *document = bgw_new_job_get_document (making->plan);

  if (document != NULL)
    bg_job_add_metalink_async (job, document, bgw_new_job_get_directory (making->plan), NULL,
                               add_metalink_cb, making);
  else
    add_files (job, making);
}

static void
create_job_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Making) making = user_data;
  g_autoptr (BgJob) job = NULL;
  GError *error = NULL;

  job = bg_manager_create_job_finish (BG_MANAGER (source), result, &error);
  if (job == NULL)
    {
      blame (g_task_get_task_data (making->task), error);
      give_up (making);
      return;
    }

  add_all (job, g_steal_pointer (&making));
}

/* Begins with the next plan. */
static void
make (GTask *task)
{
  Addition *addition = g_task_get_task_data (task);
  Making *making = g_new0 (Making, 1);
  g_autoptr (GSettings) settings = g_settings_new (SETTINGS_ID);

  making->task = g_object_ref (task);
  making->plan = addition->plans->pdata[addition->next++];
  addition->pending++;

  bg_manager_create_job_async (
      addition->manager, bgw_new_job_get_name (making->plan), BG_JOB_TYPE_DOWNLOAD,
      bgw_new_job_get_properties (making->plan,
                                  g_settings_get_boolean (settings, "complete-automatically")),
      NULL, create_job_cb, making);
}

/**
 * bgw_new_jobs_add_async:
 * @manager: the manager
 * @jobs: (element-type BgwNewJob): what to make, at least one
 * @start: whether the new jobs go on by themselves
 * @callback: called when all are made or given up
 * @user_data: for @callback
 *
 * If some are refused, the others are made and started all the same.
 */
void
bgw_new_jobs_add_async (BgManager *manager,
                        GPtrArray *jobs,
                        gboolean start,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Addition *addition = g_new0 (Addition, 1);

  g_task_set_source_tag (task, bgw_new_jobs_add_async);
  g_task_set_task_data (task, addition, addition_free);

  addition->manager = g_object_ref (manager);
  addition->plans = g_ptr_array_ref (jobs);
  addition->failed = g_ptr_array_new ();
  addition->made = g_ptr_array_new_with_free_func (g_object_unref);
  addition->start = start;

  for (guint i = 0; i < MIN (jobs->len, MAX_PENDING); i++)
    make (task);
}

/**
 * bgw_new_jobs_add_finish:
 * @result: the result
 * @made: (out) (optional) (element-type BgJob) (transfer full): the new jobs, also after an error
 * @failed: (out) (optional) (element-type BgwNewJob) (transfer container): what was not made;
 *   its members belong to the array that was given
 * @error: why not all were made and started
 *
 * Returns: whether all were
 */
gboolean
bgw_new_jobs_add_finish (GAsyncResult *result, GPtrArray **made, GPtrArray **failed, GError **error)
{
  Addition *addition = g_task_get_task_data (G_TASK (result));

  if (made != NULL)
    *made = g_ptr_array_ref (addition->made);
  if (failed != NULL)
    *failed = g_ptr_array_ref (addition->failed);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
remove_old_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!bg_job_remove_finish (BG_JOB (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
add_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BgJob *job = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!bgw_new_jobs_add_finish (result, NULL, NULL, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    bg_job_remove_async (job, NULL, remove_old_cb, g_steal_pointer (&task));
}

static void
refresh_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BgManager *manager = g_task_get_task_data (task);
  BgJob *job = BG_JOB (source);
  BgwNewJob *plan = bgw_new_job_new (bg_job_get_name (job), bg_job_get_priority (job));
  g_autoptr (GPtrArray) plans = g_ptr_array_new_with_free_func ((GDestroyNotify) bgw_new_job_free);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (plans, plan);
  if (!bg_job_refresh_files_finish (job, result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job)); i++)
    {
      g_autoptr (BgFile) file = g_list_model_get_item (G_LIST_MODEL (job), i);
      g_autofree char *directory = g_path_get_dirname (bg_file_get_path (file));
      g_autofree char *base = g_path_get_basename (bg_file_get_path (file));

      /* What it described is here, too. */
      if (bg_file_get_replaced (file))
        continue;

      bgw_new_job_add_file (plan, bg_file_get_url (file), directory,
                            g_utf8_validate (base, -1, NULL) ? base : NULL,
                            bg_file_get_checksum (file));
    }

  bgw_new_jobs_add_async (manager, plans, TRUE, add_again_cb, g_steal_pointer (&task));
}

/**
 * bgw_new_jobs_start_again_async:
 * @manager: the manager
 * @job: a job that was canceled
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Fetches the same files to the same places, as a new job: the old one has ended for good, and is
 * removed.
 */
void
bgw_new_jobs_start_again_async (BgManager *manager,
                                BgJob *job,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (job, NULL, callback, user_data);

  g_task_set_source_tag (task, bgw_new_jobs_start_again_async);
  g_task_set_task_data (task, g_object_ref (manager), g_object_unref);
  bg_job_refresh_files_async (job, NULL, refresh_files_cb, task);
}

gboolean
bgw_new_jobs_start_again_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
