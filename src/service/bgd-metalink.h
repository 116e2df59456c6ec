/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metalink documents: lists of files, with their sources and checksums. Versions 3 and 4. Pure. */
#pragma once

#include <glib.h>

#include "bgd-pieces.h"

G_BEGIN_DECLS

/* A document that is longer is no list for people, but an attack or a mistake. */
#define BGD_METALINK_MAX_BYTES ((gsize) 10 * 1024 * 1024)
#define BGD_METALINK_MAX_FILES 10000
#define BGD_METALINK_MAX_URLS 1000 /* of one file; the best BGD_METALINK_KEPT_URLS are kept */
#define BGD_METALINK_KEPT_URLS 64

typedef struct
{
  char *name;        /* (owned) one component, safe */
  char *description; /* (owned) (nullable) for people; from a stranger */
  char **urls;       /* (owned) what Ferry can fetch from, best first; may be empty */
  char *checksum;    /* (owned) (nullable) the strongest: "sha-256:hex" */
  guint64 size;      /* bytes, or BG_SIZE_UNKNOWN */
  BgdPieces *pieces; /* (owned) (nullable) the strongest; never without size */
} BgdMetalinkFile;

GPtrArray *bgd_metalink_parse (const char *text, gsize length, GError **error);
gboolean bgd_metalink_is_name (const char *name);

G_END_DECLS
