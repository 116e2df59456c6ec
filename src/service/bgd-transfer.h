/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file on its way: start, meter, stop, done. Made, started, stopped and heard on the main
 * thread; works on the transfer thread. */
#pragma once

#include <gio/gio.h>

#include "bgd-bucket.h"
#include "bgd-job.h"
#include "bgd-outline.h"

G_BEGIN_DECLS

#define BGD_TYPE_TRANSFER (bgd_transfer_get_type ())
G_DECLARE_FINAL_TYPE (BgdTransfer, bgd_transfer, BGD, TRANSFER, GObject)

/* What an upload needs beside. */
typedef struct
{
  const BgdCargo *cargo;
  BgdProtocol protocol;        /* that its owner wants */
  const char *method;          /* (nullable) in the place of PUT */
  gboolean withdraws;          /* instead: the server is to forget what it has */
  const char *reply_directory; /* (nullable) (type filename): the reply is wanted, in this folder */
  const char *reply_part_name; /* likewise; the caller has kept it */
  guint64 reply_bytes; /* of the reply, if it is there from the last time; or BG_SIZE_UNKNOWN */
} BgdUploadRequest;

/* All that a transfer needs; copied when it is made. */
typedef struct
{
  const char *url;
  const char *method;              /* (nullable) of HTTP; NULL: GET */
  const char *const *mirrors;      /* (nullable) more addresses of the same bytes, best first */
  const char *const *headers;      /* (nullable) lines for the host of the address only */
  BgdCredentials *credentials;     /* (nullable) likewise, if it asks */
  BgdRoute *route;                 /* (nullable) of all requests */
  const char *directory;           /* (type filename) */
  const char *part_name;           /* in directory; the caller has kept it */
  const char *name;                /* (nullable) that the owner wants; otherwise the address's */
  const char *checksum;            /* (nullable) */
  guint64 size;                    /* that the file must have; BG_SIZE_UNKNOWN: any */
  const BgdPieces *pieces;         /* (nullable) never without size */
  guint64 size_limit;              /* bytes that it may have; BG_SIZE_UNKNOWN: any number */
  const BgdRemoteRanges *ranges;   /* (nullable) that alone are wanted of it */
  guint64 bytes_total;             /* of the last time, or BG_SIZE_UNKNOWN */
  const BgdRanges *done;           /* of the last time */
  const BgdValidators *validators; /* of the last time */
  gboolean is_moved;               /* that was at another address: whatever differs is a failure */
  gboolean is_dynamic;             /* made anew for each request: no parts of it */
  guint connections;               /* 1 … BGD_MAX_CONNECTIONS, or 0: as many as help */
  BgdBucket *bucket;               /* (nullable) the limit of its speed, shared with others */
  const BgdUploadRequest *upload;  /* (nullable): to the server; from directory and name */
  guint silence; /* seconds without a byte until a connection is lost; 0: the usual ones */
  gpointer tag;  /* whatever the owner wants to find again */
} BgdTransferRequest;

/* What the first answer told. */
typedef struct
{
  guint64 bytes_total;      /* or BG_SIZE_UNKNOWN */
  BgdValidators validators; /* (owned) */
  char *suggested_name;     /* (owned) (nullable) from Content-Disposition; unsafe */
  gboolean restarted;       /* what was done before does not count: the file changed, or cannot be
                               continued */
  const BgdPlace *place;    /* (nullable): where the server puts an upload, which is to be kept */
  guint64 reply_bytes;      /* of the reply to an upload, when it is whole; or BG_SIZE_UNKNOWN */
} BgdTransferAnswer;

/* Takes the outline. */
typedef void (*BgdTransferDrawn) (BgdOutline *outline, gpointer user_data);

gboolean bgd_transfer_supports (const char *url, GError **error);

BgdTransfer *bgd_transfer_new (const BgdTransferRequest *request);
void bgd_transfer_start (BgdTransfer *self);
void bgd_transfer_stop (BgdTransfer *self);
guint64 bgd_transfer_get_bytes (BgdTransfer *self);
gint64 bgd_transfer_get_start (BgdTransfer *self);
gboolean bgd_transfer_lacks_connection (BgdTransfer *self);
void
bgd_transfer_draw (BgdTransfer *self, BgdOutline *outline, BgdTransferDrawn drawn, gpointer data);
gpointer bgd_transfer_get_tag (BgdTransfer *self);

/* After "finished". */
const BgdFailure *bgd_transfer_get_failure (BgdTransfer *self);
guint bgd_transfer_get_retry_after (BgdTransfer *self);
gboolean bgd_transfer_was_stopped (BgdTransfer *self);

G_END_DECLS
