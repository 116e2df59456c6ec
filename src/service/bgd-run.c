/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job on its way: starts the transfers of its files, side by side, and gathers what they tell.
 */
#include "config.h"

#include "bgd-run.h"

#include "bgd-address.h"
#include "bgd-completion.h"
#include "bgd-error.h"
#include "bgd-limits.h"
#include "bgd-name.h"
#include "bgd-run-request.h"
#include "bgd-sink.h"

/* A file that was ready sooner is a small one. */
#define SMALL_TIME (G_USEC_PER_SEC / 4)

struct _BgdRun
{
  BgdJob *job; /* (owned) */
  const BgdRunListener *listener;
  gpointer user_data;

  GHashTable *transfers; /* (owned) BgdFile → BgdTransfer (owned) */
  GHashTable *obstacles; /* (owned) BgdFile → why it is being stopped (owned) */
  guint next_file;       /* index of the first file that was not looked at */
  guint files_at_once;
  BgdBucket *bucket;   /* (owned) the speed of all files together */
  BgdRunRoutes routes; /* (owned) */
  guint end_id;        /* tells "ended" from the main loop; 0: not due */
  gboolean connected;
  gboolean stopped;
  gboolean has_progress; /* a byte arrived */

  BgdFailure failure; /* the first transient one; none: code BG_ERROR_NONE */
  guint retry_after;  /* seconds; the longest that a server asked for */
};

static void start_files (BgdRun *self);

static void
set_bucket (BgdRun *self)
{
  bgd_limits_set_bucket (self->bucket, self->job->speed_limit,
                         self->job->priority != BG_JOB_PRIORITY_FOREGROUND);
}

BgdRun *
bgd_run_new (BgdJob *job, const BgdRunListener *listener, gpointer user_data)
{
  BgdRun *self = g_new0 (BgdRun, 1);

  self->job = bgd_job_ref (job);
  self->listener = listener;
  self->user_data = user_data;
  self->transfers = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->obstacles = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->failure.file = BGD_NO_FILE;
  self->files_at_once = BGD_RUN_FILES_AT_ONCE;
  self->bucket = bgd_bucket_new ();
  bgd_run_routes_renew (&self->routes, self->job->route);
  set_bucket (self);

  return self;
}

void
bgd_run_free (BgdRun *self)
{
  GHashTableIter iter;
  gpointer transfer;

  g_hash_table_iter_init (&iter, self->transfers);
  while (g_hash_table_iter_next (&iter, NULL, &transfer))
    {
      g_signal_handlers_disconnect_by_data (transfer, self);
      bgd_transfer_stop (transfer);
    }

  g_clear_handle_id (&self->end_id, g_source_remove);
  g_hash_table_unref (self->transfers);
  bgd_bucket_unref (self->bucket);
  bgd_run_routes_clear (&self->routes);
  g_hash_table_unref (self->obstacles);
  bgd_failure_clear (&self->failure);
  bgd_job_unref (self->job);
  g_free (self);
}

static gboolean
meter_file (BgdRun *self, BgdFile *file, BgdTransfer *transfer)
{
  guint64 bytes = bgd_transfer_get_bytes (transfer);

  if (bytes == file->bytes_transferred)
    return FALSE;

  /* Of an upload what was sent may not be there yet. */
  self->has_progress |= file->cargo == NULL && bytes > file->bytes_transferred;
  file->bytes_transferred = bytes;
  return TRUE;
}

/* Now that its size is known. */
static void
stop_if_no_room (BgdRun *self, BgdFile *file, BgdTransfer *transfer)
{
  char *obstacle = self->listener->find_obstacle (self, file, self->user_data);

  if (obstacle == NULL)
    return;

  g_hash_table_insert (self->obstacles, file, obstacle);
  bgd_transfer_stop (transfer);
}

/* Where an upload goes on; and what came back from it. */
static void
take_place (BgdRun *self, BgdFile *file, const BgdTransferAnswer *answer)
{
  BgdFile *reply = bgd_job_get_reply (self->job);

  bgd_place_copy (&file->cargo->place, answer->place);
  if (reply == NULL || answer->reply_bytes == BG_SIZE_UNKNOWN)
    return;

  bgd_ranges_clear (reply->done);
  if (answer->reply_bytes > 0)
    bgd_ranges_add (reply->done, 0, answer->reply_bytes);
  reply->bytes_total = reply->bytes_transferred = answer->reply_bytes;
  self->listener->file_changed (self, reply, self->user_data);
}

