/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, in sentences. Pure. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

char *bgw_error_row (const BgJobError *error, const char *directory, gboolean brief);
const char *bgw_error_title (const BgJobError *error);
const char *bgw_error_advice (const BgJobError *error);
gboolean bgw_error_asks_who (const BgJobError *error);
char *bgw_error_sentence (const BgJobError *error, const char *directory);
char *bgw_error_context (const BgJobError *error);
char *bgw_error_of_call (const GError *error, const char *directory);

G_END_DECLS
