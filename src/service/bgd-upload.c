/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file on its way to a server, from the first request to the last answer. Sends what the plan
 * says, and tells the plan what came back. */
#include "config.h"

#include "bgd-upload.h"

#include "bgd-error.h"
#include "bgd-http-send.h"
#include "bgd-sink-reader.h"
#include "bgd-timer.h"
#include "bgd-upload-body.h"
#include "bgd-upload-plan.h"
#include "bgd-upload-reply.h"

/* Source: [MC-BUP] 3.1.2: 2 minutes to send, 5 to answer: the application behind the server may
 * have work to do. A server that takes no byte for a minute is lost sooner. */
#define SILENCE 60                       /* seconds */
#define PATIENCE G_GINT64_CONSTANT (300) /* seconds from the last byte to the answer */

/* Seconds in which a server says that it wants the body. Some never do: RFC 9110, 10.1.1. */
#define COURTESY 3

#define MAXIMUM_REDIRECTS 20

struct _BgdUpload
{
  const BgdDownloadListener *listener;
  gpointer user_data;

  /* Given. */
  char *url;              /* (owned) */
  char *method;           /* (owned) (nullable) the plan's */
  char **headers;         /* (owned) (nullable) */
  BgdRoute *route;        /* (owned) (nullable) */
  BgdHttpLogin *login;    /* (owned) (nullable) */
  char *directory;        /* (owned) (type filename) */
  char *name;             /* (owned) (type filename) */
  BgdSinkVersion version; /* that is to be sent */
  char *reply_directory;  /* (owned) (nullable) (type filename) */
  char *reply_part_name;  /* (owned) (nullable) */
  BgdBucket *bucket;      /* (owned) */
  guint silence;          /* seconds */

  BgdUploadPlan plan;
  BgdUploadOrder order;      /* that is under way */
  BgdUploadTurn turn;        /* that is waiting for the reply to be read */
  BgdSinkReader *reader;     /* (owned) (nullable) none before the start */
  BgdUploadBody *body;       /* (owned) (nullable) of the request that is under way */
  BgdUploadReply *reply;     /* (owned) (nullable) is being read */
  GCancellable *cancellable; /* (owned) */
  BgdTimer *timer;           /* (owned) (nullable) of the silence */
  gint64 sent;               /* monotonic microseconds: when the request was */
  guint64 told;              /* bytes: that the listener knows of */
  guint redirects;
  gboolean answered;   /* and told */
  gboolean is_kept;    /* the place is being kept: nothing goes on until it is */
  gboolean waits;      /* for the server to say that it wants the body */
  gboolean is_tactful; /* it may: the server was not found to say nothing */
  gboolean timed_out;
  gboolean stopped;
  guint64 reply_bytes; /* when it is whole; or BG_SIZE_UNKNOWN */
  BgdDownloadResult result;
};

/**
 * bgd_upload_new:
 * @request: what to send, and where to; its "upload" is there
 * @listener: who is told: as of a download, where "safe" is what the server has confirmed
 * @user_data: for @listener
 *
 * Returns: (transfer full): an upload, at rest. Any thread may make it; all the rest happens on the
 *   transfer thread.
 */
BgdUpload *
bgd_upload_new (const BgdTransferRequest *request,
                const BgdDownloadListener *listener,
                gpointer user_data)
{
  const BgdUploadRequest *upload = request->upload;
  BgdUpload *self = g_new0 (BgdUpload, 1);

  self->listener = listener;
  self->user_data = user_data;
  self->url = g_strdup (request->url);
  self->headers = g_strdupv ((char **) request->headers);
  if (request->route != NULL)
    self->route = bgd_route_ref (request->route);
  self->login = bgd_http_login_new (request->url, request->credentials, request->route);
  self->is_tactful = TRUE;
  self->directory = g_strdup (request->directory);
  self->name = g_strdup (request->name);
  self->version = (BgdSinkVersion){ upload->cargo->size, upload->cargo->changed };
  self->reply_directory = g_strdup (upload->reply_directory);
  self->reply_part_name = g_strdup (upload->reply_part_name);
  self->bucket = request->bucket != NULL ? bgd_bucket_ref (request->bucket) : bgd_bucket_new ();
  self->silence = request->silence > 0 ? request->silence : SILENCE;
  self->cancellable = g_cancellable_new ();
  self->reply_bytes = upload->reply_directory != NULL ? upload->reply_bytes : BG_SIZE_UNKNOWN;

  self->plan.url = self->url;
  self->plan.name = self->name;
  self->plan.method = self->method = g_strdup (upload->method);
  self->plan.size = upload->cargo->size;
  self->plan.wants_reply = upload->reply_directory != NULL;
  self->plan.reply_is_local = self->reply_bytes != BG_SIZE_UNKNOWN;
  self->plan.withdraws = upload->withdraws;
  bgd_place_copy (&self->plan.place, &upload->cargo->place);
  if (self->plan.place.protocol == BGD_PROTOCOL_AUTO)
    self->plan.place.protocol = upload->protocol;
  self->plan.offset = self->told = bgd_ranges_get_bytes (request->done);
  bgd_failure_clear (&self->result.failure);

  return self;
}

