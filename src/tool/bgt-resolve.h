/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which jobs the words of a command line mean: ids, beginnings of ids, or “all”. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

/* Whether a job is meant by “all”. */
typedef gboolean (*BgtResolveFilter) (BgJobState state, gconstpointer user_data);

GPtrArray *bgt_resolve_jobs (GListModel *jobs,
                             const char *const *words,
                             BgtResolveFilter filter,
                             gconstpointer user_data,
                             GError **error);
const char **bgt_resolve_get_ids (GListModel *jobs);

/* Pure. */
GArray *bgt_resolve_find (const char *const *ids, const char *prefix);
guint bgt_resolve_get_id_length (const char *const *ids);

G_END_DECLS
