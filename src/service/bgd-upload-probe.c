/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds out how a server takes uploads, with requests that change nothing there: OPTIONS first,
 * which is made for that. Only if it tells nothing a Ping of BITS follows, whose method no other
 * server has, and which has no body. Whoever is left gets a PUT. */
#include "config.h"

#include "bgd-upload-plan.h"

#include <string.h>

typedef enum
{
  STAGE_OPTIONS,
  STAGE_PING,
} Stage;

static void
ask (BgdUploadPlan *plan, BgdUploadOrder *order)
{
  if (plan->stage == STAGE_OPTIONS)
    {
      order->method = "OPTIONS";
      return;
    }

  order->method = "BITS_POST";
  bgd_upload_order_add (order, "BITS-Packet-Type: Ping");
}

static BgdUploadTurn
choose (BgdUploadPlan *plan, BgdProtocol protocol)
{
  plan->place.protocol = protocol;

  return BGD_UPLOAD_KEEP;
}

/* Whether a list in a header has this word. */
static gboolean
has_word (const BgdReply *reply, const char *header, const char *word)
{
  const char *value = bgd_reply_get (reply, header);
  g_auto (GStrv) words = g_strsplit_set (value != NULL ? value : "", ", ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (words[i], word) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
speaks_tus (const BgdReply *reply)
{
  return (has_word (reply, "tus-version", "1.0.0") || has_word (reply, "tus-resumable", "1.0.0")) &&
         has_word (reply, "tus-extension", "creation");
}

static BgdUploadTurn
take_options (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  /* It may be busy or down: what it says then tells nothing of what it can. */
  if (reply->status == 408 || reply->status == 429 ||
      (reply->status >= 500 && reply->status != 501 && reply->status != 505))
    return bgd_upload_plan_refuse (reply, error);

  if (speaks_tus (reply))
    return choose (plan, BGD_PROTOCOL_TUS);
  if (bgd_reply_is_good (reply) && bgd_reply_get (reply, "upload-limit") != NULL)
    return choose (plan, BGD_PROTOCOL_RESUMABLE);

  /* It cannot say of a file without bytes which bytes they are. */
  if (plan->size == 0)
    return choose (plan, BGD_PROTOCOL_PUT);
  if (bgd_reply_get (reply, "bits-supported") != NULL || has_word (reply, "allow", "BITS_POST"))
    return choose (plan, BGD_PROTOCOL_BITS);
  if (has_word (reply, "allow", "PUT"))
    return choose (plan, BGD_PROTOCOL_PUT);

  plan->stage = STAGE_PING;
  return BGD_UPLOAD_GO_ON;
}

static BgdUploadTurn
take (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  const char *packet = bgd_reply_get (reply, "bits-packet-type");

  if (plan->stage == STAGE_OPTIONS)
    return take_options (plan, reply, error);

  return choose (plan, packet != NULL && g_ascii_strcasecmp (packet, "Ack") == 0
                           ? BGD_PROTOCOL_BITS
                           : BGD_PROTOCOL_PUT);
}

const BgdUploadProtocol bgd_upload_probe = { .ask = ask, .take = take };
