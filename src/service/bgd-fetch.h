/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection at work: a request for a part of the file, and its body, in large reads, to where
 * it belongs. */
#pragma once

#include "bgd-answer.h"
#include "bgd-bucket.h"
#include "bgd-http.h"
#include "bgd-line.h"
#include "bgd-segments.h"
#include "bgd-sink.h"

G_BEGIN_DECLS

typedef struct _BgdFetch BgdFetch;

/* What the owner hears, on the transfer thread; nothing after bgd_fetch_free(), which each but the
 * second and the third may call. */
typedef struct
{
  /* The answer is there; it stays the fetch's. Whoever knows better where its body belongs says
   * so in it. The body is read from bgd_fetch_read() on. */
  void (*answered) (BgdFetch *fetch, BgdAnswer *answer, gpointer user_data);

  /* Bytes were written that were missing. */
  void (*wrote) (BgdFetch *fetch, gsize bytes, gpointer user_data);

  /* It begins to give way to the other traffic of the machine. */
  void (*yields) (BgdFetch *fetch, gpointer user_data);

  /* The part is complete, and the body goes on. TRUE: the part has grown. */
  gboolean (*completed) (BgdFetch *fetch, gpointer user_data);

  /* The body is over; with an error if it should not be, or nothing more can be written. */
  void (*ended) (BgdFetch *fetch, const GError *error, gpointer user_data);
} BgdFetchListener;

/* Where a fetch works; all of it is the owner's. */
typedef struct
{
  BgdSegments *plan;
  BgdSink *sink;
  BgdBucket *bucket;  /* the limit of the file's speed */
  guint64 size_limit; /* bytes: nothing is written beyond */
} BgdFetchPlace;

BgdFetch *bgd_fetch_new (const BgdFetchPlace *place,
                         BgdSegment *segment,
                         gpointer tag,
                         const BgdFetchListener *listener,
                         gpointer user_data);
void bgd_fetch_free (BgdFetch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdFetch, bgd_fetch_free)

void bgd_fetch_send (BgdFetch *self, const BgdHttpRequest *request, guint64 overlap);
void bgd_fetch_read (BgdFetch *self);
void bgd_fetch_set_segment (BgdFetch *self, BgdSegment *segment);

gpointer bgd_fetch_get_tag (BgdFetch *self);
BgdSegment *bgd_fetch_get_segment (BgdFetch *self);
const BgdAnswer *bgd_fetch_get_answer (BgdFetch *self);
gboolean bgd_fetch_get_ranged (BgdFetch *self);
guint64 bgd_fetch_get_bytes (BgdFetch *self);
guint64 bgd_fetch_get_overlap (BgdFetch *self);
gint64 bgd_fetch_get_last_sign (BgdFetch *self);
gint64 bgd_fetch_get_time_sent (BgdFetch *self);
gint64 bgd_fetch_get_latency (BgdFetch *self);
BgdLine *bgd_fetch_get_yielding (BgdFetch *self);
double bgd_fetch_get_promised (BgdFetch *self);
void bgd_fetch_update (BgdFetch *self, gint64 now);

gint64 bgd_fetch_get_time_at_work (void);
gboolean bgd_fetch_check_limit (const BgdFetchPlace *place, guint64 size, GError **error);

G_END_DECLS
