/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server said to one step of an upload. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint status;
  char *url;            /* (owned) that was asked */
  GHashTable *headers;  /* (owned) name in lower case → value, as valid UTF-8 */
  guint retry_after;    /* seconds; 0: not told */
  gboolean is_question; /* who asked is told who we are if the request is sent again */
  GInputStream *body;   /* (owned) (nullable) */
} BgdReply;

BgdReply *bgd_reply_new (guint status, const char *url);
void bgd_reply_free (BgdReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdReply, bgd_reply_free)

void bgd_reply_add (BgdReply *self, const char *name, const char *value);
const char *bgd_reply_get (const BgdReply *self, const char *name);
gboolean bgd_reply_get_number (const BgdReply *self, const char *name, guint64 *number);
gboolean bgd_reply_is_good (const BgdReply *self);

char *bgd_reply_resolve (const BgdReply *self, const char *reference, GError **error);

G_END_DECLS
