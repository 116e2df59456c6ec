/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file on its way here, from the first request to the last sync: the part of a transfer that is
 * on the transfer thread. */
#include "config.h"

#include "bgd-download.h"

#include "bgd-crew.h"
#include "bgd-error.h"
#include "bgd-name.h"
#include "bgd-repair.h"
#include "bgd-timer.h"
#include "bgd-worker.h"

/* What is fetched twice after a crash: a second's worth, or so much. */
#define CHECKPOINT_BYTES ((gsize) 64 * 1024 * 1024)
#define CHECKPOINT_TIME ((gint64) G_USEC_PER_SEC)

/* A slow file is not synced each second, as a thousand of them would be: it waits until there is
 * something to lose, and not for ever. */
#define SMALL_BYTES ((gsize) 256 * 1024)
#define SMALL_TICKS 5

/* Whoever stops a transfer does not wait longer for a disk that hangs. What was not synced by then
 * does not count. */
#define STOP_LIMIT ((gint64) 5 * G_USEC_PER_SEC)

struct _BgdDownload
{
  const BgdDownloadListener *listener;
  gpointer user_data;

  /* Given. */
  char *url;                   /* (owned) */
  char *method;                /* (owned) (nullable) */
  char **mirrors;              /* (owned) (nullable) */
  char **headers;              /* (owned) (nullable) */
  BgdCredentials *credentials; /* (owned) (nullable) */
  BgdRoute *route;             /* (owned) (nullable) */
  char *directory;             /* (owned) (type filename) */
  char *part_name;             /* (owned) */
  char *name;                  /* (owned) that the file is expected to have */
  char *checksum;              /* (owned) (nullable) */
  guint64 size;                /* that it must have, or BG_SIZE_UNKNOWN */
  BgdPieces *pieces;           /* (owned) (nullable) */
  guint64 size_limit;          /* that it may have, or BG_SIZE_UNKNOWN */
  BgdRemoteRanges *ranges;     /* (owned) (nullable) */
  guint64 bytes_total;         /* of the last time */
  BgdRanges *done;             /* (owned) of the last time */
  BgdValidators validators;    /* of the last time, or of the last crew */
  gboolean is_moved;           /* until a byte has come that fits to those of another address */
  gboolean is_dynamic;
  guint connections;
  guint silence; /* seconds; 0: the usual ones */

  BgdWorker *worker;    /* (owned) (nullable) has the file; none before the start and at the end */
  BgdCrew *crew;        /* (owned) (nullable) until the last byte, or the first failure */
  BgdRanges *written;   /* (owned) (nullable) what the crew left behind, not yet synced */
  BgdRanges *syncing;   /* (owned) (nullable) what is safe when the sync that runs succeeds */
  BgdRepair *repair;    /* (owned) (nullable) if pieces can be told to be wrong */
  BgdBucket *bucket;    /* (owned) limits the speed */
  guint64 unsynced;     /* bytes */
  guint64 final;        /* bytes from the beginning on that are safe */
  guint ticks;          /* since they were synced last */
  gboolean is_due;      /* a checkpoint that had to wait */
  BgdTimer *tick;       /* (owned) (nullable) */
  BgdTimer *stop_limit; /* (owned) (nullable) */
  gboolean answered;    /* and told */
  gboolean whole;       /* no byte is missing */
  gboolean is_right;    /* nor is any piece wrong */
  gboolean checked;     /* nor anything else, as far as is known */
  gboolean stopped;
  BgdDownloadResult result; /* as far as it is known */
};

static void
set_failure (BgdDownload *self, const GError *error)
{
  BgError code = error->domain == BG_ERROR ? (BgError) error->code : BG_ERROR_FAILED;

  bgd_failure_set (&self->result.failure, code, bgd_error_context (code), BGD_NO_FILE,
                   self->result.failure.http_status, error->message);
}

/* May free us. */
static void
finish (BgdDownload *self)
{
  g_clear_pointer (&self->stop_limit, bgd_timer_free);
  g_clear_pointer (&self->worker, bgd_worker_release);
  self->result.stopped =
      self->stopped && !self->checked && self->result.failure.code == BG_ERROR_NONE;

  g_debug ("Finished with code %d%s", (int) self->result.failure.code,
           self->result.stopped ? ", stopped" : "");
  self->listener->finished (&self->result, self->user_data);
}

static void proceed_to_end (BgdDownload *self);

static void
on_checked (const GError *error, gpointer user_data)
{
  BgdDownload *self = user_data;

  self->checked = error == NULL;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_failure (self, error);
  finish (self);
}

/* The crew is done, one way or the other. */
static void
dismiss_crew (BgdDownload *self)
{
  const BgdValidators *validators = bgd_crew_get_validators (self->crew);

  self->written = bgd_crew_get_done (self->crew);
  bgd_validators_set (&self->validators, validators->etag, validators->last_modified);
  g_clear_pointer (&self->crew, bgd_crew_free);
  g_clear_pointer (&self->tick, bgd_timer_free);
}

