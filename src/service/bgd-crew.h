/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connections that fetch one file: who fetches what, and what becomes of it if one is lost. */
#pragma once

#include "bgd-bucket.h"
#include "bgd-credentials.h"
#include "bgd-job.h"
#include "bgd-outline.h"
#include "bgd-route.h"
#include "bgd-sink.h"

G_BEGIN_DECLS

typedef struct _BgdCrew BgdCrew;

/* Copied when the crew is made, but for brought. */
typedef struct
{
  const char *url;
  const char *method;          /* (nullable) never with parts: is_dynamic, and no mirrors */
  const char *const *mirrors;  /* (nullable) further addresses, best first */
  const char *const *headers;  /* (nullable) for the host of the first address only */
  BgdCredentials *credentials; /* (nullable) likewise */
  BgdRoute *route;             /* (nullable) of all requests */
  gboolean is_dynamic;         /* made anew for each request: no parts of it */
  guint connections;           /* exactly, if the server bears them; 0: as many as help */
  gboolean is_proven;          /* a checksum will tell whether all bytes are right */
  guint64 size;                /* that the file must have, or BG_SIZE_UNKNOWN */
  guint64 size_limit;          /* that it may have, or BG_SIZE_UNKNOWN */
  const BgdRemoteRanges
      *ranges;           /* (nullable) that alone are wanted: all else is of the local file */
  guint silence;         /* seconds without a byte until a connection is lost; 0: the usual ones */
  guint64 bytes_total;   /* of the last time, or BG_SIZE_UNKNOWN */
  const BgdRanges *done; /* of the last time */
  const BgdValidators *validators; /* of the last time */
  gboolean is_moved;               /* done is of another address: never dropped for this one */
  const gboolean *banned;          /* (nullable) of url and each mirror: not to be used */
  GPtrArray *brought; /* (nullable) (element-type BgdRanges) for each: filled with what came from
                         there; must outlive the crew */
  const char *name;   /* (nullable) that the file is expected to have */
} BgdCrewOrders;

/* What the owner hears, on the transfer thread. */
typedef struct
{
  /* A first useful answer; size and validators may be asked for. If the file has to be fetched
   * from its beginning although a part of it was there, nothing is written until
   * bgd_crew_continue(). */
  void (*answered) (const char *suggested_name, gboolean restarted, gpointer user_data);

  /* The file is elsewhere than the first address says, and its owner wants to know. */
  void (*moved) (const char *url, gpointer user_data);

  /* Bytes were written that were missing. */
  void (*wrote) (gsize bytes, gpointer user_data);

  /* The server will not give the file; "ended" follows. */
  void (*refused) (guint http_status, guint retry_after, gpointer user_data);

  /* All connections to the server are in use; or it goes on. */
  void (*waits) (gboolean waits, gpointer user_data);

  /* Nobody works any more. Without an error the file is whole. May free the crew. */
  void (*ended) (const GError *error, gpointer user_data);
} BgdCrewListener;

BgdCrew *bgd_crew_new (const BgdCrewOrders *orders,
                       BgdSink *sink,
                       BgdBucket *bucket,
                       const BgdCrewListener *listener,
                       gpointer user_data);
void bgd_crew_free (BgdCrew *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdCrew, bgd_crew_free)

void bgd_crew_start (BgdCrew *self);
void bgd_crew_continue (BgdCrew *self);
void bgd_crew_tick (BgdCrew *self);

BgdRanges *bgd_crew_get_done (BgdCrew *self);
const BgdValidators *bgd_crew_get_validators (BgdCrew *self);
const char *bgd_crew_get_digest (BgdCrew *self);
guint64 bgd_crew_get_size (BgdCrew *self);
void bgd_crew_draw (BgdCrew *self, BgdOutline *outline);

G_END_DECLS
