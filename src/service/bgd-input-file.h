/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers say of a new file, checked before anything believes it. Pure. */
#pragma once

#include <glib.h>

#include "bgd-job.h"

G_BEGIN_DECLS

/* A file that a caller wants to add. */
typedef struct
{
  const char *url;
  const char *directory;      /* (type filename) (nullable) */
  const char *name;           /* (nullable) */
  const char *checksum;       /* (nullable) */
  const char *const *mirrors; /* (nullable) */
  gboolean has_size;
  guint64 size;                 /* bytes; counts if has_size */
  BgdPieces pieces;             /* not checked; without hashes there are none */
  const BgdRemoteRange *ranges; /* (nullable) (array length=n_ranges) not checked */
  guint n_ranges;
  gboolean follow_metalink;
  gboolean without_headers;
  const char *reply_path; /* (type filename) (nullable): where the reply to an upload goes */
} BgdNewFile;

BgdFile *bgd_input_make_file (const BgdNewFile *file, guint32 random, GError **error);

G_END_DECLS
