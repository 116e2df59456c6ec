/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors and numbers as sentences: what happened, and what to do. Pure. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

char *bgt_words_for_error (const BgJobError *error, const char *directory);
char *bgt_words_for_call (const GError *error, const char *directory, const char *url);
char *bgt_words_for_progress (const BgJobProgress *progress);
char *bgt_words_for_time_left (gint64 seconds);

G_END_DECLS
