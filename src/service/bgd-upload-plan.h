/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an upload does next, and what an answer means for it; each protocol has a file of its own.
 * Pure. */
#pragma once

#include "bgd-cargo.h"
#include "bgd-reply.h"

G_BEGIN_DECLS

/* All that a protocol knows and decides by. */
typedef struct
{
  /* Given. */
  const char *url;
  const char *name;   /* of the file, without folders */
  const char *method; /* (nullable) in the place of PUT */
  guint64 size;
  gboolean wants_reply;
  gboolean withdraws; /* instead of sending: the server is to forget what it has */

  /* Moving. */
  BgdPlace place;        /* (owned) */
  guint64 offset;        /* that the server has confirmed */
  gboolean knows_offset; /* this time; what was known the last time may have changed */
  guint64 fragment;      /* bytes to send at once */
  guint64 ceiling;       /* that the server puts on a fragment */
  guint restarts;        /* how often it was begun anew this time */
  guint stage;           /* of the probe */
  gboolean has_reply;    /* the body of the answer that was just taken is the reply */
  gboolean reply_is_local;
  gboolean discards; /* the server is to forget what it has, so that the upload can begin anew */
} BgdUploadPlan;

/* The next request. */
typedef struct
{
  const char *method;
  char *url;             /* (owned) */
  GStrvBuilder *headers; /* (owned) lines */
  guint64 start;         /* the bytes of the file that are its body */
  guint64 end;
} BgdUploadOrder;

/* What an answer leads to. */
typedef enum
{
  BGD_UPLOAD_GO_ON, /* to the next request */
  BGD_UPLOAD_KEEP,  /* likewise, when the place was kept */
  BGD_UPLOAD_DONE,
  BGD_UPLOAD_FAIL,
} BgdUploadTurn;

typedef struct
{
  guint64 least; /* bytes in a fragment */
  guint64 first;
  guint64 most; /* 0: the file is one fragment */

  void (*ask) (BgdUploadPlan *plan, BgdUploadOrder *order);
  BgdUploadTurn (*take) (BgdUploadPlan *plan, const BgdReply *reply, GError **error);
} BgdUploadProtocol;

extern const BgdUploadProtocol bgd_upload_put;
extern const BgdUploadProtocol bgd_upload_tus;
extern const BgdUploadProtocol bgd_upload_resumable;
extern const BgdUploadProtocol bgd_upload_bits;
extern const BgdUploadProtocol bgd_upload_probe;

void bgd_upload_plan_clear (BgdUploadPlan *self);
void bgd_upload_plan_ask (BgdUploadPlan *self, BgdUploadOrder *order);
BgdUploadTurn bgd_upload_plan_take (BgdUploadPlan *self, const BgdReply *reply, GError **error);
void bgd_upload_plan_adapt (BgdUploadPlan *self, guint64 bytes, gint64 time);
gboolean bgd_upload_plan_is_whole (const BgdUploadPlan *self);

/* For the protocols. */
void bgd_upload_order_add (BgdUploadOrder *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void bgd_upload_order_fill (BgdUploadOrder *self, const BgdUploadPlan *plan);
void bgd_upload_order_clear (BgdUploadOrder *self);
BgdUploadTurn bgd_upload_plan_refuse (const BgdReply *reply, GError **error);
BgdUploadTurn bgd_upload_plan_refuse_first (const BgdReply *reply, GError **error);
BgdUploadTurn bgd_upload_plan_complain (GError **error, const char *message);
BgdUploadTurn bgd_upload_plan_begin_anew (BgdUploadPlan *self, GError **error);
BgdUploadTurn bgd_upload_plan_shrink (BgdUploadPlan *self, const BgdReply *reply, GError **error);
gboolean bgd_upload_plan_move (BgdUploadPlan *self, guint64 offset, GError **error);

G_END_DECLS
