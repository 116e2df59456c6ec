/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done to jobs, or could not be, in sentences. Pure. */
#pragma once

#include "bgw-state.h"

G_BEGIN_DECLS

char *bgw_deed_words_done (BgwDeed deed, const char *first_name, guint n_jobs);
char *
bgw_deed_words_failed (BgwDeed deed, const char *name, const char *directory, const GError *error);

G_END_DECLS