static void
on_answered (BgdTransfer *transfer, BgdTransferAnswer *answer, BgdRun *self)
{
  BgdFile *file = bgd_transfer_get_tag (transfer);

  if (answer->restarted)
    bgd_file_forget_bytes (file);
  if (answer->place != NULL)
    take_place (self, file, answer);

  /* What a new address tells does not count before its bytes have shown that they fit. */
  if (file->is_proving)
    {
      file->offered_total = answer->bytes_total;
      bgd_validators_set (&file->offered, answer->validators.etag,
                          answer->validators.last_modified);
    }
  else
    {
      file->bytes_total = answer->bytes_total;
      bgd_validators_set (&file->validators, answer->validators.etag,
                          answer->validators.last_modified);
    }

  if (answer->suggested_name != NULL && file->wanted_name == NULL)
    {
      g_free (file->name);
      file->name = bgd_name_make_safe (answer->suggested_name);
    }

  /* The server has changed its mind about this file. */
  bgd_failure_clear (&file->failure);

  if (answer->restarted || answer->place != NULL)
    self->listener->file_restarted (self, file, self->user_data);
  else
    self->listener->file_changed (self, file, self->user_data);

  if (!self->connected)
    {
      self->connected = TRUE;
      self->listener->connected (self, self->user_data);
    }

  if (file->cargo == NULL)
    stop_if_no_room (self, file, transfer);
}

static void
on_moved (BgdTransfer *transfer, const char *url, BgdRun *self)
{
  BgdFile *file = bgd_transfer_get_tag (transfer);
  g_autofree char *address = bgd_address_parse (url, NULL, NULL);

  if (address == NULL || g_str_equal (address, file->url))
    return;

  bgd_file_follow (file, address, bgd_address_is_same_server (file->url, address));
  self->listener->file_moved (self, file, self->user_data);
}

static void
on_safe (BgdTransfer *transfer, const BgdRanges *ranges, BgdRun *self)
{
  BgdFile *file = bgd_transfer_get_tag (transfer);
  gboolean is_news = bgd_ranges_get_length (file->done) == 0;

  if (file->is_proving && bgd_ranges_get_bytes (ranges) > bgd_ranges_get_bytes (file->done))
    {
      bgd_file_accept_offer (file);
      is_news = TRUE;
    }

  self->has_progress |= bgd_ranges_get_bytes (ranges) > bgd_ranges_get_bytes (file->done);
  bgd_ranges_free (file->done);
  file->done = bgd_ranges_copy (ranges);
  meter_file (self, file, transfer);

  /* The first bytes are news: there is a temporary file from now on. */
  if (is_news)
    self->listener->file_changed (self, file, self->user_data);
  else
    self->listener->file_safe (self, file, self->user_data);
}

/* What a failed file means for its next try. */
static void
take_failure (BgdRun *self, BgdFile *file, const BgdFailure *failure, guint retry_after)
{
  gboolean is_transient =
      bg_error_is_transient (failure->code) && bgd_job_may_ask_again (self->job);

  bgd_failure_copy (&file->failure, failure);
  file->failure.file = file->index;

  if (failure->code == BG_ERROR_VALIDATION_FAILED)
    {
      /* All bytes are there and wrong. Nothing of them is worth keeping. */
      bgd_completion_discard (file);
      bgd_file_forget_bytes (file);
    }

  /* It may wait for long, and others want the room. */
  if (file->cargo == NULL && (!is_transient || failure->code == BG_ERROR_DISK_FULL))
    bgd_sink_trim (file->directory, file->part_name);

  if (!is_transient)
    {
      file->state = BGD_FILE_FAILED;
      return;
    }

  if (self->failure.code == BG_ERROR_NONE)
    bgd_failure_copy (&self->failure, &file->failure);
  self->retry_after = MAX (self->retry_after, retry_after);
}