static void
drop_body (BgdUpload *self)
{
  if (self->body != NULL)
    bgd_upload_body_release (self->body);
  g_clear_object (&self->body);
}

/* At rest, or finished. */
void
bgd_upload_free (BgdUpload *self)
{
  drop_body (self);
  g_clear_pointer (&self->timer, bgd_timer_free);
  g_clear_pointer (&self->reader, bgd_sink_reader_close);
  g_clear_pointer (&self->reply, bgd_upload_reply_free);
  bgd_upload_order_clear (&self->order);
  bgd_upload_plan_clear (&self->plan);
  bgd_failure_clear (&self->result.failure);
  bgd_bucket_unref (self->bucket);
  g_object_unref (self->cancellable);
  g_free (self->url);
  g_free (self->method);
  g_strfreev (self->headers);
  g_clear_pointer (&self->route, bgd_route_unref);
  g_clear_pointer (&self->login, bgd_http_login_unref);
  g_free (self->directory);
  g_free (self->name);
  g_free (self->reply_directory);
  g_free (self->reply_part_name);
  g_free (self);
}

static void
set_failure (BgdUpload *self, const GError *error)
{
  BgError code = error->domain == BG_ERROR ? (BgError) error->code : BG_ERROR_FAILED;

  bgd_failure_set (&self->result.failure, code, bgd_error_context (code), BGD_NO_FILE,
                   self->result.failure.http_status, error->message);
}

/* Frees us. */
static void
finish (BgdUpload *self)
{
  drop_body (self);
  self->result.stopped =
      self->stopped && self->result.failure.code == BG_ERROR_NONE && self->turn != BGD_UPLOAD_DONE;

  g_debug ("An upload ended with code %d%s", (int) self->result.failure.code,
           self->result.stopped ? ", stopped" : "");
  self->listener->finished (&self->result, self->user_data);
}

static void
fail (BgdUpload *self, const GError *error)
{
  set_failure (self, error);
  finish (self);
}

/* What goes on only when it is kept. */
static void
tell_place (BgdUpload *self, gboolean restarted)
{
  const BgdTransferAnswer answer = {
    .bytes_total = self->plan.size,
    .restarted = restarted,
    .place = &self->plan.place,
    .reply_bytes = self->reply_bytes,
  };

  if (restarted)
    self->told = 0;
  self->answered = self->is_kept = TRUE;
  self->listener->answered (&answer, self->user_data);
}

static void
tell_answered (BgdUpload *self)
{
  const BgdTransferAnswer answer = {
    .bytes_total = self->plan.size,
    .reply_bytes = self->reply_bytes,
  };

  if (self->answered)
    return;

  self->answered = TRUE;
  self->listener->answered (&answer, self->user_data);
}

/* The meter shows what the server has confirmed. */
static void
tell_offset (BgdUpload *self)
{
  guint64 offset = self->plan.offset;
  g_autoptr (BgdRanges) ranges = NULL;

  if (offset == self->told && !bgd_upload_plan_is_whole (&self->plan))
    return;

  if (offset > self->told)
    self->listener->wrote ((gsize) (offset - self->told), self->user_data);
  else if (offset < self->told)
    self->listener->lost (self->told - offset, self->user_data);
  self->told = offset;

  ranges = bgd_ranges_new ();
  if (offset > 0)
    bgd_ranges_add (ranges, 0, offset);
  self->listener->safe (ranges, self->user_data);
}

static void send_order (BgdUpload *self);

static void
ask_next (BgdUpload *self)
{
  bgd_upload_order_clear (&self->order);
  bgd_upload_plan_ask (&self->plan, &self->order);
  self->redirects = 0;
  if (self->login != NULL)
    bgd_http_login_begin (self->login);
  send_order (self);
}

/* The answer is judged, and the reply is here if there was one. */
static void
go_on (BgdUpload *self, gboolean was_restarted)
{
  g_autoptr (GError) error = NULL;

  tell_answered (self);
  if (self->turn == BGD_UPLOAD_KEEP)
    tell_place (self, was_restarted);
  tell_offset (self);

  if (self->turn == BGD_UPLOAD_DONE && self->plan.wants_reply && !self->plan.withdraws &&
      self->reply_bytes == BG_SIZE_UNKNOWN)
    {
      /* Source: SetReplyFileName in the BITS reference: no reply is an empty one. */
      if (!bgd_upload_reply_write_empty (self->reply_directory, self->reply_part_name, &error))
        {
          self->turn = BGD_UPLOAD_FAIL;
          fail (self, error);
          return;
        }
      self->reply_bytes = 0;
    }

  if (self->turn == BGD_UPLOAD_DONE)
    {
      if (self->plan.wants_reply && !self->plan.withdraws)
        tell_place (self, FALSE);
      finish (self);
    }
  else if (self->stopped)
    finish (self);
  else if (!self->is_kept)
    ask_next (self);
}

