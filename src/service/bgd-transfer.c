/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file on its way: start, meter, stop, done. Made, started, stopped and heard on the main
 * thread; works on the transfer thread. */
#include "config.h"

#include "bgd-transfer.h"

#include <stdatomic.h>

#include "bgd-download.h"
#include "bgd-net.h"
#include "bgd-upload.h"

/* What the two threads share. */
typedef struct
{
  BgdTransfer *transfer; /* (nullable) the main thread's: nobody listens any more */
  BgdDownload *download; /* (owned) (nullable) the transfer thread's, from the start on */
  BgdUpload *upload;     /* (owned) (nullable) likewise, instead */
  _Atomic guint64 bytes; /* the meter */
  atomic_bool waits;     /* no place for a connection */
} Link;

struct _BgdTransfer
{
  GObject parent_instance;

  Link *link; /* (owned) */
  gpointer tag;
  gint64 start; /* monotonic microseconds */
  gboolean started;
  gboolean stop_called;

  BgdDownloadResult result;
};

enum
{
  SIGNAL_ANSWERED,
  SIGNAL_MOVED,
  SIGNAL_SAFE,
  SIGNAL_FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BgdTransfer, bgd_transfer, G_TYPE_OBJECT)

/* What each protocol begins with. A new one gets its line here. */
static const char *const schemes[] = { "http", "https" };

/**
 * bgd_transfer_supports:
 * @url: an address
 * @error: return location
 *
 * Errors: BG_ERROR_INVALID_URL, BG_ERROR_UNSUPPORTED_SCHEME
 *
 * Returns: whether @url is an address from which a file can be fetched
 */
gboolean
bgd_transfer_supports (const char *url, GError **error)
{
  g_autofree char *scheme = g_uri_parse_scheme (url);

  if (scheme == NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_URL,
                           "This is not an address: it has no scheme");
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_ascii_strcasecmp (scheme, schemes[i]) != 0)
        continue;

      g_autoptr (GUri) uri =
          g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);

      if (uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0')
        return TRUE;

      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_URL,
                           "This is not an address: it names no host");
      return FALSE;
    }

  g_set_error (error, BG_ERROR, BG_ERROR_UNSUPPORTED_SCHEME,
               "Addresses that begin with “%s:” are not supported", scheme);
  return FALSE;
}

