/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long something takes, in words that do not jitter. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bgw_duration_left (gint64 seconds, gboolean brief);
char *bgw_duration_to_retry (gint64 seconds, gboolean brief);
char *bgw_duration_of_silence (gint64 seconds);

G_END_DECLS
