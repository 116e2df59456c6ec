/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at the jobs whenever they may have changed, until enough is seen or a signal comes. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

typedef struct _BgtFollow BgtFollow;

/* Called after each look. Returns whether to go on. */
typedef gboolean (*BgtFollowFunc) (BgManager *manager, gpointer user_data);

BgtFollow *bgt_follow_new (BgManager *manager);
void bgt_follow_free (BgtFollow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgtFollow, bgt_follow_free)

gboolean bgt_follow_run (BgtFollow *self, BgtFollowFunc func, gpointer user_data, GError **error);
int bgt_follow_get_signal (BgtFollow *self);

G_END_DECLS