static Link *
link_ref (Link *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
link_clear (gpointer data)
{
  Link *self = data;

  g_clear_pointer (&self->download, bgd_download_free); /* was never started */
  g_clear_pointer (&self->upload, bgd_upload_free);
}

static void
link_unref (Link *self)
{
  g_atomic_rc_box_release_full (self, link_clear);
}

/* What the transfer thread has to say. */
typedef struct
{
  Link *link; /* (owned) */

  BgdTransferAnswer answer; /* of "answered" */
  BgdPlace place;           /* (owned) of it, if it has one */
  char *url;                /* (owned) (nullable) of "moved" */
  BgdRanges *ranges;        /* (owned) (nullable) of "safe" */
  BgdDownloadResult result; /* of "finished" */
} News;

static News *
news_new (Link *link)
{
  News *self = g_new0 (News, 1);

  self->link = link_ref (link);

  return self;
}

static void
news_free (News *self)
{
  bgd_validators_clear (&self->answer.validators);
  g_free (self->answer.suggested_name);
  g_free (self->url);
  bgd_place_clear (&self->place);
  g_clear_pointer (&self->ranges, bgd_ranges_free);
  bgd_failure_clear (&self->result.failure);
  link_unref (self->link);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (News, news_free)

/* On the transfer thread. */
static void
continue_download (gpointer data)
{
  Link *link = data;

  if (link->download != NULL)
    bgd_download_continue (link->download);
  if (link->upload != NULL)
    bgd_upload_continue (link->upload);
  link_unref (link);
}

static void
tell_answered (gpointer data)
{
  g_autoptr (News) news = data;

  if (news->link->transfer != NULL)
    g_signal_emit (news->link->transfer, signals[SIGNAL_ANSWERED], 0, &news->answer);
  if (news->answer.restarted || news->answer.place != NULL)
    bgd_net_call (continue_download, link_ref (news->link));
}

static void
tell_moved (gpointer data)
{
  g_autoptr (News) news = data;

  if (news->link->transfer != NULL)
    g_signal_emit (news->link->transfer, signals[SIGNAL_MOVED], 0, news->url);
}

static void
tell_safe (gpointer data)
{
  g_autoptr (News) news = data;

  if (news->link->transfer != NULL)
    g_signal_emit (news->link->transfer, signals[SIGNAL_SAFE], 0, news->ranges);
}

static void
tell_finished (gpointer data)
{
  g_autoptr (News) news = data;
  BgdTransfer *self = g_steal_pointer (&news->link->transfer);

  if (self == NULL)
    return;

  bgd_failure_copy (&self->result.failure, &news->result.failure);
  self->result.retry_after = news->result.retry_after;
  self->result.stopped = news->result.stopped;
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static void
on_answered (const BgdTransferAnswer *answer, gpointer user_data)
{
  Link *link = user_data;
  News *news = news_new (link);

  if (answer->restarted)
    atomic_store (&link->bytes, 0);

  news->answer.bytes_total = answer->bytes_total;
  news->answer.suggested_name = g_strdup (answer->suggested_name);
  news->answer.restarted = answer->restarted;
  news->answer.reply_bytes = answer->reply_bytes;
  if (answer->place != NULL)
    {
      bgd_place_copy (&news->place, answer->place);
      news->answer.place = &news->place;
    }
  bgd_validators_set (&news->answer.validators, answer->validators.etag,
                      answer->validators.last_modified);
  bgd_net_call_main (tell_answered, news);
}

static void
on_moved (const char *url, gpointer user_data)
{
  News *news = news_new (user_data);

  news->url = g_strdup (url);
  bgd_net_call_main (tell_moved, news);
}

static void
on_wrote (gsize bytes, gpointer user_data)
{
  Link *link = user_data;

  atomic_fetch_add (&link->bytes, bytes);
}

static void
on_lost (guint64 bytes, gpointer user_data)
{
  Link *link = user_data;

  atomic_fetch_sub (&link->bytes, bytes);
}

static void
on_waits (gboolean waits, gpointer user_data)
{
  Link *link = user_data;

  atomic_store (&link->waits, waits);
}

static void
on_safe (const BgdRanges *ranges, gpointer user_data)
{
  News *news = news_new (user_data);

  news->ranges = bgd_ranges_copy (ranges);
  bgd_net_call_main (tell_safe, news);
}

static void
on_finished (const BgdDownloadResult *result, gpointer user_data)
{
  Link *link = user_data;
  News *news = news_new (link);

  bgd_failure_copy (&news->result.failure, &result->failure);
  news->result.retry_after = result->retry_after;
  news->result.stopped = result->stopped;
  bgd_net_call_main (tell_finished, news);

  g_clear_pointer (&link->download, bgd_download_free);
  g_clear_pointer (&link->upload, bgd_upload_free);
  link_unref (link); /* start_download()'s */
}

static const BgdDownloadListener listener = {
  .answered = on_answered,
  .moved = on_moved,
  .wrote = on_wrote,
  .lost = on_lost,
  .waits = on_waits,
  .safe = on_safe,
  .finished = on_finished,
};

/* Keeps its reference until the end. */
static void
start_download (gpointer data)
{
  Link *link = data;

  if (link->upload != NULL)
    bgd_upload_start (link->upload);
  else
    bgd_download_start (link->download);
}

static void
stop_download (gpointer data)
{
  Link *link = data;

  if (link->download != NULL)
    bgd_download_stop (link->download);
  if (link->upload != NULL)
    bgd_upload_stop (link->upload);
  link_unref (link);
}

static void
bgd_transfer_dispose (GObject *object)
{
  BgdTransfer *self = BGD_TRANSFER (object);

  if (self->link != NULL && g_steal_pointer (&self->link->transfer) != NULL)
    bgd_transfer_stop (self);
  g_clear_pointer (&self->link, link_unref);

  G_OBJECT_CLASS (bgd_transfer_parent_class)->dispose (object);
}

static void
bgd_transfer_finalize (GObject *object)
{
  BgdTransfer *self = BGD_TRANSFER (object);

  bgd_failure_clear (&self->result.failure);

  G_OBJECT_CLASS (bgd_transfer_parent_class)->finalize (object);
}

static void
bgd_transfer_class_init (BgdTransferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bgd_transfer_dispose;
  object_class->finalize = bgd_transfer_finalize;

  /**
   * BgdTransfer::answered:
   * @answer: a BgdTransferAnswer
   *
   * The first useful answer came. Once, and again if the file has to be fetched from its beginning
   * later. If @answer says that it has to, nothing is written before the handlers have returned:
   * what they store is stored before any byte of the new version is on the disk.
   */
  signals[SIGNAL_ANSWERED] = g_signal_new ("answered", BGD_TYPE_TRANSFER, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * BgdTransfer::moved:
   * @url: where the file is; checked by nobody yet
   *
   * A redirection leads there, and the owner of the file wants to know. Perhaps more than once.
   */
  signals[SIGNAL_MOVED] = g_signal_new ("moved", BGD_TYPE_TRANSFER, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * BgdTransfer::safe:
   * @ranges: a BgdRanges: all that is on the disk, for good
   *
   * Every second or 64 MiB while bytes come, and at the end; never before "answered". Fewer than
   * before if some turned out to be wrong.
   */
  signals[SIGNAL_SAFE] = g_signal_new ("safe", BGD_TYPE_TRANSFER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * BgdTransfer::finished:
   *
   * Nothing follows, and nobody uses the file any more. If there was no failure and it was not
   * stopped, the file is whole, on the disk, and its checksum is right; bgd_transfer_get_bytes() is
   * its size.
   */
  signals[SIGNAL_FINISHED] = g_signal_new ("finished", BGD_TYPE_TRANSFER, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bgd_transfer_init (BgdTransfer *self)
{
  bgd_failure_clear (&self->result.failure);
}

/**
 * bgd_transfer_new:
 * @request: what to fetch, and where to
 *
 * Returns: (transfer full): a transfer that waits for bgd_transfer_start()
 */
BgdTransfer *
bgd_transfer_new (const BgdTransferRequest *request)
{
  BgdTransfer *self = g_object_new (BGD_TYPE_TRANSFER, NULL);

  self->link = g_atomic_rc_box_new0 (Link);
  self->link->transfer = self;
  if (request->upload != NULL)
    self->link->upload = bgd_upload_new (request, &listener, self->link);
  else
    self->link->download = bgd_download_new (request, &listener, self->link);
  self->link->bytes = bgd_ranges_get_bytes (request->done);
  self->tag = request->tag;

  return self;
}

/**
 * bgd_transfer_start:
 * @self: a transfer that was not started before
 *
 * Begins. No signal is emitted before this returns.
 */
void
bgd_transfer_start (BgdTransfer *self)
{
  g_return_if_fail (BGD_IS_TRANSFER (self));
  g_return_if_fail (!self->started);

  self->started = TRUE;
  self->start = g_get_monotonic_time ();
  if (!self->stop_called)
    {
      bgd_net_call (start_download, link_ref (self->link));
      return;
    }

  News *news = news_new (self->link);

  news->result.stopped = TRUE;
  bgd_net_call_main (tell_finished, news);
}

/**
 * bgd_transfer_stop:
 * @self: a transfer
 *
 * Ends it soon: what has come is synced and told by "safe", then comes "finished". Does nothing
 * if it is over. The same happens, silently, if the last reference is dropped.
 */
void
bgd_transfer_stop (BgdTransfer *self)
{
  g_return_if_fail (BGD_IS_TRANSFER (self));

  if (self->started && !self->stop_called)
    bgd_net_call (stop_download, link_ref (self->link));

  self->stop_called = TRUE;
}

/**
 * bgd_transfer_get_bytes:
 * @self: a transfer
 *
 * The meter. It goes back when the file has to be fetched from its beginning.
 *
 * Returns: bytes that are here, synced or not, those of the last time included
 */
guint64
bgd_transfer_get_bytes (BgdTransfer *self)
{
  g_return_val_if_fail (BGD_IS_TRANSFER (self), 0);

  return atomic_load (&self->link->bytes);
}

/* Monotonic microseconds. */
gint64
bgd_transfer_get_start (BgdTransfer *self)
{
  g_return_val_if_fail (BGD_IS_TRANSFER (self), 0);

  return self->start;
}

/* Whether it waits until somebody else leaves it a connection to the server. */
gboolean
bgd_transfer_lacks_connection (BgdTransfer *self)
{
  g_return_val_if_fail (BGD_IS_TRANSFER (self), FALSE);

  return atomic_load (&self->link->waits);
}

/* An outline that crosses to the transfer thread and comes back. */
typedef struct
{
  Link *link;          /* (owned) */
  BgdOutline *outline; /* (owned) */
  BgdTransferDrawn drawn;
  gpointer user_data;
} Drawing;

static void
tell_drawn (gpointer data)
{
  Drawing *drawing = data;

  drawing->drawn (drawing->outline, drawing->user_data);
  link_unref (drawing->link);
  g_free (drawing);
}

static void
draw (gpointer data)
{
  Drawing *drawing = data;

  if (drawing->link->download != NULL)
    bgd_download_draw (drawing->link->download, drawing->outline);
  bgd_net_call_main (tell_drawn, drawing);
}

/**
 * bgd_transfer_draw:
 * @self: a transfer
 * @outline: (transfer full): what is known without it
 * @drawn: is told the outline as it is now, on the main thread, also if the transfer has ended
 *   meanwhile
 * @user_data: for @drawn
 */
void
bgd_transfer_draw (BgdTransfer *self,
                   BgdOutline *outline,
                   BgdTransferDrawn drawn,
                   gpointer user_data)
{
  Drawing *drawing;

  g_return_if_fail (BGD_IS_TRANSFER (self));

  drawing = g_new0 (Drawing, 1);
  drawing->link = link_ref (self->link);
  drawing->outline = outline;
  drawing->drawn = drawn;
  drawing->user_data = user_data;
  bgd_net_call (draw, drawing);
}

/* What the request had. */
gpointer
bgd_transfer_get_tag (BgdTransfer *self)
{
  g_return_val_if_fail (BGD_IS_TRANSFER (self), NULL);

  return self->tag;
}

/* Why it failed; code BG_ERROR_NONE if it did not, or not yet. */
const BgdFailure *
bgd_transfer_get_failure (BgdTransfer *self)
{
  g_return_val_if_fail (BGD_IS_TRANSFER (self), NULL);

  return &self->result.failure;
}

/* Seconds that the server wants to be left alone; 0 if it did not say. */
guint
bgd_transfer_get_retry_after (BgdTransfer *self)
{
  g_return_val_if_fail (BGD_IS_TRANSFER (self), 0);

  return self->result.retry_after;
}

/* Whether it ended because of bgd_transfer_stop(), before the file was whole. */
gboolean
bgd_transfer_was_stopped (BgdTransfer *self)
{
  g_return_val_if_fail (BGD_IS_TRANSFER (self), FALSE);

  return self->result.stopped;
}
