/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads that were cancelled: their servers are told, so that they keep no half of a file. */
#include "config.h"

#include "bgd-queue-private.h"

#include "bgd-retry.h"
#include "bgd-transfer.h"

/* Source: IBackgroundCopyJob::Cancel in the BITS reference: 24 hours, or the no-progress time-out
 * if that is shorter. */
#define PATIENCE ((gint64) 24 * 60 * 60) /* seconds */

typedef struct
{
  BgdQueue *queue;
  BgdJob *job;           /* (owned) */
  BgdTransfer *transfer; /* (owned) (nullable) is telling the server */
  guint again_id;        /* 0: no other try is due */
  guint failures;
} Withdrawal;

static void
withdrawal_free (gpointer data)
{
  Withdrawal *self = data;

  if (self->transfer != NULL)
    g_signal_handlers_disconnect_by_data (self->transfer, self);
  g_clear_object (&self->transfer);
  g_clear_handle_id (&self->again_id, g_source_remove);
  bgd_job_unref (self->job);
  g_free (self);
}

/* For bgd_queue_init(). */
GHashTable *
bgd_queue_new_withdrawals (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, withdrawal_free);
}

/* (nullable): the file of an upload whose server has a part of it. */
static BgdFile *
get_file (const BgdJob *job)
{
  BgdFile *file = job->files->len > 0 ? bgd_job_get_file (job, 0) : NULL;

  return job->state == BG_JOB_STATE_CANCELLED && file != NULL && file->cargo != NULL &&
                 file->cargo->place.resource != NULL
             ? file
             : NULL;
}

/* What has arrived cannot be undone; only BITS has to be told that it has. */
static gboolean
has_arrived (const BgdFile *file)
{
  const BgdCargo *cargo = file->cargo;

  return bgd_ranges_get_bytes (file->done) == cargo->size &&
         (cargo->place.protocol != BGD_PROTOCOL_BITS || cargo->place.closing);
}

static void
touch (BgdQueue *self, BgdJob *job, BgdFile *file)
{
  if (bgd_queue_keeps (self, job))
    bgd_queue_touch_file (self, job, file);
}

/* Nobody asks any more. */
static void
end (BgdQueue *self, BgdJob *ended, BgdFile *file)
{
  g_autoptr (BgdJob) job = bgd_job_ref (ended);

  bgd_place_leave (&file->cargo->place);
  file->cargo->withdraw_until = 0;
  touch (self, job, file);
  g_hash_table_remove (self->withdrawals, job);
  bgd_queue_let_go (self, job);
  bgd_queue_tell_busy (self);
}

static void try_now (Withdrawal *self);

static gboolean
on_again (gpointer user_data)
{
  Withdrawal *self = user_data;

  self->again_id = 0;
  try_now (self);

  return G_SOURCE_REMOVE;
}

static void
on_finished (BgdTransfer *transfer, Withdrawal *self)
{
  BgdQueue *queue = self->queue;
  const BgdFailure *failure = bgd_transfer_get_failure (transfer);
  guint retry_after = bgd_transfer_get_retry_after (transfer);
  gboolean is_over = failure->code == BG_ERROR_NONE || !bg_error_is_transient (failure->code);
  GTimeSpan delay;

  if (bgd_transfer_was_stopped (transfer))
    {
      g_hash_table_remove (queue->withdrawals, self->job); /* with the next start of the service */
      bgd_queue_tell_busy (queue);
      return;
    }
  if (is_over)
    {
      end (queue, self->job, bgd_job_get_file (self->job, 0));
      return;
    }

  delay = bgd_retry_delay (++self->failures, self->job->minimum_retry_delay, retry_after,
                           bgd_host_get_random (queue->host));
  g_signal_handlers_disconnect_by_data (self->transfer, self);
  g_clear_object (&self->transfer);
  self->again_id = g_timeout_add ((guint) MIN (delay / 1000, G_MAXINT), on_again, self);
}

static char **
get_headers (const BgdJob *job, const BgdFile *file)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (job->headers != NULL)
    g_strv_builder_addv (builder, (const char **) job->headers);
  if (job->secret_headers != NULL)
    g_strv_builder_addv (builder, (const char **) job->secret_headers);
  if (file->authorization != NULL)
    g_strv_builder_add (builder, file->authorization);

  return g_strv_builder_end (builder);
}

/* May free itself. */
static void
try_now (Withdrawal *self)
{
  BgdFile *file = bgd_job_get_file (self->job, 0);
  g_auto (GStrv) headers = get_headers (self->job, file);
  g_autoptr (BgdRoute) route = bgd_route_freeze (self->job->route);
  const BgdUploadRequest upload = {
    .cargo = file->cargo,
    .withdraws = TRUE,
    .reply_bytes = BG_SIZE_UNKNOWN,
  };
  const BgdTransferRequest request = {
    .url = file->url,
    .headers = (const char *const *) headers,
    .credentials = self->job->credentials,
    .route = route,
    .directory = file->directory,
    .part_name = file->part_name,
    .name = file->name,
    .size = BG_SIZE_UNKNOWN,
    .bytes_total = file->bytes_total,
    .done = file->done,
    .validators = &file->validators,
    .upload = &upload,
  };

  if (bgd_host_get_real (self->queue->host) >= file->cargo->withdraw_until)
    {
      g_message ("A server could not be told that an upload was cancelled");
      end (self->queue, self->job, file);
      return;
    }

  self->transfer = bgd_transfer_new (&request);
  g_signal_connect (self->transfer, "finished", G_CALLBACK (on_finished), self);
  bgd_transfer_start (self->transfer);
}

/**
 * bgd_queue_withdraw:
 * @self: the queue
 * @job: a job that has ended, and of which the store knows that
 *
 * Tells the server of a cancelled upload to forget what it has, again and again until it answers or
 * the time is over. It may be called again: after a crash, and when the last transfer has ended.
 */
void
bgd_queue_withdraw (BgdQueue *self, BgdJob *job)
{
  BgdFile *file = get_file (job);
  gint64 patience = MIN (PATIENCE, (gint64) job->no_progress_timeout) * G_USEC_PER_SEC;
  Withdrawal *withdrawal;

  if (file == NULL || self->shut_down || g_hash_table_contains (self->runs, job) ||
      g_hash_table_contains (self->withdrawals, job) || !bgd_queue_keeps (self, job))
    return;

  if (has_arrived (file))
    {
      end (self, job, file);
      return;
    }
  if (file->cargo->withdraw_until == 0)
    {
      file->cargo->withdraw_until = bgd_host_get_real (self->host) + MAX (patience, G_USEC_PER_SEC);
      touch (self, job, file);
    }

  withdrawal = g_new0 (Withdrawal, 1);
  withdrawal->queue = self;
  withdrawal->job = bgd_job_ref (job);
  g_hash_table_insert (self->withdrawals, job, withdrawal);
  bgd_queue_tell_busy (self);
  try_now (withdrawal);
}

/* What waits is left for the next start of the service; what is under way ends soon. */
void
bgd_queue_stop_withdrawals (BgdQueue *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->withdrawals);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Withdrawal *withdrawal = value;

      if (withdrawal->transfer != NULL)
        bgd_transfer_stop (withdrawal->transfer);
      else
        g_hash_table_iter_remove (&iter);
    }
}
