/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an upload does next, and what an answer means for it: what all protocols have in common. */
#include "config.h"

#include "bgd-upload-plan.h"

#include "bgd-error.h"

/* A server that forgets again and again what it has would keep us busy for ever. */
#define MAXIMUM_RESTARTS 3

/* A fragment is to take between half of this and twice this: so often its bytes are confirmed, and
 * no more than that are sent again. */
#define FRAGMENT_TIME ((gint64) G_USEC_PER_SEC)

static const BgdUploadProtocol *
protocol_of (const BgdUploadPlan *self)
{
  switch (self->place.protocol)
    {
    case BGD_PROTOCOL_AUTO:
      return &bgd_upload_probe;
    case BGD_PROTOCOL_PUT:
      return &bgd_upload_put;
    case BGD_PROTOCOL_TUS:
      return &bgd_upload_tus;
    case BGD_PROTOCOL_RESUMABLE:
      return &bgd_upload_resumable;
    case BGD_PROTOCOL_BITS:
      return &bgd_upload_bits;
    default:
      g_assert_not_reached ();
    }
}

void
bgd_upload_plan_clear (BgdUploadPlan *self)
{
  bgd_place_clear (&self->place);
}

void
bgd_upload_order_clear (BgdUploadOrder *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->headers, g_strv_builder_unref);
}

/* A line "Name: value" that is ours. */
void
bgd_upload_order_add (BgdUploadOrder *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_strv_builder_add (self->headers, line);
}

/* The next fragment is its body. */
void
bgd_upload_order_fill (BgdUploadOrder *self, const BgdUploadPlan *plan)
{
  self->start = plan->offset;
  self->end = plan->offset + MIN (plan->size - plan->offset, plan->fragment);
}

/**
 * bgd_upload_plan_ask:
 * @self: where the upload is
 * @order: (out): what to send; to be cleared
 */
void
bgd_upload_plan_ask (BgdUploadPlan *self, BgdUploadOrder *order)
{
  const BgdUploadProtocol *protocol = protocol_of (self);

  if (self->ceiling == 0)
    self->ceiling = protocol->most > 0 ? protocol->most : G_MAXUINT64;
  if (self->fragment == 0)
    self->fragment = MIN (protocol->first, self->ceiling);

  *order = (BgdUploadOrder){ .url = g_strdup (self->url), .headers = g_strv_builder_new () };
  protocol->ask (self, order);
}

/**
 * bgd_upload_plan_take:
 * @self: (inout): where the upload is
 * @reply: the answer to what was asked last
 * @error: return location: of BG_ERROR; set if the turn is %BGD_UPLOAD_FAIL
 */
BgdUploadTurn
bgd_upload_plan_take (BgdUploadPlan *self, const BgdReply *reply, GError **error)
{
  BgdProtocol before = self->place.protocol;
  BgdUploadTurn turn;

  self->has_reply = FALSE;
  turn = protocol_of (self)->take (self, reply, error);

  /* Each has fragments of its own. */
  if (self->place.protocol != before)
    self->fragment = self->ceiling = 0;

  return turn;
}

/**
 * bgd_upload_plan_adapt:
 * @bytes: that were confirmed just now
 * @time: microseconds that this took
 *
 * Source: the client of Windows sends 5 KB to 13 MB at once; how it chooses is not published.
 */
void
bgd_upload_plan_adapt (BgdUploadPlan *self, guint64 bytes, gint64 time)
{
  const BgdUploadProtocol *protocol = protocol_of (self);

  /* The last one of a file is a short one, and tells little. */
  if (time < FRAGMENT_TIME / 2 && bytes >= self->fragment)
    self->fragment = MIN (self->fragment * 2, self->ceiling);
  else if (time > FRAGMENT_TIME * 2)
    self->fragment = MAX (self->fragment / 2, MIN (protocol->least, self->ceiling));
}

/* Whether the server has confirmed all. */
gboolean
bgd_upload_plan_is_whole (const BgdUploadPlan *self)
{
  return self->knows_offset && self->offset == self->size;
}

/* An answer that says no, in the words of its status. */
BgdUploadTurn
bgd_upload_plan_refuse (const BgdReply *reply, GError **error)
{
  BgError code = bgd_error_from_status (reply->status);

  if (reply->status == 413)
    code = BG_ERROR_TOO_LARGE;
  else if (reply->status >= 300 && reply->status < 400)
    code = BG_ERROR_REDIRECT_REFUSED;
  else if (reply->status < 300)
    code = BG_ERROR_INVALID_SERVER_RESPONSE;

  g_set_error (error, BG_ERROR, (int) code, "The server answered %u", reply->status);
  return BGD_UPLOAD_FAIL;
}

/* A no to the first word of a protocol: mostly the server has never heard of it. */
BgdUploadTurn
bgd_upload_plan_refuse_first (const BgdReply *reply, GError **error)
{
  if (reply->status != 405 && reply->status != 415 && reply->status != 501)
    return bgd_upload_plan_refuse (reply, error);

  g_set_error (error, BG_ERROR, BG_ERROR_PROTOCOL_MISMATCH,
               "The server answered %u: it does not speak this protocol", reply->status);
  return BGD_UPLOAD_FAIL;
}

/* An answer that makes no sense. */
BgdUploadTurn
bgd_upload_plan_complain (GError **error, const char *message)
{
  g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_SERVER_RESPONSE, message);
  return BGD_UPLOAD_FAIL;
}

/* The server does not know the upload any more. */
BgdUploadTurn
bgd_upload_plan_begin_anew (BgdUploadPlan *self, GError **error)
{
  bgd_place_leave (&self->place);
  self->offset = 0;
  self->knows_offset = FALSE;
  self->discards = FALSE;

  if (self->restarts++ < MAXIMUM_RESTARTS)
    return BGD_UPLOAD_KEEP;

  g_set_error_literal (error, BG_ERROR, BG_ERROR_HTTP_SERVER,
                       "The server forgets again and again what it has got");
  return BGD_UPLOAD_FAIL;
}

/* A fragment was too large. Source: [MC-BUP] 3.1.5: never below 5 KB. */
BgdUploadTurn
bgd_upload_plan_shrink (BgdUploadPlan *self, const BgdReply *reply, GError **error)
{
  guint64 sent = MIN (self->fragment, self->size - self->offset);

  if (sent <= protocol_of (self)->least)
    return bgd_upload_plan_refuse (reply, error);

  self->fragment = self->ceiling = MAX (sent / 2, protocol_of (self)->least);
  return BGD_UPLOAD_GO_ON;
}

/* The server says how much it has, and it is right: but it cannot have more than there is. */
gboolean
bgd_upload_plan_move (BgdUploadPlan *self, guint64 offset, GError **error)
{
  if (offset > self->size)
    {
      bgd_upload_plan_complain (error, "The server says that it has more than the whole file");
      return FALSE;
    }

  self->offset = offset;
  self->knows_offset = TRUE;
  return TRUE;
}