static void
refuse_file (BgdRun *self, BgdFile *file, BgError code, const char *why)
{
  BgdFailure failure = { .code = BG_ERROR_NONE };

  bgd_failure_set (&failure, code, bgd_error_context (code), file->index, 0, why);
  take_failure (self, file, &failure, 0);
  bgd_failure_clear (&failure);
}

/* The reply comes with its upload, or not at all. */
static void
share_fate (BgdRun *self, const BgdFile *upload)
{
  BgdFile *reply = bgd_job_get_reply (self->job);

  if (reply == NULL || reply->state == upload->state || upload->state == BGD_FILE_WAITING)
    return;

  reply->state = upload->state;
  self->listener->file_changed (self, reply, self->user_data);
}

static void
on_finished (BgdTransfer *transfer, BgdRun *self)
{
  BgdFile *file = bgd_transfer_get_tag (transfer);
  const BgdFailure *failure = bgd_transfer_get_failure (transfer);

  meter_file (self, file, transfer);
  self->files_at_once = g_get_monotonic_time () - bgd_transfer_get_start (transfer) < SMALL_TIME
                            ? MIN (self->files_at_once + 1, BGD_RUN_SMALL_FILES_AT_ONCE)
                            : BGD_RUN_FILES_AT_ONCE;

  if (file->state != BGD_FILE_WAITING || bg_job_state_is_final (self->job->state))
    {
      /* Its job ended while it was being stopped. Whatever came is not kept. */
    }
  else if (failure->code != BG_ERROR_NONE)
    {
      take_failure (self, file, failure, bgd_transfer_get_retry_after (transfer));
    }
  else if (!bgd_transfer_was_stopped (transfer))
    {
      file->state = BGD_FILE_TRANSFERRED;
      file->is_moved = file->is_proving = FALSE;
      file->bytes_total = file->bytes_transferred;
      bgd_failure_clear (&file->failure);
    }
  else if (g_hash_table_contains (self->obstacles, file))
    {
      refuse_file (self, file, BG_ERROR_DISK_FULL, g_hash_table_lookup (self->obstacles, file));
    }

  g_hash_table_remove (self->transfers, file);
  if (file->cargo != NULL)
    share_fate (self, file);
  self->listener->file_changed (self, file, self->user_data);
  start_files (self);
}

static void
start_file (BgdRun *self, BgdFile *file)
{
  g_autofree char *obstacle =
      file->cargo == NULL ? self->listener->find_obstacle (self, file, self->user_data) : NULL;

  guint64 size_limit = bgd_job_get_size_limit (self->job, file);
  guint64 size = bgd_file_get_size (file);
  gboolean is_too_large = size != BG_SIZE_UNKNOWN && size > size_limit;

  if (is_too_large)
    refuse_file (self, file, BG_ERROR_MAXIMUM_SIZE,
                 "The files of the job have more bytes than it may fetch");
  else if (obstacle != NULL)
    refuse_file (self, file, BG_ERROR_DISK_FULL, obstacle);
  if (is_too_large || obstacle != NULL)
    {
      self->listener->file_changed (self, file, self->user_data);
      return;
    }

  BgdTransfer *transfer =
      bgd_run_request (&self->routes, self->job, file, self->bucket, size_limit);

  file->is_proving = file->is_moved;

  g_hash_table_insert (self->transfers, file, transfer);
  g_signal_connect (transfer, "answered", G_CALLBACK (on_answered), self);
  g_signal_connect (transfer, "moved", G_CALLBACK (on_moved), self);
  g_signal_connect (transfer, "safe", G_CALLBACK (on_safe), self);
  g_signal_connect (transfer, "finished", G_CALLBACK (on_finished), self);
  bgd_transfer_start (transfer);
}

static gboolean
on_end (gpointer user_data)
{
  BgdRun *self = user_data;

  self->end_id = 0;
  self->listener->ended (self, self->user_data); /* frees us */

  return G_SOURCE_REMOVE;
}

/* Of a job that may not grow too large each file begins when it is known what the others took. */
static guint
get_files_at_once (BgdRun *self)
{
  return self->job->maximum_size == 0 ? self->files_at_once : 1;
}

