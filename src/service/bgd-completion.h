/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a job on the disk: whole files get their names, the rest is deleted. */
#pragma once

#include <gio/gio.h>

#include "bgd-job.h"

G_BEGIN_DECLS

/* Keeps the names of the job's files as they are now, before anything relies on it. */
typedef gboolean (*BgdKeepFunc) (BgdJob *job, gpointer user_data, GError **error);

gboolean bgd_completion_move (BgdJob *job,
                              gboolean save_origin,
                              BgdKeepFunc keep,
                              gpointer user_data,
                              guint *culprit,
                              GError **error);
gboolean bgd_completion_was_moved (const BgdFile *file);
gboolean bgd_completion_discard (BgdFile *file);

G_END_DECLS
