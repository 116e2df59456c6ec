/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of a Metalink document, while it is read. Pure. */
#pragma once

#include "bgd-metalink.h"

G_BEGIN_DECLS

typedef struct _BgdMetalinkDraft BgdMetalinkDraft;

/* Words for people; the best is taken. */
typedef enum
{
  BGD_METALINK_DESCRIPTION,
  BGD_METALINK_IDENTITY,
  BGD_METALINK_VERSION,
} BgdMetalinkWords;

#define BGD_METALINK_N_WORDS (BGD_METALINK_VERSION + 1)

BgdMetalinkDraft *bgd_metalink_draft_new (const char *name, GError **error);
void bgd_metalink_draft_free (BgdMetalinkDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdMetalinkDraft, bgd_metalink_draft_free)

gboolean
bgd_metalink_draft_add_url (BgdMetalinkDraft *self, const char *url, guint rank, GError **error);
gboolean bgd_metalink_draft_add_hash (BgdMetalinkDraft *self,
                                      const char *type,
                                      const char *hex,
                                      GError **error);
void bgd_metalink_draft_begin_pieces (BgdMetalinkDraft *self, const char *type, guint64 length);
void bgd_metalink_draft_add_piece (BgdMetalinkDraft *self, const char *hex);
void bgd_metalink_draft_end_pieces (BgdMetalinkDraft *self);
void bgd_metalink_draft_set_size (BgdMetalinkDraft *self, guint64 size);
void bgd_metalink_draft_set_words (BgdMetalinkDraft *self, BgdMetalinkWords kind, const char *text);

BgdMetalinkFile *bgd_metalink_draft_finish (BgdMetalinkDraft *self);
void bgd_metalink_file_free (BgdMetalinkFile *self);

G_END_DECLS
