/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes jobs: creates them, gives them their files, starts them. */
#include "config.h"

#include "bgw-new-jobs.h"

#include "bgw-addresses.h"
#include "bgw-saving.h"

struct _BgwNewJob
{
  char *name; /* (owned) */
  BgJobPriority priority;
  GPtrArray *files; /* (owned) of GVariant (owned): what AddFiles takes */
};

/**
 * bgw_new_job_new:
 * @name: what to call it, 1 to 256 characters
 * @priority: which jobs go first
 *
 * Returns: a plan for a job that does not exist yet
 */
BgwNewJob *
bgw_new_job_new (const char *name, BgJobPriority priority)
{
  BgwNewJob *self = g_new0 (BgwNewJob, 1);

  self->name = g_strdup (name);
  self->priority = priority;
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  return self;
}

void
bgw_new_job_free (BgwNewJob *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->files);
  g_free (self);
}

/**
 * bgw_new_job_add_file:
 * @self: a plan
 * @url: a good address
 * @directory: the folder for the file
 * @file_name: (nullable): its name there; %NULL leaves that to server and address
 * @checksum: (nullable): what bgw_checksum_parse() returned
 */
void
bgw_new_job_add_file (BgwNewJob *self,
                      const char *url,
                      const char *directory,
                      const char *file_name,
                      const char *checksum)
{
  GVariantDict options;
  GVariant *file;

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "directory", "^ay", directory);
  if (file_name != NULL)
    g_variant_dict_insert (&options, "name", "s", file_name);
  /* The files of a Metalink document are meant, not the document. */
  g_variant_dict_insert (&options, "follow-metalink", "b", TRUE);
  if (checksum != NULL)
    g_variant_dict_insert (&options, "checksum", "s", checksum);

  file = g_variant_new ("(s@a{sv})", url, g_variant_dict_end (&options));
  g_ptr_array_add (self->files, g_variant_ref_sink (file));
}

/**
 * bgw_new_jobs_for_addresses:
 * @addresses: good addresses
 * @directory: the folder for the files
 * @priority: which jobs go first
 *
 * Returns: (element-type BgwNewJob) (transfer full): a plan for each of @addresses, named after it
 */
GPtrArray *
bgw_new_jobs_for_addresses (const char *const *addresses,
                            const char *directory,
                            BgJobPriority priority)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) bgw_new_job_free);

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autofree char *name = bgw_address_get_name (addresses[i]);
      g_autofree char *folder = bgw_saving_get_directory_for (directory, name);
      BgwNewJob *job = bgw_new_job_new (name, priority);

      bgw_new_job_add_file (job, addresses[i], folder, NULL, NULL);
      g_ptr_array_add (jobs, job);
    }

  return jobs;
}

/* Jobs on their way into the queue. */
typedef struct
{
  BgManager *manager; /* (owned) */
  GPtrArray *plans;   /* (owned) of BgwNewJob (owned) */
  GPtrArray *made;    /* (owned) of BgJob (owned), whole ones */
  GError *error;      /* (owned) (nullable) why not all were made; the first reason counts */
  guint pending;      /* how many are neither made nor given up */
  gboolean start;
} Addition;

static void
addition_free (gpointer data)
{
  Addition *addition = data;

  g_object_unref (addition->manager);
  g_ptr_array_unref (addition->plans);
  g_ptr_array_unref (addition->made);
  g_clear_error (&addition->error);
  g_free (addition);
}

static void
answer (GTask *task)
{
  Addition *addition = g_task_get_task_data (task);

  if (addition->error != NULL)
    g_task_return_error (task, g_steal_pointer (&addition->error));
  else
    g_task_return_pointer (task, g_ptr_array_ref (addition->made),
                           (GDestroyNotify) g_ptr_array_unref);
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
resume_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Addition *addition = g_task_get_task_data (task);
  GError *error = NULL;

  if (!bg_manager_apply_finish (addition->manager, result, NULL, &error))
    blame (addition, error);

  answer (task);
}

/* One job is made or given up. When it was the last, one call starts all that were made. */
static void
finish_one (GTask *task)
{
  Addition *addition = g_task_get_task_data (task);
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) ids = NULL;

  if (--addition->pending > 0)
    return;

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

static void
remove_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!bg_job_remove_finish (BG_JOB (source), result, &error))
    g_warning ("%s", error->message);

  finish_one (task);
}

static void
cancel_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!bg_job_cancel_finish (BG_JOB (source), result, &error))
    g_warning ("%s", error->message);

  bg_job_remove_async (BG_JOB (source), NULL, remove_cb, g_steal_pointer (&task));
}

/* A job whose files are refused leaves nothing behind. */
static void
add_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Addition *addition = g_task_get_task_data (task);
  BgJob *job = BG_JOB (source);
  GError *error = NULL;

  if (!bg_job_add_files_finish (job, result, &error))
    {
      blame (addition, error);
      bg_job_cancel_async (job, NULL, cancel_cb, g_steal_pointer (&task));
      return;
    }

  g_ptr_array_add (addition->made, g_object_ref (job));
  finish_one (task);
}

/* One of many that are on their way at the same time. */
typedef struct
{
  GTask *task;     /* (owned) */
  BgwNewJob *plan; /* (in the task) */
} Making;

static void
create_job_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Making *making = user_data;
  g_autoptr (GTask) task = making->task;
  GPtrArray *files = making->plan->files;
  g_autoptr (BgJob) job = NULL;
  GError *error = NULL;

  job = bg_manager_create_job_finish (BG_MANAGER (source), result, &error);
  if (job == NULL)
    {
      blame (g_task_get_task_data (task), error);
      finish_one (task);
      return;
    }

  bg_job_add_files_async (job,
                          g_variant_new_array (G_VARIANT_TYPE ("(sa{sv})"),
                                               (GVariant *const *) files->pdata, files->len),
                          NULL, add_files_cb, g_steal_pointer (&task));
}

static void
make (GTask *task, BgwNewJob *plan)
{
  Addition *addition = g_task_get_task_data (task);
  Making *making = g_new0 (Making, 1);
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  GVariantDict properties;

  making->task = g_object_ref (task);
  making->plan = plan;

  g_variant_dict_init (&properties, NULL);
  g_variant_dict_insert (&properties, "priority", "u", (guint32) plan->priority);
  /* Else the files do not appear before somebody opens the window. */
  g_variant_dict_insert (&properties, "auto-complete", "b",
                         g_settings_get_boolean (settings, "complete-automatically"));

  bg_manager_create_job_async (addition->manager, plan->name, BG_JOB_TYPE_DOWNLOAD,
                               g_variant_dict_end (&properties), NULL, create_job_cb, making);
}

/**
 * bgw_new_jobs_add_async:
 * @manager: the manager
 * @jobs: (element-type BgwNewJob): what to make
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
  addition->made = g_ptr_array_new_with_free_func (g_object_unref);
  addition->start = start;
  addition->pending = jobs->len;

  for (guint i = 0; i < jobs->len; i++)
    make (task, jobs->pdata[i]);
}

/**
 * bgw_new_jobs_add_finish:
 * @result: the result
 * @error: why not all were made
 *
 * Returns: (element-type BgJob) (transfer full) (nullable): the new jobs
 */
GPtrArray *
bgw_new_jobs_add_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
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
  g_autoptr (GPtrArray) made = bgw_new_jobs_add_finish (result, &error);

  if (made == NULL)
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
