/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads as draft-ietf-httpbis-resumable-upload has them, version 8 of its messages. The first
 * request has no bytes, so that the address of the upload is kept before any is sent: the informal
 * answer 104 is not needed then. */
#include "config.h"

#include "bgd-upload-plan.h"

#include "bg-error.h"

#define LEAST ((guint64) 5 * 1024)
#define FIRST ((guint64) 1024 * 1024)
#define MOST ((guint64) 64 * 1024 * 1024)

/* Upload-Limit is a dictionary of RFC 9651: the value of one of its keys. */
static gboolean
get_limit (const BgdReply *reply, const char *key, guint64 *limit)
{
  const char *value = bgd_reply_get (reply, "upload-limit");
  g_auto (GStrv) members = g_strsplit (value != NULL ? value : "", ",", -1);

  for (guint i = 0; members[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (g_strstrip (members[i]), "=", 2);

      if (pair[0] != NULL && pair[1] != NULL && g_str_equal (pair[0], key) &&
          g_ascii_string_to_unsigned (pair[1], 10, 1, G_MAXINT64, limit, NULL))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_complete (const BgdReply *reply)
{
  return g_strcmp0 (bgd_reply_get (reply, "upload-complete"), "?1") == 0;
}

static void
ask_send (BgdUploadPlan *plan, BgdUploadOrder *order)
{
  order->method = "PATCH";
  bgd_upload_order_fill (order, plan);
  bgd_upload_order_add (order, "Content-Type: application/partial-upload");
  bgd_upload_order_add (order, "Upload-Offset: %" G_GUINT64_FORMAT, plan->offset);
  bgd_upload_order_add (order, "Upload-Complete: ?%d", order->end == plan->size ? 1 : 0);
}

static void
ask (BgdUploadPlan *plan, BgdUploadOrder *order)
{
  bgd_upload_order_add (order, "Upload-Draft-Interop-Version: 8");
  if (plan->place.resource == NULL)
    {
      order->method = "POST";
      bgd_upload_order_add (order, "Content-Type: application/octet-stream");
      bgd_upload_order_add (order, "Upload-Complete: ?0");
      bgd_upload_order_add (order, "Upload-Length: %" G_GUINT64_FORMAT, plan->size);
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

  /* A server that knows nothing of this has taken an empty file for the whole. */
  if (location == NULL || bgd_reply_get (reply, "upload-complete") == NULL)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_PROTOCOL_MISMATCH,
                           "The server knows nothing of resumable uploads");
      return BGD_UPLOAD_FAIL;
    }

  plan->place.resource = bgd_reply_resolve (reply, location, error);
  get_limit (reply, "max-append-size", &plan->ceiling);
  plan->fragment = MIN (plan->fragment, plan->ceiling);

  return plan->place.resource != NULL && bgd_upload_plan_move (plan, 0, error) ? BGD_UPLOAD_KEEP
                                                                               : BGD_UPLOAD_FAIL;
}

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

  get_limit (reply, "max-append-size", &plan->ceiling);
  plan->fragment = MIN (plan->fragment, plan->ceiling);
  if (!is_complete (reply))
    return BGD_UPLOAD_GO_ON;
  if (offset < plan->size)
    return bgd_upload_plan_complain (error, "The server takes a part of the file for the whole");

  return plan->wants_reply
             ? bgd_upload_plan_complain (error, "The server has the file; its reply was lost")
             : BGD_UPLOAD_DONE;
}

/* The last answer is that of the resource itself, and need not tell anything of the upload. */
static BgdUploadTurn
take_sent (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  guint64 end = plan->offset + MIN (plan->size - plan->offset, plan->fragment);
  const char *complete = bgd_reply_get (reply, "upload-complete");
  guint64 offset = end;

  if (bgd_reply_get_number (reply, "upload-offset", &offset) &&
      (offset < plan->offset || offset > end))
    return bgd_upload_plan_complain (error, "The server has counted what it got wrong");
  if (!bgd_upload_plan_move (plan, offset, error))
    return BGD_UPLOAD_FAIL;
  if (end < plan->size || offset < end)
    return BGD_UPLOAD_GO_ON;
  if (complete != NULL && !is_complete (reply))
    return bgd_upload_plan_complain (error, "The server does not take the file for whole");

  plan->has_reply = TRUE;
  return BGD_UPLOAD_DONE;
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

  /* It is at another offset; twice in a row would be a quarrel. */
  if (reply->status == 409 && plan->restarts++ < 3)
    {
      plan->knows_offset = FALSE;
      return BGD_UPLOAD_GO_ON;
    }
  if (reply->status == 413)
    return bgd_upload_plan_shrink (plan, reply, error);

  return bgd_reply_is_good (reply) ? take_sent (plan, reply, error)
                                   : bgd_upload_plan_refuse (reply, error);
}

const BgdUploadProtocol bgd_upload_resumable = { LEAST, FIRST, MOST, ask, take };
