/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One address of a file, and what is known of the file there. For the transfer thread. */
#pragma once

#include "bgd-answer.h"
#include "bgd-server.h"

G_BEGIN_DECLS

typedef struct
{
  char *url;       /* (owned) */
  char *final_url; /* (owned) (nullable) where it is, after redirections */
  char *digest;    /* (owned) (nullable) as the server tells it */

  BgdValidators validators; /* of all bytes that are done, if they are from here */
  gboolean answered;        /* there was a useful answer in this try */
  gboolean takes_parts;     /* as far as it is known */
  gboolean refuses_parts;
  gboolean distrusts_etag;

  BgdServer *server; /* (owned) */
  guint hands;       /* connections */
  guint idle;        /* further ones that wait for a request, as far as we know */
  guint limit;       /* connections that it bears */
  GError *broken;    /* (owned) (nullable) why it is not used any more in this try */
} BgdSource;

BgdSource *bgd_source_new (const char *url);
void bgd_source_free (BgdSource *self);

void bgd_source_forget (BgdSource *self);
void bgd_source_take_answer (BgdSource *self, const BgdAnswer *answer, gboolean has_size);
void bgd_source_distrust_etag (BgdSource *self);
void bgd_source_lower_limit (BgdSource *self, gint64 now);
guint bgd_source_get_maximum (const BgdSource *self, guint fixed);

G_END_DECLS