static void
start_files (BgdRun *self)
{
  while (!self->stopped && self->next_file < self->job->files->len &&
         g_hash_table_size (self->transfers) < get_files_at_once (self))
    {
      BgdFile *file = bgd_job_get_file (self->job, self->next_file++);

      if (file->state == BGD_FILE_WAITING && file != bgd_job_get_reply (self->job))
        start_file (self, file);
    }

  if (g_hash_table_size (self->transfers) > 0)
    g_clear_handle_id (&self->end_id, g_source_remove);
  else if (self->end_id == 0)
    self->end_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_end, self, NULL);
}

/**
 * bgd_run_start:
 * @self: a run
 *
 * Every waiting file of the job gets one try. "ended" follows when none is under way any more.
 * Called again, it finds the files that were added since.
 */
void
bgd_run_start (BgdRun *self)
{
  start_files (self);
}

/**
 * bgd_run_stop:
 * @self: a run
 *
 * Ends all transfers soon. What they have is synced and told before "ended".
 */
void
bgd_run_stop (BgdRun *self)
{
  g_autoptr (GList) transfers = g_hash_table_get_values (self->transfers);

  self->stopped = TRUE;
  for (GList *l = transfers; l != NULL; l = l->next)
    bgd_transfer_stop (l->data);
}

/**
 * bgd_run_settings_changed:
 * @self: a run
 *
 * The owner has set something in the job. What can change under way changes soon; the rest counts
 * for the transfers that begin from now on.
 */
void
bgd_run_settings_changed (BgdRun *self)
{
  set_bucket (self);
  bgd_run_routes_renew (&self->routes, self->job->route);
}

/**
 * bgd_run_meter:
 * @self: a run
 * @serial: what a file gets whose counter moved
 *
 * Returns: whether the counter of any file moved
 */
gboolean
bgd_run_meter (BgdRun *self, guint64 serial)
{
  GHashTableIter iter;
  gpointer file, transfer;
  gboolean moved = FALSE;

  g_hash_table_iter_init (&iter, self->transfers);
  while (g_hash_table_iter_next (&iter, &file, &transfer))
    if (meter_file (self, file, transfer))
      {
        ((BgdFile *) file)->progress_serial = serial;
        moved = TRUE;
      }

  return moved;
}

BgdJob *
bgd_run_get_job (BgdRun *self)
{
  return self->job;
}

/* (transfer container) (element-type BgdFile): those whose transfers are under way, without those
 * that are just being stopped because they do not fit. */
GList *
bgd_run_list_files (BgdRun *self)
{
  GList *files = NULL;
  GHashTableIter iter;
  gpointer file;

  g_hash_table_iter_init (&iter, self->transfers);
  while (g_hash_table_iter_next (&iter, &file, NULL))
    if (!g_hash_table_contains (self->obstacles, file))
      files = g_list_prepend (files, file);

  return files;
}

/* (transfer none) (nullable): what fetches the file now. */
BgdTransfer *
bgd_run_get_transfer (BgdRun *self, BgdFile *file)
{
  return g_hash_table_lookup (self->transfers, file);
}

gboolean
bgd_run_was_stopped (BgdRun *self)
{
  return self->stopped;
}

/* Whether any byte arrived in this run. */
gboolean
bgd_run_has_progress (BgdRun *self)
{
  return self->has_progress;
}

/* Seconds that a server asked to be left alone; 0: none did. */
guint
bgd_run_get_retry_after (BgdRun *self)
{
  return self->retry_after;
}

/* The first transient failure; code BG_ERROR_NONE if there was none. */
const BgdFailure *
bgd_run_get_failure (BgdRun *self)
{
  return &self->failure;
}

/* Whether all of its files wait because others use all connections to their servers. */
gboolean
bgd_run_lacks_connection (BgdRun *self)
{
  GHashTableIter iter;
  gpointer transfer;

  g_hash_table_iter_init (&iter, self->transfers);
  while (g_hash_table_iter_next (&iter, NULL, &transfer))
    if (!bgd_transfer_lacks_connection (transfer))
      return FALSE;

  return g_hash_table_size (self->transfers) > 0;
}
