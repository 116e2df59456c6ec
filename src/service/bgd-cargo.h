/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A local file on its way to a server: what it was when it was given, and its place there. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a file gets to its server. Kept by the store as numbers. */
typedef enum
{
  BGD_PROTOCOL_AUTO = 0,      /* not found out yet */
  BGD_PROTOCOL_PUT = 1,       /* RFC 9110: all at once */
  BGD_PROTOCOL_TUS = 2,       /* tus 1.0 */
  BGD_PROTOCOL_RESUMABLE = 3, /* draft-ietf-httpbis-resumable-upload */
  BGD_PROTOCOL_BITS = 4,      /* [MC-BUP] */
} BgdProtocol;

#define BGD_N_PROTOCOLS (BGD_PROTOCOL_BITS + 1)

/* Where the bytes go on with the same upload. Whoever knows the resource may write to it: it is
 * shown to nobody, and is in no log. */
typedef struct
{
  BgdProtocol protocol;
  char *resource;   /* (owned) (nullable) an address, or the session of BITS */
  char *host;       /* (owned) (nullable) the server that has the session, if another one (BITS) */
  char *reply_url;  /* (owned) (nullable) where the server keeps its reply (BITS) */
  gboolean closing; /* the server has all; it is being told that this is the end (BITS) */
} BgdPlace;

typedef struct
{
  guint64 size;   /* bytes */
  gint64 changed; /* nanoseconds since 1970 */
  BgdPlace place;
  gint64 withdraw_until; /* microseconds since 1970: so long the server is asked to forget what it
                            has got; 0: nothing is to be withdrawn */
} BgdCargo;

BgdCargo *bgd_cargo_new (guint64 size, gint64 changed);
void bgd_cargo_free (BgdCargo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdCargo, bgd_cargo_free)

void bgd_place_copy (BgdPlace *self, const BgdPlace *other);
void bgd_place_clear (BgdPlace *self);
void bgd_place_leave (BgdPlace *self);

const char *bgd_protocol_to_string (BgdProtocol protocol);
gboolean bgd_protocol_from_string (const char *name, BgdProtocol *protocol);

G_END_DECLS
