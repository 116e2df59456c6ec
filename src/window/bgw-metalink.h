/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a Metalink document describes, to be shown and chosen from before the service reads it.
 * Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The service takes no larger document, in bytes. */
#define BGW_METALINK_MAX_BYTES 10485760

typedef struct
{
  char *name;        /* (owned) as the document says; any text */
  guint64 size;      /* bytes; BG_SIZE_UNKNOWN */
  char *checksum;    /* (owned) (nullable) the kind of the strongest that it has: “sha-256” */
  guint n_addresses; /* for HTTP and HTTPS */
} BgwMetalinkFile;

GPtrArray *bgw_metalink_read (const char *bytes, gsize length);
char *
bgw_metalink_leave_out (const char *bytes, gsize length, const gboolean *wanted, guint n_files);

G_END_DECLS
