/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds words in names and addresses, without case and accents. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bgw_search_fold (const char *text);
char **bgw_search_parse (const char *text);
gboolean bgw_search_matches (const char *const *words, const char *name, const char *address);

G_END_DECLS
