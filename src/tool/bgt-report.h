/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a job. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

void bgt_report_saved (BgJob *job, gboolean with_paths);
void bgt_report_failed (BgJob *job);

/* Pure. */
char *bgt_report_get_unnumbered (const char *path);

G_END_DECLS
