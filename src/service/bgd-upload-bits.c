/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads as Windows does them: the BITS Upload Protocol, [MC-BUP]. The server owns the offset. */
#include "config.h"

#include "bgd-upload-plan.h"

#include <string.h>

#include "bg-error.h"

#define PROTOCOL_ID "{7df0354d-249b-430f-820d-3d2a9bef4931}"

/* The fragments of Windows. */
#define LEAST ((guint64) 5 * 1024)
#define FIRST ((guint64) 128 * 1024)
#define MOST ((guint64) 13 * 1024 * 1024)

#define MAXIMUM_HEADER 4096 /* bytes */
#define MAXIMUM_CONTENT_NAME 260

/* HRESULTs in BITS-Error-Code. */
#define SESSION_NOT_FOUND 0x8020001fu
#define TOO_LARGE 0x80200020u

typedef enum
{
  STEP_CREATE,
  STEP_PING, /* to whoever was just named, and before an old session goes on */
  STEP_FRAGMENT,
  STEP_REPLY,
  STEP_CLOSE,
  STEP_CANCEL,
} Step;

/* Where it is shows in what is known. */
static Step
get_step (const BgdUploadPlan *plan)
{
  if (plan->withdraws || plan->discards)
    return STEP_CANCEL;
  if (plan->place.resource == NULL)
    return STEP_CREATE;
  if (!plan->knows_offset)
    return STEP_PING;
  if (plan->offset < plan->size)
    return STEP_FRAGMENT;
  if (plan->wants_reply && plan->place.reply_url != NULL && !plan->reply_is_local)
    return STEP_REPLY;

  return STEP_CLOSE;
}

/* Source: [MC-BUP] 2.2.4: no path, and none of the characters that Windows forbids. */
static char *
make_content_name (const char *name)
{
  g_autofree char *display = g_filename_display_name (name);
  g_autofree char *escaped = g_uri_escape_string (display, " !#$&'()+,;=@[]^`{}~", FALSE);

  return g_strndup (escaped, MAXIMUM_CONTENT_NAME);
}

/* The same address at the server that has the session. */
static char *
make_url (const BgdUploadPlan *plan)
{
  g_autoptr (GUri) uri = g_uri_parse (plan->url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *named = NULL;
  g_autoptr (GUri) host = NULL;

  if (plan->place.host == NULL || uri == NULL)
    return g_strdup (plan->url);

  named = g_strdup_printf ("%s://%s/", g_uri_get_scheme (uri), plan->place.host);
  host = g_uri_parse (named, G_URI_FLAGS_ENCODED, NULL);
  if (host == NULL)
    return g_strdup (plan->url);

  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (host),
                     g_uri_get_port (host), g_uri_get_path (uri), g_uri_get_query (uri), NULL);
}

static void
ask_fragment (BgdUploadPlan *plan, BgdUploadOrder *order)
{
  g_autofree char *name = make_content_name (plan->name);

  bgd_upload_order_fill (order, plan);
  bgd_upload_order_add (order, "BITS-Packet-Type: Fragment");
  bgd_upload_order_add (order, "Content-Name: %s", name);
  bgd_upload_order_add (order,
                        "Content-Range: bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT
                        "/%" G_GUINT64_FORMAT,
                        order->start, order->end - 1, plan->size);
}

static void
ask (BgdUploadPlan *plan, BgdUploadOrder *order)
{
  Step step = get_step (plan);

  g_free (order->url);
  order->url = make_url (plan);
  order->method = "BITS_POST";
  if (step == STEP_REPLY)
    {
      g_free (order->url);
      order->url = g_strdup (plan->place.reply_url);
      order->method = "GET";
      return;
    }

  if (plan->place.resource != NULL)
    bgd_upload_order_add (order, "BITS-Session-Id: %s", plan->place.resource);
  if (step == STEP_CREATE)
    bgd_upload_order_add (order, "BITS-Supported-Protocols: %s", PROTOCOL_ID);

  if (step == STEP_FRAGMENT)
    ask_fragment (plan, order);
  else
    bgd_upload_order_add (order, "BITS-Packet-Type: %s",
                          step == STEP_CREATE  ? "Create-Session"
                          : step == STEP_PING  ? "Ping"
                          : step == STEP_CLOSE ? "Close-Session"
                                               : "Cancel-Session");
}

