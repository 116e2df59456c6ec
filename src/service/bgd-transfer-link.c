/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a transfer has on both threads: made and heard on the main thread, at work on the other. */
#include "config.h"

#include "bgd-transfer-link.h"

#include <stdatomic.h>

#include "bgd-net.h"
#include "bgd-upload.h"

struct _BgdTransferLink
{
  const BgdTransferLinkListener *listener;
  gpointer owner;        /* (nullable) the main thread's: nobody listens any more */
  BgdDownload *download; /* (owned) (nullable) the transfer thread's, from the start on */
  BgdUpload *upload;     /* (owned) (nullable) likewise, instead */
  _Atomic guint64 bytes; /* the meter */
  atomic_bool waits;     /* no place for a connection */
};

static BgdTransferLink *
link_ref (BgdTransferLink *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
link_clear (gpointer data)
{
  BgdTransferLink *self = data;

  g_clear_pointer (&self->download, bgd_download_free); /* was never started */
  g_clear_pointer (&self->upload, bgd_upload_free);
}

void
bgd_transfer_link_unref (BgdTransferLink *self)
{
  g_atomic_rc_box_release_full (self, link_clear);
}

/* What the transfer thread has to say. */
typedef struct
{
  BgdTransferLink *link; /* (owned) */

  BgdTransferAnswer answer; /* of "answered" */
  BgdPlace place;           /* (owned) of it, if it has one */
  char *url;                /* (owned) (nullable) of "moved" */
  BgdRanges *ranges;        /* (owned) (nullable) of "safe" */
  BgdDownloadResult result; /* of "finished" */
} News;

static News *
news_new (BgdTransferLink *link)
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
  bgd_transfer_link_unref (self->link);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (News, news_free)

/* On the transfer thread. */
static void
continue_download (gpointer data)
{
  BgdTransferLink *link = data;

  if (link->download != NULL)
    bgd_download_continue (link->download);
  if (link->upload != NULL)
    bgd_upload_continue (link->upload);
  bgd_transfer_link_unref (link);
}

static void
tell_answered (gpointer data)
{
  g_autoptr (News) news = data;

  if (news->link->owner != NULL)
    news->link->listener->answered (&news->answer, news->link->owner);
  if (news->answer.restarted || news->answer.place != NULL)
    bgd_net_call (continue_download, link_ref (news->link));
}

static void
tell_moved (gpointer data)
{
  g_autoptr (News) news = data;

  if (news->link->owner != NULL)
    news->link->listener->moved (news->url, news->link->owner);
}

static void
tell_safe (gpointer data)
{
  g_autoptr (News) news = data;

  if (news->link->owner != NULL)
    news->link->listener->safe (news->ranges, news->link->owner);
}

static void
tell_finished (gpointer data)
{
  g_autoptr (News) news = data;
  gpointer owner = g_steal_pointer (&news->link->owner);

  if (owner != NULL)
    news->link->listener->finished (&news->result, owner);
}

static void
on_answered (const BgdTransferAnswer *answer, gpointer user_data)
{
  BgdTransferLink *link = user_data;
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
  BgdTransferLink *link = user_data;

  atomic_fetch_add (&link->bytes, bytes);
}

static void
on_lost (guint64 bytes, gpointer user_data)
{
  BgdTransferLink *link = user_data;

  atomic_fetch_sub (&link->bytes, bytes);
}

static void
on_waits (gboolean waits, gpointer user_data)
{
  BgdTransferLink *link = user_data;

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
  BgdTransferLink *link = user_data;
  News *news = news_new (link);

  bgd_failure_copy (&news->result.failure, &result->failure);
  news->result.retry_after = result->retry_after;
  news->result.stopped = result->stopped;
  bgd_net_call_main (tell_finished, news);

  g_clear_pointer (&link->download, bgd_download_free);
  g_clear_pointer (&link->upload, bgd_upload_free);
  bgd_transfer_link_unref (link); /* start_download()'s */
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
  BgdTransferLink *link = data;

  if (link->upload != NULL)
    bgd_upload_start (link->upload);
  else
    bgd_download_start (link->download);
}

static void
stop_download (gpointer data)
{
  BgdTransferLink *link = data;

  if (link->download != NULL)
    bgd_download_stop (link->download);
  if (link->upload != NULL)
    bgd_upload_stop (link->upload);
  bgd_transfer_link_unref (link);
}

/* (transfer full): at rest. */
BgdTransferLink *
bgd_transfer_link_new (const BgdTransferRequest *request,
                       const BgdTransferLinkListener *link_listener,
                       gpointer owner)
{
  BgdTransferLink *self = g_atomic_rc_box_new0 (BgdTransferLink);

  self->listener = link_listener;
  self->owner = owner;
  if (request->upload != NULL)
    self->upload = bgd_upload_new (request, &listener, self);
  else
    self->download = bgd_download_new (request, &listener, self);
  self->bytes = bgd_ranges_get_bytes (request->done);

  return self;
}

/* Nothing is told any more. Returns whether something could still have been. */
gboolean
bgd_transfer_link_leave (BgdTransferLink *self)
{
  return g_steal_pointer (&self->owner) != NULL;
}

/* "finished" will follow. */
void
bgd_transfer_link_start (BgdTransferLink *self)
{
  bgd_net_call (start_download, link_ref (self));
}

/* Once, after the start: ends it soon. */
void
bgd_transfer_link_stop (BgdTransferLink *self)
{
  bgd_net_call (stop_download, link_ref (self));
}

/* Instead of the start: "finished" follows, and that it was stopped. */
void
bgd_transfer_link_end (BgdTransferLink *self)
{
  News *news = news_new (self);

  news->result.stopped = TRUE;
  bgd_net_call_main (tell_finished, news);
}

/* The meter. */
guint64
bgd_transfer_link_get_bytes (BgdTransferLink *self)
{
  return atomic_load (&self->bytes);
}

/* Whether it waits for a connection. */
gboolean
bgd_transfer_link_get_waits (BgdTransferLink *self)
{
  return atomic_load (&self->waits);
}

/* An outline that crosses to the transfer thread and comes back. */
typedef struct
{
  BgdTransferLink *link; /* (owned) */
  BgdOutline *outline;   /* (owned) */
  BgdTransferDrawn drawn;
  gpointer user_data;
} Drawing;

static void
tell_drawn (gpointer data)
{
  Drawing *drawing = data;

  drawing->drawn (drawing->outline, drawing->user_data);
  bgd_transfer_link_unref (drawing->link);
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

/* See bgd_transfer_draw(). */
void
bgd_transfer_link_draw (BgdTransferLink *self,
                        BgdOutline *outline,
                        BgdTransferDrawn drawn,
                        gpointer user_data)
{
  Drawing *drawing = g_new0 (Drawing, 1);

  drawing->link = link_ref (self);
  drawing->outline = outline;
  drawing->drawn = drawn;
  drawing->user_data = user_data;
  bgd_net_call (draw, drawing);
}
