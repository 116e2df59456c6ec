/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file on its way: start, meter, stop, done. Made, started, stopped and heard on the main
 * thread; works on the transfer thread. */
#include "config.h"

#include "bgd-transfer.h"

#include "bgd-transfer-link.h"

struct _BgdTransfer
{
  GObject parent_instance;

  BgdTransferLink *link; /* (owned) */
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

static void
on_answered (BgdTransferAnswer *answer, gpointer owner)
{
  g_signal_emit (owner, signals[SIGNAL_ANSWERED], 0, answer);
}

static void
on_moved (const char *url, gpointer owner)
{
  g_signal_emit (owner, signals[SIGNAL_MOVED], 0, url);
}

static void
on_safe (const BgdRanges *ranges, gpointer owner)
{
  g_signal_emit (owner, signals[SIGNAL_SAFE], 0, ranges);
}

static void
on_finished (const BgdDownloadResult *result, gpointer owner)
{
  BgdTransfer *self = owner;

  bgd_failure_copy (&self->result.failure, &result->failure);
  self->result.retry_after = result->retry_after;
  self->result.stopped = result->stopped;
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static const BgdTransferLinkListener link_listener = {
  .answered = on_answered,
  .moved = on_moved,
  .safe = on_safe,
  .finished = on_finished,
};

static void
bgd_transfer_dispose (GObject *object)
{
  BgdTransfer *self = BGD_TRANSFER (object);

  if (self->link != NULL && bgd_transfer_link_leave (self->link))
    bgd_transfer_stop (self);
  g_clear_pointer (&self->link, bgd_transfer_link_unref);

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

  self->link = bgd_transfer_link_new (request, &link_listener, self);
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
  if (self->stop_called)
    bgd_transfer_link_end (self->link);
  else
    bgd_transfer_link_start (self->link);
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
    bgd_transfer_link_stop (self->link);

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

  return bgd_transfer_link_get_bytes (self->link);
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

  return bgd_transfer_link_get_waits (self->link);
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
  g_return_if_fail (BGD_IS_TRANSFER (self));

  bgd_transfer_link_draw (self->link, outline, drawn, user_data);
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
