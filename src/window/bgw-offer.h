/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a drop, a paste or a file has to offer: addresses, or a reason why there are none. Pure. */
#pragma once

#include <glib.h>

#include "bgw-command.h"

G_BEGIN_DECLS

typedef struct
{
  char **addresses;    /* (owned) good ones, each once */
  BgwCommand *command; /* (owned) (nullable) the command that they came in */
  char *document;      /* (owned) (nullable) URI of a local file to be opened for more */
  char *refusal;       /* (owned) (nullable) why there is neither, if that can be said */
} BgwOffer;

/* How the names of documents end that can be opened; NULL is the last. */
extern const char *const bgw_offer_endings[];

BgwOffer *bgw_offer_new (const char *const *addresses);
BgwOffer *bgw_offer_new_from_text (const char *bytes, gsize length);
BgwOffer *bgw_offer_new_from_uri_list (const char *bytes, gsize length);
BgwOffer *bgw_offer_new_from_moz_url (const char *bytes, gsize length);
BgwOffer *bgw_offer_new_from_list_file (const char *bytes, gsize length);
void bgw_offer_free (BgwOffer *self);

gboolean bgw_offer_is_empty (const BgwOffer *self);
gboolean bgw_offer_is_document (const char *uri);
gboolean bgw_offer_is_metalink (const char *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgwOffer, bgw_offer_free)

G_END_DECLS
