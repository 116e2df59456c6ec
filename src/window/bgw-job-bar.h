/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a job is: a bar, or a block that moves while nobody knows the size. */
#pragma once

#include <adwaita.h>
#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_JOB_BAR (bgw_job_bar_get_type ())
G_DECLARE_FINAL_TYPE (BgwJobBar, bgw_job_bar, BGW, JOB_BAR, AdwBin)

void bgw_job_bar_set_name (BgwJobBar *self, const char *name);
void bgw_job_bar_show (BgwJobBar *self, BgJobState state, const BgJobProgress *progress);
void bgw_job_bar_step (BgwJobBar *self);

G_END_DECLS
