/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the service signals, as signals of the manager: once what is known is as new as they are. */
#include "config.h"

#include "bg-job.h"
#include "bg-manager-private.h"

typedef enum
{
  SIGNAL_JOB_TRANSFERRED,
  SIGNAL_JOB_ERROR,
  SIGNAL_JOB_MODIFIED,
  SIGNAL_FILE_TRANSFERRED,
} BgManagerSignal;

static guint signals[SIGNAL_FILE_TRANSFERRED + 1];

/* Jobs to tell about once they are known. */
typedef struct
{
  BgManagerSignal signal;
  GStrv ids; /* (owned) */
} Announcement;

static guint
new_signal (const char *name, guint n_params, GType param_type)
{
  return g_signal_new (name, BG_TYPE_MANAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       n_params, param_type);
}

void
bg_manager_install_signals (void)
{
  /**
   * BgManager::job-transferred:
   * @self: the manager
   * @job: the job, in state `TRANSFERRED`, or `ACKNOWLEDGED` if it completes by itself
   *
   * All files of a job are here. Corresponds to IBackgroundCopyCallback::JobTransferred of BITS.
   */
  signals[SIGNAL_JOB_TRANSFERRED] = new_signal ("job-transferred", 1, BG_TYPE_JOB);

  /**
   * BgManager::job-error:
   * @self: the manager
   * @job: the job, in state `ERROR`
   *
   * A job failed for good. There is no signal for transient errors: the service tries again.
   * Corresponds to IBackgroundCopyCallback::JobError of BITS.
   */
  signals[SIGNAL_JOB_ERROR] = new_signal ("job-error", 1, BG_TYPE_JOB);

  /**
   * BgManager::job-modified:
   * @self: the manager
   *
   * Jobs were added, removed or changed a setting or their state, by whomever: time to poll. Comes
   * at most ten times a second, and not for bytes that moved. Corresponds to
   * IBackgroundCopyCallback::JobModification of BITS.
   */
  signals[SIGNAL_JOB_MODIFIED] = new_signal ("job-modified", 0, G_TYPE_NONE);

  /**
   * BgManager::file-transferred:
   * @self: the manager
   * @job: the job, with `BG_NOTIFY_FILE_TRANSFERRED` among its flags
   * @index: which of its files, from 0; of an upload with a reply, 1 is that
   *
   * A file of a job is here, whole and checked; its job may still be on the way. Corresponds to
   * IBackgroundCopyCallback2::FileTransferred of BITS.
   */
  signals[SIGNAL_FILE_TRANSFERRED] =
      g_signal_new ("file-transferred", BG_TYPE_MANAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, BG_TYPE_JOB, G_TYPE_UINT);
}

static void
announce_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BgManager *self = BG_MANAGER (source);
  g_autofree Announcement *announcement = user_data;
  g_auto (GStrv) ids = announcement->ids;
  g_autoptr (GError) error = NULL;

  if (!bg_manager_refresh_finish (self, result, &error))
    g_debug ("Jobs are announced as they were known: %s", error->message);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      BgJob *job = bg_manager_get_job (self, ids[i]);

      if (job != NULL)
        {
          g_autoptr (BgJob) kept = g_object_ref (job);

          g_signal_emit (self, signals[announcement->signal], 0, kept);
        }
    }
}

/* The job may be new, and what is known of it is old. */
static void
announce (BgManager *self, BgManagerSignal signal, const char *const *ids)
{
  Announcement *announcement = g_new (Announcement, 1);

  announcement->signal = signal;
  announcement->ids = g_strdupv ((GStrv) ids);
  bg_manager_refresh_async (self, NULL, announce_cb, announcement);
}

static void
on_bus_job_transferred (BgManager *self, const char *const *ids)
{
  announce (self, SIGNAL_JOB_TRANSFERRED, ids);
}

static void
on_bus_job_error (BgManager *self, const char *const *ids)
{
  announce (self, SIGNAL_JOB_ERROR, ids);
}

static void
announce_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BgManager *self = BG_MANAGER (source);
  g_autoptr (GVariant) files = user_data;
  g_autoptr (GError) error = NULL;
  GVariantIter iter;
  const char *id;
  guint index;

  if (!bg_manager_refresh_finish (self, result, &error))
    g_debug ("Files are announced as they were known: %s", error->message);

  g_variant_iter_init (&iter, files);
  while (g_variant_iter_next (&iter, "(&su)", &id, &index))
    {
      BgJob *job = bg_manager_get_job (self, id);

      if (job != NULL)
        {
          g_autoptr (BgJob) kept = g_object_ref (job);

          g_signal_emit (self, signals[SIGNAL_FILE_TRANSFERRED], 0, kept, index);
        }
    }
}

static void
on_bus_file_transferred (BgManager *self, GVariant *files)
{
  bg_manager_refresh_async (self, NULL, announce_files_cb, g_variant_ref (files));
}

static void
on_bus_job_modified (BgManager *self, const char *const *ids)
{
  g_signal_emit (self, signals[SIGNAL_JOB_MODIFIED], 0);
}

static void
connect_signal (BgManager *self, const char *name, GCallback handler)
{
  g_signal_connect_object (self->bus, name, handler, self, G_CONNECT_SWAPPED);
}

/* From now on, to what comes over the bus. */
void
bg_manager_listen (BgManager *self)
{
  connect_signal (self, "job-transferred", G_CALLBACK (on_bus_job_transferred));
  connect_signal (self, "job-error", G_CALLBACK (on_bus_job_error));
  connect_signal (self, "job-modified", G_CALLBACK (on_bus_job_modified));
  connect_signal (self, "file-transferred", G_CALLBACK (on_bus_file_transferred));
}
