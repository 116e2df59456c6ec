/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line that stands for many addresses: “img[001-120].jpg”, “{a,b}.zip”. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More addresses than this are a slip of the finger: [1-1000000]. */
#define BGW_PATTERNS_MAX 10000

guint64 bgw_pattern_count (const char *text);
char **bgw_pattern_expand (const char *text);

G_END_DECLS