static void checkpoint (BgdDownload *self);
static void on_hashed (const GError *error, gpointer user_data);

/* What is safe is read back for the checksum while the rest still comes, so that little is left to
 * read at the end. */
static void
hash_on (BgdDownload *self)
{
  if (!bgd_worker_is_busy (self->worker) && bgd_worker_wants_bytes (self->worker, self->final))
    bgd_worker_hash (self->worker, self->final, on_hashed);
}

static void
on_hashed (const GError *error, gpointer user_data)
{
  BgdDownload *self = user_data;

  if (self->crew == NULL)
    {
      proceed_to_end (self);
      return;
    }

  if (self->is_due)
    checkpoint (self);
  hash_on (self);
}

/* Where the one piece ends that begins at 0. */
static guint64
first_piece (const BgdRanges *ranges)
{
  return bgd_ranges_get_length (ranges) > 0 && bgd_ranges_get (ranges, 0).start == 0
             ? bgd_ranges_get (ranges, 0).end
             : 0;
}

static void
on_synced (const GError *error, gpointer user_data)
{
  BgdDownload *self = user_data;
  g_autoptr (BgdRanges) ranges = g_steal_pointer (&self->syncing);

  if (error != NULL)
    {
      /* What was written since the last success may be lost, and no other sync would tell. */
      if (self->crew != NULL)
        dismiss_crew (self);
      g_clear_pointer (&self->written, bgd_ranges_free);
      self->whole = FALSE;
      if (self->result.failure.code == BG_ERROR_NONE)
        set_failure (self, error);
    }
  else if (ranges != NULL)
    {
      self->final = first_piece (ranges);
      self->listener->safe (ranges, self->user_data);
    }

  if (self->crew == NULL)
    {
      proceed_to_end (self);
      return;
    }

  hash_on (self);
  if (self->unsynced >= CHECKPOINT_BYTES)
    checkpoint (self);
}

static void
checkpoint (BgdDownload *self)
{
  self->is_due = bgd_worker_is_busy (self->worker) && self->unsynced > 0;
  if (self->is_due || self->unsynced == 0)
    return;

  self->unsynced = 0;
  self->ticks = 0;
  self->syncing = bgd_crew_get_done (self->crew);
  bgd_worker_sync (self->worker, on_synced);
}

static void start_crew (BgdDownload *self);

/* Only what is wrong is fetched again, and not from where it came. */
static void
mend (BgdDownload *self, const BgdRanges *bad)
{
  bgd_ranges_clear (self->done);
  bgd_ranges_add (self->done, 0, self->size);
  for (guint i = 0; i < bgd_ranges_get_length (bad); i++)
    bgd_ranges_remove (self->done, bgd_ranges_get (bad, i).start, bgd_ranges_get (bad, i).end);

  g_debug ("%" G_GUINT64_FORMAT " bytes are wrong", bgd_ranges_get_bytes (bad));
  self->bytes_total = self->size;
  self->whole = FALSE;
  self->final = 0;
  bgd_worker_expect (self->worker, self->checksum, NULL);
  self->listener->lost (bgd_ranges_get_bytes (bad), self->user_data);
  self->listener->safe (self->done, self->user_data);
  start_crew (self);
}

static void
on_pieces_checked (const GError *error, gpointer user_data)
{
  BgdDownload *self = user_data;
  const BgdRanges *bad = bgd_worker_get_bad (self->worker);

  if (error == NULL && bgd_ranges_get_length (bad) == 0)
    {
      self->is_right = TRUE;
      proceed_to_end (self);
      return;
    }
  if (error == NULL && !self->stopped && bgd_repair_blame (self->repair, bad))
    {
      mend (self, bad);
      return;
    }

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_failure (self, error);
  else if (error == NULL && !self->stopped)
    bgd_failure_set (&self->result.failure, BG_ERROR_VALIDATION_FAILED,
                     bgd_error_context (BG_ERROR_VALIDATION_FAILED), BGD_NO_FILE, 0,
                     "Pieces of the file are wrong, wherever they come from");
  finish (self);
}

/* After the crew: a last sync, the checksums, the news; each when the one before is done. */
static void
proceed_to_end (BgdDownload *self)
{
  if (bgd_worker_is_busy (self->worker))
    return;

  if (self->written != NULL && self->answered)
    {
      self->syncing = g_steal_pointer (&self->written);
      bgd_worker_sync (self->worker, on_synced);
    }
  else if (self->whole && self->repair != NULL && !self->is_right && !self->stopped)
    {
      bgd_worker_check_pieces (self->worker, self->pieces, self->size, on_pieces_checked);
    }
  else if (self->whole && bgd_worker_can_check (self->worker) && !self->stopped)
    {
      bgd_worker_check (self->worker, on_checked);
    }
  else
    {
      self->checked = self->whole && !bgd_worker_can_check (self->worker);
      finish (self);
    }
}