static gboolean
is_ack (const BgdReply *reply)
{
  const char *type = bgd_reply_get (reply, "bits-packet-type");

  return type != NULL && g_ascii_strcasecmp (type, "Ack") == 0;
}

/* 0: none. The header has two names, and its number may be written in two ways. */
static guint64
get_error_code (const BgdReply *reply)
{
  const char *value = bgd_reply_get (reply, "bits-error-code");
  guint64 code = 0;

  if (value == NULL)
    value = bgd_reply_get (reply, "bits-error");
  if (value != NULL && g_ascii_strncasecmp (value, "0x", 2) == 0)
    value += 2;
  if (value != NULL)
    g_ascii_string_to_unsigned (value, 16, 0, G_MAXUINT32, &code, NULL);

  return code;
}

static BgdUploadTurn
refuse (const BgdReply *reply, GError **error)
{
  guint64 code = get_error_code (reply);

  if (code == 0)
    return bgd_upload_plan_refuse (reply, error);

  if (code == TOO_LARGE)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_TOO_LARGE,
                           "The server takes no file of this size");
      return BGD_UPLOAD_FAIL;
    }

  bgd_upload_plan_refuse (reply, error);
  g_prefix_error (error, "BITS error %08" G_GINT64_MODIFIER "x: ", code);
  return BGD_UPLOAD_FAIL;
}

static BgdUploadTurn
take_created (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  const char *protocol = bgd_reply_get (reply, "bits-protocol");
  const char *session = bgd_reply_get (reply, "bits-session-id");
  const char *host = bgd_reply_get (reply, "bits-host-id");

  if (!bgd_reply_is_good (reply))
    return is_ack (reply) ? refuse (reply, error) : bgd_upload_plan_refuse_first (reply, error);
  if (!is_ack (reply) || session == NULL || *session == '\0' || strlen (session) > MAXIMUM_HEADER ||
      (protocol != NULL && g_ascii_strcasecmp (protocol, PROTOCOL_ID) != 0))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_PROTOCOL_MISMATCH,
                           "The server does not speak the upload protocol of BITS");
      return BGD_UPLOAD_FAIL;
    }

  plan->place.resource = g_strdup (session);
  plan->place.host = host != NULL && *host != '\0' ? g_strdup (host) : NULL;
  plan->offset = 0;
  plan->knows_offset = plan->place.host == NULL; /* whoever was named gets a Ping */

  return BGD_UPLOAD_KEEP;
}

/* Windows sends it relative, with backslashes, and braces that no address may have. */
static char *
read_reply_url (const BgdReply *reply, const char *value, GError **error)
{
  g_autofree char *slashes = g_strdelimit (g_strdup (value), "\\", '/');
  g_autofree char *escaped = g_uri_escape_string (
      slashes,
      G_URI_RESERVED_CHARS_GENERIC_DELIMITERS G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS "%",
      FALSE);

  return bgd_reply_resolve (reply, escaped, error);
}

/* All bytes are there. */
static BgdUploadTurn
take_whole (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  const char *value = bgd_reply_get (reply, "bits-reply-url");

  if (plan->wants_reply && value != NULL)
    {
      g_free (plan->place.reply_url);
      plan->place.reply_url = read_reply_url (reply, value, error);
      if (plan->place.reply_url == NULL)
        return BGD_UPLOAD_FAIL;
      return BGD_UPLOAD_KEEP;
    }

  plan->place.closing = plan->place.reply_url == NULL || !plan->wants_reply;
  return BGD_UPLOAD_KEEP;
}

/* The server has all, but not from the bytes that were just sent: its answer to those that were the
 * last was lost, and the address of its reply with that. */
