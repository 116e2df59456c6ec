/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads with one PUT: RFC 9110, section 9.3.4; or POST or PATCH. What is cut off begins again. */
#include "config.h"

#include "bgd-upload-plan.h"

static void
ask (BgdUploadPlan *plan, BgdUploadOrder *order)
{
  const char *method = plan->method != NULL ? plan->method : "PUT";

  order->method = plan->withdraws ? "OPTIONS" : method;
  order->start = 0;
  order->end = plan->size;
  bgd_upload_order_add (order, "Content-Type: application/octet-stream");
}

static BgdUploadTurn
take (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  if (!bgd_reply_is_good (reply))
    return bgd_upload_plan_refuse (reply, error);

  plan->has_reply = TRUE;
  return bgd_upload_plan_move (plan, plan->size, error) ? BGD_UPLOAD_DONE : BGD_UPLOAD_FAIL;
}

const BgdUploadProtocol bgd_upload_put = { .ask = ask, .take = take };
