/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits until jobs have ended, one way or the other, and shows how they get on. */
#pragma once

#include "bgt-follow.h"

G_BEGIN_DECLS

gboolean bgt_watch_jobs (BgtFollow *follow, GPtrArray *jobs, GError **error);
gboolean bgt_watch_is_over (BgJobState state);

G_END_DECLS