static gboolean
has_missed_reply (const BgdUploadPlan *plan, const BgdReply *reply, guint64 offset)
{
  return plan->wants_reply && reply->status == 416 && offset == plan->size &&
         plan->place.reply_url == NULL && bgd_reply_get (reply, "bits-reply-url") == NULL;
}

/* Source: [MC-BUP] 3.1.5: 416 is an answer like 200: it tells where to go on. */
static BgdUploadTurn
take_fragment (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  guint64 before = plan->offset;
  guint64 offset;

  if (reply->status == 413)
    return bgd_upload_plan_shrink (plan, reply, error);
  if (!bgd_reply_is_good (reply) && reply->status != 416)
    return refuse (reply, error);
  if (!bgd_reply_get_number (reply, "bits-received-content-range", &offset))
    return bgd_upload_plan_complain (error, "The server does not say how much it has");
  if (has_missed_reply (plan, reply, offset))
    {
      plan->discards = TRUE; /* it tells only once; whoever makes its replies must bear that */
      return BGD_UPLOAD_GO_ON;
    }
  if (!bgd_upload_plan_move (plan, offset, error))
    return BGD_UPLOAD_FAIL;

  /* It may go back, but not for ever. */
  if (offset <= before && plan->restarts++ > 8)
    return bgd_upload_plan_complain (error, "The server takes no bytes");

  return offset == plan->size ? take_whole (plan, reply, error) : BGD_UPLOAD_GO_ON;
}

/* The reply is read before this returns to the next step. */
static BgdUploadTurn
take_reply (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  if (!bgd_reply_is_good (reply))
    return bgd_upload_plan_refuse (reply, error);

  plan->has_reply = TRUE;
  plan->reply_is_local = TRUE;
  plan->place.closing = TRUE;
  return BGD_UPLOAD_KEEP;
}

/* Source: "Close-Session": again on 500 to 599, given up on 100 to 499. */
static BgdUploadTurn
take_end (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  if (bgd_reply_is_good (reply) || get_error_code (reply) == SESSION_NOT_FOUND)
    return BGD_UPLOAD_DONE;
  if (reply->status < 500 && !plan->withdraws)
    return refuse (reply, error);

  return reply->status < 500 ? BGD_UPLOAD_DONE : refuse (reply, error);
}

/* Whether nothing is missing but the end of the session. */
static gboolean
is_over (const BgdUploadPlan *plan)
{
  return plan->place.closing &&
         (!plan->wants_reply || plan->place.reply_url == NULL || plan->reply_is_local);
}

static BgdUploadTurn
take (BgdUploadPlan *plan, const BgdReply *reply, GError **error)
{
  Step step = get_step (plan);
  gboolean is_lost = get_error_code (reply) == SESSION_NOT_FOUND && !bgd_reply_is_good (reply);

  /* If it was being closed, the answer to that was lost. Else all of it was. */
  if (is_lost && step != STEP_CREATE && step != STEP_REPLY && !is_over (plan) && !plan->withdraws)
    return bgd_upload_plan_begin_anew (plan, error);

  switch (step)
    {
    case STEP_CREATE:
      return take_created (plan, reply, error);
    case STEP_PING:
      if (!is_lost && !bgd_reply_is_good (reply))
        return refuse (reply, error);
      plan->knows_offset = TRUE; /* as it was kept; a fragment will show whether it is right */
      if (plan->place.closing)
        plan->offset = plan->size; /* that it has all is kept before the last bytes are */
      return is_lost ? BGD_UPLOAD_DONE : BGD_UPLOAD_GO_ON;
    case STEP_FRAGMENT:
      return take_fragment (plan, reply, error);
    case STEP_REPLY:
      return take_reply (plan, reply, error);
    case STEP_CLOSE:
    case STEP_CANCEL:
      return plan->discards ? bgd_upload_plan_begin_anew (plan, error)
                            : take_end (plan, reply, error);
    default:
      g_assert_not_reached ();
    }
}

const BgdUploadProtocol bgd_upload_bits = { LEAST, FIRST, MOST, ask, take };