static void
on_crew_answered (const char *suggested_name, gboolean restarted, gpointer user_data)
{
  BgdDownload *self = user_data;
  const BgdTransferAnswer answer = {
    .bytes_total = bgd_crew_get_size (self->crew),
    .validators = *bgd_crew_get_validators (self->crew),
    .suggested_name = (char *) suggested_name,
    .restarted = restarted,
  };

  self->answered = TRUE;
  bgd_worker_expect (self->worker, self->checksum, bgd_crew_get_digest (self->crew));
  if (restarted)
    {
      /* What is being synced is not worth telling any more. */
      g_clear_pointer (&self->syncing, bgd_ranges_free);
      self->unsynced = 0;
      self->final = 0;
    }

  self->listener->answered (&answer, self->user_data);
}

static void
on_crew_moved (const char *url, gpointer user_data)
{
  BgdDownload *self = user_data;

  self->listener->moved (url, self->user_data);
}

static void
on_crew_wrote (gsize bytes, gpointer user_data)
{
  BgdDownload *self = user_data;

  self->is_moved = FALSE;
  self->listener->wrote (bytes, self->user_data);
  self->unsynced += bytes;
  if (self->unsynced >= CHECKPOINT_BYTES)
    checkpoint (self);
}

static void
on_crew_waits (gboolean waits, gpointer user_data)
{
  BgdDownload *self = user_data;

  self->listener->waits (waits, self->user_data);
}

static void
on_crew_ended (const GError *error, gpointer user_data)
{
  BgdDownload *self = user_data;
  g_autoptr (GError) own = NULL;

  self->whole = error == NULL;
  if (self->whole &&
      !bgd_sink_truncate (bgd_worker_get_sink (self->worker), bgd_crew_get_size (self->crew), &own))
    error = own;
  if (error != NULL)
    {
      self->whole = FALSE;
      set_failure (self, error);
    }

  dismiss_crew (self);
  proceed_to_end (self);
}

static void
on_crew_refused (guint http_status, guint retry_after, gpointer user_data)
{
  BgdDownload *self = user_data;

  self->result.failure.http_status = http_status;
  self->result.retry_after = retry_after;
}

static const BgdCrewListener crew_listener = {
  .answered = on_crew_answered,
  .moved = on_crew_moved,
  .wrote = on_crew_wrote,
  .refused = on_crew_refused,
  .waits = on_crew_waits,
  .ended = on_crew_ended,
};

/* All downloads tick at the same moments, so that many of them wake up once. */
static gint64
get_next_tick (void)
{
  gint64 next = g_get_monotonic_time () + CHECKPOINT_TIME;

  return next - next % CHECKPOINT_TIME;
}

static void
on_tick (gpointer user_data)
{
  BgdDownload *self = user_data;

  bgd_timer_set (self->tick, get_next_tick ());
  self->ticks++;
  if (self->unsynced >= SMALL_BYTES || self->ticks >= SMALL_TICKS)
    checkpoint (self);
  bgd_crew_tick (self->crew); /* may end us */
}

static void
on_stop_limit (gpointer user_data)
{
  BgdDownload *self = user_data;

  g_debug ("The disk does not answer; what was not synced does not count");
  finish (self);
}

/**
 * bgd_download_new:
 * @request: what to fetch, and where to
 * @listener: who is told
 * @user_data: for @listener
 *
 * Returns: (transfer full): a download, at rest. Any thread may make it; all the rest happens on
 *   the transfer thread.
 */
BgdDownload *
bgd_download_new (const BgdTransferRequest *request,
                  const BgdDownloadListener *listener,
                  gpointer user_data)
{
  BgdDownload *self = g_new0 (BgdDownload, 1);

  self->listener = listener;
  self->user_data = user_data;
  self->url = g_strdup (request->url);
  self->method = g_strdup (request->method);
  self->mirrors = g_strdupv ((char **) request->mirrors);
  self->headers = g_strdupv ((char **) request->headers);
  if (request->credentials != NULL)
    self->credentials = bgd_credentials_ref (request->credentials);
  if (request->route != NULL)
    self->route = bgd_route_ref (request->route);
  self->directory = g_strdup (request->directory);
  self->part_name = g_strdup (request->part_name);
  self->name = request->name != NULL ? g_strdup (request->name) : bgd_name_from_url (request->url);
  self->checksum = g_strdup (request->checksum);
  self->size = request->size;
  self->size_limit = request->size_limit;
  self->ranges = request->ranges != NULL ? bgd_remote_ranges_copy (request->ranges) : NULL;
  if (request->pieces != NULL)
    {
      guint n_mirrors = request->mirrors != NULL ? g_strv_length ((char **) request->mirrors) : 0;

      self->pieces = bgd_pieces_copy (request->pieces);
      self->repair = bgd_repair_new (1 + n_mirrors, self->pieces->length);
    }
  self->bytes_total = request->bytes_total;
  self->done = bgd_ranges_copy (request->done);
  bgd_validators_set (&self->validators, request->validators->etag,
                      request->validators->last_modified);
  self->is_moved = request->is_moved;
  self->is_dynamic = request->is_dynamic;
  self->connections = request->connections;
  self->bucket = request->bucket != NULL ? bgd_bucket_ref (request->bucket) : bgd_bucket_new ();
  self->silence = request->silence;
  bgd_failure_clear (&self->result.failure);

  return self;
}

