/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One job, as it was when the service was last asked. */
#include "config.h"

#include "bg-job.h"

#include "bg-job-private.h"

/**
 * BgJob:
 *
 * A job: files to transfer, and how far that is.
 *
 * Jobs come from a [class@Bg.Manager] and belong to it: it keeps one object for each job as long as
 * the job exists, and must itself be kept for as long as its jobs are asked to do something. A job
 * that was removed keeps its last values.
 *
 * Properties change only when the manager refreshes, which each verb does before it finishes. They
 * notify only when they change, so binding them is cheap.
 *
 * The job is also a [iface@Gio.ListModel] of its files ([class@Bg.File]), empty until
 * [method@Bg.Job.refresh_files_async].
 *
 * A job starts as `SUSPENDED`. The usual life is:
 *
 * 1. [method@Bg.Job.add_file_async], once or more;
 * 2. [method@Bg.Job.resume_async]: it waits (`QUEUED`), connects (`CONNECTING`) and moves bytes
 *    (`TRANSFERRING`);
 * 3. when it is `TRANSFERRED`, [method@Bg.Job.complete_async] moves the files into place, and the
 *    job ends as `ACKNOWLEDGED`. With [property@Bg.Job:auto-complete] that happens by itself.
 *
 * Corresponds to IBackgroundCopyJob of BITS.
 */

static GType
bg_job_get_item_type (GListModel *model)
{
  return BG_TYPE_FILE;
}

static guint
bg_job_get_n_items (GListModel *model)
{
  return BG_JOB (model)->files->len;
}

static gpointer
bg_job_get_item (GListModel *model, guint position)
{
  BgJob *self = BG_JOB (model);

  return position < self->files->len ? g_object_ref (self->files->pdata[position]) : NULL;
}

static void
bg_job_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = bg_job_get_item_type;
  iface->get_n_items = bg_job_get_n_items;
  iface->get_item = bg_job_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BgJob,
                               bg_job,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, bg_job_list_model_init))

static void
bg_job_finalize (GObject *object)
{
  BgJob *self = BG_JOB (object);

  g_clear_pointer (&self->manager, g_rc_box_release);
  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  g_free (self->notify_application);
  g_free (self->notify_action);
  g_free (self->owner);
  g_free (self->address);
  g_free (self->directory);
  g_free (self->reply_path);
  g_free (self->http_method);
  g_free (self->proxy);
  g_strfreev (self->proxy_bypass);
  g_free (self->ca_file);
  g_free (self->client_certificate);
  g_clear_pointer (&self->created, g_date_time_unref);
  g_clear_pointer (&self->modified, g_date_time_unref);
  g_clear_pointer (&self->finished, g_date_time_unref);
  g_clear_pointer (&self->retry_at, g_date_time_unref);
  g_clear_pointer (&self->wait_until, g_date_time_unref);
  bg_job_error_free (self->error);
  g_clear_pointer (&self->rate, bg_rate_free);
  g_ptr_array_unref (self->files);

  G_OBJECT_CLASS (bg_job_parent_class)->finalize (object);
}

static void
bg_job_class_init (BgJobClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bg_job_read_property;
  object_class->finalize = bg_job_finalize;
  bg_job_install_properties (object_class);
}

static void
bg_job_init (BgJob *self)
{
  self->name = g_strdup ("");
  self->description = g_strdup ("");
  self->owner = g_strdup ("");
  self->priority = BG_JOB_PRIORITY_NORMAL;
  self->minimum_retry_delay = DEFAULT_MINIMUM_RETRY_DELAY;
  self->no_progress_timeout = DEFAULT_NO_PROGRESS_TIMEOUT;
  self->maximum_download_time = DEFAULT_MAXIMUM_DOWNLOAD_TIME;
  self->state = BG_JOB_STATE_SUSPENDED;
  self->seconds_left = -1;
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
}

BgJob *
bg_job_new (BgManager **manager, const char *id)
{
  BgJob *self = g_object_new (BG_TYPE_JOB, NULL);

  self->manager = g_rc_box_acquire (manager);
  self->id = g_strdup (id);

  return self;
}

/* Jobs do not keep their manager, which keeps them. A GWeakRef would cost as many steps as there
 * are jobs each time that one of them ends. */
BgManager *
bg_job_dup_manager (BgJob *self, GError **error)
{
  if (self->manager == NULL || *self->manager == NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_SERVICE_UNAVAILABLE,
                           "The manager that this job came from is gone");
      return NULL;
    }

  return g_object_ref (*self->manager);
}

/* The order of jobs: that of their creation, which never changes. */
int
bg_job_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const BgJob *one = a, *other = b;
  int order = (one->created != NULL) - (other->created != NULL);

  if (one->created != NULL && other->created != NULL)
    order = g_date_time_compare (one->created, other->created);

  return order != 0 ? order : strcmp (one->id, other->id);
}