static void
on_reply_read (guint64 bytes, const GError *error, gpointer user_data)
{
  BgdUpload *self = user_data;

  g_clear_pointer (&self->reply, bgd_upload_reply_free);
  bgd_timer_set (self->timer, BGD_TIMER_NEVER);
  if (error != NULL)
    {
      self->turn = BGD_UPLOAD_FAIL;
      if (self->stopped && !self->timed_out)
        finish (self);
      else
        fail (self, error);
      return;
    }

  self->reply_bytes = bytes;
  go_on (self, FALSE);
}

/* A redirection that keeps method and body: RFC 9110, 15.4.8 and 15.4.9. Others would make a GET of
 * an upload. */
static gboolean
follow (BgdUpload *self, const BgdReply *reply, GError **error)
{
  const char *location = bgd_reply_get (reply, "location");
  gboolean keeps = reply->status == 307 || reply->status == 308;
  char *target;

  if (!keeps || location == NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_REDIRECT_REFUSED,
                           "The server sent us elsewhere in a way that uploads cannot follow");
      return FALSE;
    }
  if (++self->redirects > MAXIMUM_REDIRECTS)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_TOO_MANY_REDIRECTS,
                   "The server sent us elsewhere more than %d times", MAXIMUM_REDIRECTS);
      return FALSE;
    }

  target = bgd_reply_resolve (reply, location, error);
  if (target == NULL)
    return FALSE;

  g_free (self->order.url);
  self->order.url = target;
  return TRUE;
}

static gboolean
is_redirection (const BgdReply *reply)
{
  return reply->status == 301 || reply->status == 302 || reply->status == 303 ||
         reply->status == 307 || reply->status == 308;
}

/* What was sent under way and is not confirmed does not count. */
static void
forget_unconfirmed (BgdUpload *self)
{
  if (self->told > self->plan.offset)
    {
      self->listener->lost (self->told - self->plan.offset, self->user_data);
      self->told = self->plan.offset;
    }
}

static void
judge (BgdUpload *self, const BgdReply *reply)
{
  g_autoptr (GError) error = NULL;
  guint64 before = self->plan.offset;
  gint64 time = g_get_monotonic_time () - self->sent;

  self->turn = bgd_upload_plan_take (&self->plan, reply, &error);
  if (self->turn == BGD_UPLOAD_FAIL)
    {
      self->result.failure.http_status = reply->status;
      self->result.retry_after = reply->retry_after;
      forget_unconfirmed (self);
      fail (self, error);
      return;
    }
  if (self->plan.offset > before && self->order.end > self->order.start)
    bgd_upload_plan_adapt (&self->plan, self->plan.offset - before, time);

  if (self->plan.has_reply && self->plan.wants_reply)
    {
      guint64 length = BG_SIZE_UNKNOWN;

      bgd_reply_get_number (reply, "content-length", &length);
      bgd_timer_set (self->timer, g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC);
      self->reply =
          bgd_upload_reply_new (reply->body, length, self->reply_directory, self->reply_part_name,
                                self->cancellable, on_reply_read, self);
      return;
    }

  go_on (self, self->plan.offset == 0 && self->told > 0);
}

/* The same once more, of which the server has kept nothing. */
static void
repeat (BgdUpload *self)
{
  forget_unconfirmed (self);
  send_order (self);
}

/* No answer came: why? */
static void
explain (BgdUpload *self, const GError *error)
{
  g_autoptr (GError) late = NULL;

  forget_unconfirmed (self);
  if (self->waits && !self->is_tactful && !self->stopped)
    {
      g_object_unref (self->cancellable);
      self->cancellable = g_cancellable_new ();
      repeat (self);
    }
  else if (self->timed_out)
    {
      late = g_error_new (BG_ERROR, BG_ERROR_TIMED_OUT, "The server fell silent");
      fail (self, late);
    }
  else if (self->stopped)
    finish (self);
  else
    fail (self, error);
}