/* At rest, or finished. */
void
bgd_download_free (BgdDownload *self)
{
  g_assert (self->worker == NULL);

  g_free (self->url);
  g_free (self->method);
  g_strfreev (self->mirrors);
  g_strfreev (self->headers);
  g_clear_pointer (&self->credentials, bgd_credentials_unref);
  g_clear_pointer (&self->route, bgd_route_unref);
  g_free (self->directory);
  g_free (self->part_name);
  g_free (self->name);
  g_free (self->checksum);
  g_clear_pointer (&self->pieces, bgd_pieces_free);
  g_clear_pointer (&self->ranges, bgd_remote_ranges_free);
  g_clear_pointer (&self->repair, bgd_repair_free);
  bgd_bucket_unref (self->bucket);
  bgd_ranges_free (self->done);
  bgd_validators_clear (&self->validators);
  g_clear_pointer (&self->written, bgd_ranges_free);
  g_clear_pointer (&self->syncing, bgd_ranges_free);
  bgd_failure_clear (&self->result.failure);
  g_free (self);
}

static void
start_crew (BgdDownload *self)
{
  const BgdCrewOrders orders = {
    .url = self->url,
    .method = self->method,
    .mirrors = (const char *const *) self->mirrors,
    .headers = (const char *const *) self->headers,
    .credentials = self->credentials,
    .route = self->route,
    .is_dynamic = self->is_dynamic,
    .connections = self->connections,
    .silence = self->silence,
    .is_proven = self->checksum != NULL || self->pieces != NULL,
    .size = self->size,
    .size_limit = self->size_limit,
    .ranges = self->ranges,
    .bytes_total = self->bytes_total,
    .done = self->done,
    .validators = &self->validators,
    .is_moved = self->is_moved,
    .name = self->name,
    .banned = self->repair != NULL ? bgd_repair_get_banned (self->repair) : NULL,
    .brought = self->repair != NULL ? bgd_repair_get_brought (self->repair) : NULL,
  };

  self->crew = bgd_crew_new (&orders, bgd_worker_get_sink (self->worker), self->bucket,
                             &crew_listener, self);
  self->tick = bgd_timer_new (on_tick, self);
  bgd_timer_set (self->tick, get_next_tick ());
  bgd_crew_start (self->crew);
}

/* "finished" will follow, perhaps before this returns. */
void
bgd_download_start (BgdDownload *self)
{
  g_autoptr (GError) error = NULL;
  BgdSink *sink = bgd_sink_open (self->directory, self->part_name, &error);

  if (sink == NULL)
    {
      set_failure (self, error);
      finish (self);
      return;
    }

  self->worker = bgd_worker_new (sink, self);
  bgd_worker_expect (self->worker, self->checksum, NULL);
  start_crew (self);
}

/* The bytes that an answer has made worthless are forgotten by everybody. */
void
bgd_download_continue (BgdDownload *self)
{
  if (self->crew != NULL)
    bgd_crew_continue (self->crew);
}

/**
 * bgd_download_stop:
 * @self: a download that was started and is not finished
 *
 * Ends it as soon as what was written is synced, and within some seconds if the disk hangs.
 */
void
bgd_download_stop (BgdDownload *self)
{
  if (self->stopped)
    return;

  self->stopped = TRUE;
  bgd_worker_cancel_check (self->worker);
  self->stop_limit = bgd_timer_new (on_stop_limit, self);
  bgd_timer_set (self->stop_limit, g_get_monotonic_time () + STOP_LIMIT);
  if (self->crew == NULL)
    return; /* it is about to end */

  dismiss_crew (self);
  proceed_to_end (self);
}

/* What the owner does not know yet; before and after that it knows it all. */
void
bgd_download_draw (BgdDownload *self, BgdOutline *outline)
{
  const BgdRanges *last = self->written != NULL ? self->written : self->syncing;

  if (self->crew != NULL)
    bgd_crew_draw (self->crew, outline);
  else if (last != NULL)
    bgd_outline_set_received (outline, last);
}
