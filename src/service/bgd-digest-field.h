/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checksum that a server tells of a file. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Values of headers, each with its lines joined by commas; all are nullable. */
typedef struct
{
  const char *repr_digest;    /* Repr-Digest: of the whole file */
  const char *content_digest; /* Content-Digest: of the body */
  const char *digest;         /* Digest: of the whole file */
  const char *content_md5;    /* Content-MD5: of the body */
} BgdDigestFields;

char *bgd_digest_field_choose (const BgdDigestFields *fields, gboolean body_is_file);

G_END_DECLS
