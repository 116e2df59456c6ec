/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server answered, and what that means for the bytes that we have. Pure. */
#pragma once

#include <gio/gio.h>

#include "bgd-decoder.h"
#include "bgd-job.h"

G_BEGIN_DECLS

/* The end of a range whose last byte is not known. */
#define BGD_TO_THE_END G_MAXUINT64

/* What was asked, and what is known. */
typedef struct
{
  gboolean is_action;              /* another method than GET: any success is one */
  gboolean ranged;                 /* the file from start on; otherwise all of it */
  guint64 start;                   /* the first byte that is wanted */
  guint64 bytes_total;             /* or BG_SIZE_UNKNOWN */
  guint64 bytes_done;              /* in one piece from the beginning */
  gboolean can_compare;            /* there are bytes right before start to compare with … */
  gboolean compares;               /* … and they were asked for, too */
  const BgdValidators *validators; /* of the bytes that we have */
  const char *name;                /* (nullable) that the file was promised to have */
} BgdQuestion;

/* An answer, up to its body. */
typedef struct
{
  guint status;
  guint64 start;           /* where the body belongs in the file */
  guint64 end;             /* one after its last byte, or BGD_TO_THE_END */
  guint64 bytes_total;     /* of the file, or BG_SIZE_UNKNOWN */
  gboolean refuses_ranges; /* Accept-Ranges: none */
  gboolean is_page;        /* a web page, as its type says */
  gboolean open_ended;     /* only the end of the connection tells that the body is over */
  guint retry_after;       /* seconds; 0: not told */
  const char *fault;       /* (nullable) what makes the answer useless, if it brings bytes */

  BgdValidators validators;
  char *suggested_name; /* (owned) (nullable) from Content-Disposition; unsafe */
  char *digest;         /* (owned) (nullable) of the whole file: "sha-256:hex" */
  char *url;            /* (owned) where the answer came from, after redirections */
  GInputStream *body;   /* (owned) pollable */
  GInputStream *chunks; /* (owned) (nullable) pollable: read the body from here, in its chunks */
  BgdDecoder *decoder;  /* (owned) (nullable) the body has to go through it */
  GSocket *socket;      /* (owned) (nullable) that it comes over */
} BgdAnswer;

typedef enum
{
  BGD_VERDICT_TAKE,      /* the body is what was asked for */
  BGD_VERDICT_COMPARE,   /* it may be the same file: ask again, with bytes to compare */
  BGD_VERDICT_WHOLE,     /* we have all there is */
  BGD_VERDICT_RESTART,   /* what we have does not count; the body is the file from its beginning */
  BGD_VERDICT_ASK_AGAIN, /* what we have does not count; ask for the file from its beginning */
  BGD_VERDICT_FAIL,
} BgdVerdict;

void bgd_answer_free (BgdAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdAnswer, bgd_answer_free)

BgdVerdict bgd_answer_judge (const BgdAnswer *self, const BgdQuestion *question, GError **error);

GError *bgd_answer_explain_difference (const BgdAnswer *self, const BgdQuestion *question);

gboolean bgd_answer_parse_content_range (const char *value,
                                         guint64 *start,
                                         guint64 *end,
                                         guint64 *bytes_total);
guint bgd_answer_parse_retry_after (const char *value, gint64 now);
const char *bgd_answer_get_if_range (const BgdValidators *validators);
void bgd_answer_complete_validators (const BgdAnswer *self, BgdValidators *validators);
gboolean bgd_answer_has_changed (const BgdValidators *before, const BgdValidators *now);

G_END_DECLS
