/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads with tus 1.0 (tus.io/protocols/resumable-upload): creation, offset, bytes, termination.
 */
#include "config.h"

#include "bgd-upload-plan.h"

#include <string.h>

#include "bg-error.h"

#define LEAST ((guint64) 5 * 1024)
#define FIRST ((guint64) 1024 * 1024)
#define MOST ((guint64) 64 * 1024 * 1024)

static void
ask_create (BgdUploadPlan *plan, BgdUploadOrder *order)
{
  g_autofree char *name = g_filename_display_name (plan->name);
  g_autofree char *encoded = g_base64_encode ((const guchar *) name, strlen (name));

  order->method = "POST";
  bgd_upload_order_add (order, "Upload-Length: %" G_GUINT64_FORMAT, plan->size);
  bgd_upload_order_add (order, "Upload-Metadata: filename %s", encoded);
}

static void
ask_send (BgdUploadPlan *plan, BgdUploadOrder *order)
{
  order->method = "PATCH";
  bgd_upload_order_add (order, "Content-Type: application/offset+octet-stream");
  bgd_upload_order_add (order, "Upload-Offset: %" G_GUINT64_FORMAT, plan->offset);
  bgd_upload_order_fill (order, plan);
}

static void
ask (BgdUploadPlan *plan, BgdUploadOrder *order)
{
  bgd_upload_order_add (order, "Tus-Resumable: 1.0.0");
  if (plan->place.resource == NULL)
    {
      ask_create (plan, order);
      return;
    }

  g_free (order->url);
  order->url = g_strdup (plan->place.resource);
  if (plan->withdraws)
    order->method = "DELETE";
  else if (!plan->knows_offset)
    order->method = "HEAD";
  else
    ask_send (plan, order);
}

static BgdUploadTurn
take_created (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  const char *location = bgd_reply_get (reply, "location");

  if (!bgd_reply_is_good (reply))
    return bgd_upload_plan_refuse_first (reply, error);
  if (reply->status != 201 || location == NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_PROTOCOL_MISMATCH,
                           "The server does not create an upload as tus wants it");
      return BGD_UPLOAD_FAIL;
    }

  plan->place.resource = bgd_reply_resolve (reply, location, error);
  if (plan->place.resource == NULL || !bgd_upload_plan_move (plan, 0, error))
    return BGD_UPLOAD_FAIL;

  /* A file without bytes is whole when it is created. */
  plan->has_reply = plan->size == 0;
  return plan->size == 0 ? BGD_UPLOAD_DONE : BGD_UPLOAD_KEEP;
}

/* The server is where it says to be. */
static BgdUploadTurn
take_offset (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  guint64 offset, length;

  if (!bgd_reply_get_number (reply, "upload-offset", &offset))
    return bgd_upload_plan_complain (error, "The server does not say how much it has");
  if (bgd_reply_get_number (reply, "upload-length", &length) && length != plan->size)
    return bgd_upload_plan_begin_anew (plan, error);
  if (!bgd_upload_plan_move (plan, offset, error))
    return BGD_UPLOAD_FAIL;
  if (offset < plan->size)
    return BGD_UPLOAD_GO_ON;

  /* The answer to the last byte was lost, and it cannot be had again. */
  return plan->wants_reply
             ? bgd_upload_plan_complain (error, "The server has the file; its reply was lost")
             : BGD_UPLOAD_DONE;
}

static BgdUploadTurn
take_sent (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  guint64 before = plan->offset;
  guint64 sent = MIN (plan->size - before, plan->fragment);
  guint64 offset;

  if (!bgd_reply_get_number (reply, "upload-offset", &offset))
    return bgd_upload_plan_complain (error, "The server does not say how much it has");
  if (offset <= before || offset > before + sent)
    return bgd_upload_plan_complain (error, "The server has counted what it got wrong");
  if (!bgd_upload_plan_move (plan, offset, error))
    return BGD_UPLOAD_FAIL;

  plan->has_reply = offset == plan->size;
  return offset == plan->size ? BGD_UPLOAD_DONE : BGD_UPLOAD_GO_ON;
}

/* "Upload-Offset" tells that somebody else has written, or that an answer was lost. */
static BgdUploadTurn
take_conflict (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  if (plan->restarts++ > 2)
    return bgd_upload_plan_refuse (reply, error);

  plan->knows_offset = FALSE;
  return BGD_UPLOAD_GO_ON;
}

static gboolean
is_gone (const BgdReply *reply)
{
  return reply->status == 404 || reply->status == 410;
}

static BgdUploadTurn
take (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  if (plan->withdraws)
    return bgd_reply_is_good (reply) || is_gone (reply) ? BGD_UPLOAD_DONE
                                                        : bgd_upload_plan_refuse (reply, error);
  if (plan->place.resource == NULL)
    return take_created (plan, reply, error);
  if (is_gone (reply))
    return bgd_upload_plan_begin_anew (plan, error);

  if (!plan->knows_offset)
    return bgd_reply_is_good (reply) ? take_offset (plan, reply, error)
                                     : bgd_upload_plan_refuse (reply, error);
  if (reply->status == 409)
    return take_conflict (plan, reply, error);
  if (reply->status == 413)
    return bgd_upload_plan_shrink (plan, reply, error);

  return bgd_reply_is_good (reply) ? take_sent (plan, reply, error)
                                   : bgd_upload_plan_refuse (reply, error);
}

const BgdUploadProtocol bgd_upload_tus = { LEAST, FIRST, MOST, ask, take };