static gboolean
check_version (BgdUpload *self, GError **error)
{
  if (self->reader == NULL || bgd_sink_reader_is_version (self->reader, &self->version))
    return TRUE;

  g_set_error_literal (error, BG_ERROR, BG_ERROR_LOCAL_FILE_CHANGED,
                       "The file has changed since it was given to the job");
  return FALSE;
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BgdUpload *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BgdReply) reply = bgd_http_send_order_finish (result, &error);

  drop_body (self);
  bgd_timer_set (self->timer, BGD_TIMER_NEVER);
  if (reply == NULL)
    {
      explain (self, error);
      return;
    }
  /* The server must not be told that this is the whole of what was two files. */
  if (!check_version (self, &error))
    {
      forget_unconfirmed (self);
      fail (self, error);
      return;
    }

  if (reply->is_question)
    repeat (self);
  else if (reply->status == 417 && self->waits)
    {
      self->is_tactful = FALSE;
      repeat (self);
    }
  else if (!is_redirection (reply))
    judge (self, reply);
  else if (!follow (self, reply, &error))
    {
      self->result.failure.http_status = reply->status;
      forget_unconfirmed (self);
      fail (self, error);
    }
  else
    repeat (self);
}

/* Bytes go. A PUT is confirmed at its end only: what was sent is all that there is to show. */
static void
on_took (gsize bytes, gpointer user_data)
{
  BgdUpload *self = user_data;

  self->waits = FALSE;
  bgd_timer_set (self->timer, g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC);
  if (self->plan.place.protocol == BGD_PROTOCOL_PUT)
    {
      tell_answered (self);
      self->told += bytes;
      self->listener->wrote (bytes, self->user_data);
    }
}

static void
on_silence (gpointer user_data)
{
  BgdUpload *self = user_data;

  self->timed_out = !self->waits;
  self->is_tactful = self->is_tactful && !self->waits;
  g_cancellable_cancel (self->cancellable);
}

/* A PUT has the whole file with it: it is not to be sent for a server that then asks who we are. */
static gboolean
is_to_wait (const BgdUpload *self)
{
  return self->is_tactful && self->order.end > self->order.start &&
         self->plan.place.protocol == BGD_PROTOCOL_PUT && self->login != NULL &&
         bgd_http_login_may_be_asked (self->login);
}

static void
send_order (BgdUpload *self)
{
  g_auto (GStrv) own = g_strv_builder_end (self->order.headers);
  g_autoptr (GInputStream) body = NULL;
  guint64 length = self->order.end - self->order.start;
  BgdHttpOrder order;

  self->waits = is_to_wait (self);

  g_strv_builder_addv (self->order.headers, (const char **) own); /* for a redirection */
  if (length > 0)
    {
      body = bgd_upload_body_new (self->reader, self->order.start, self->order.end, self->bucket,
                                  on_took, self);
      self->body = BGD_UPLOAD_BODY (g_object_ref (body));
    }

  order = (BgdHttpOrder){
    .method = self->order.method,
    .url = self->order.url,
    .origin = self->url,
    .headers = (const char *const *) self->headers,
    .route = self->route,
    .login = self->login,
    .own = (const char *const *) own,
    .body = body,
    .connected = bgd_upload_body_set_socket,
    .length = length,
    .waits = self->waits,
    .is_whole = self->plan.place.protocol == BGD_PROTOCOL_PUT,
  };
  self->sent = g_get_monotonic_time ();
  bgd_timer_set (self->timer,
                 self->sent + (gint64) (self->waits ? COURTESY : self->silence) * G_USEC_PER_SEC);
  bgd_http_send_order_async (&order, self->cancellable, on_answered, self);
}

static gboolean
open_file (BgdUpload *self, GError **error)
{
  if (self->plan.withdraws)
    return TRUE;

  self->reader = bgd_sink_reader_open (self->directory, self->name, error);
  if (self->reader == NULL || !check_version (self, error))
    return FALSE;

  if (self->plan.size > 0 || self->plan.place.protocol != BGD_PROTOCOL_BITS)
    return TRUE;

  g_set_error_literal (error, BG_ERROR, BG_ERROR_PROTOCOL_MISMATCH,
                       "The upload protocol of BITS cannot carry an empty file");
  return FALSE;
}

/* "finished" will follow, perhaps before this returns. */
void
bgd_upload_start (BgdUpload *self)
{
  g_autoptr (GError) error = NULL;

  self->timer = bgd_timer_new (on_silence, self);
  self->turn = BGD_UPLOAD_GO_ON;
  if (!open_file (self, &error))
    {
      fail (self, error);
      return;
    }

  ask_next (self);
}

/* The place is kept. */
void
bgd_upload_continue (BgdUpload *self)
{
  if (!self->is_kept)
    return;

  self->is_kept = FALSE;
  if (self->stopped)
    finish (self);
  else
    ask_next (self);
}

/**
 * bgd_upload_stop:
 * @self: an upload that was started and is not finished
 *
 * Ends it soon. What the server has got and not confirmed it will tell the next time.
 */
void
bgd_upload_stop (BgdUpload *self)
{
  self->stopped = TRUE;
  g_cancellable_cancel (self->cancellable);
}
