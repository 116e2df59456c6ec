/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of jobs: scrolling, selecting, the context menu. */
#pragma once

#include <adwaita.h>

#include "bgw-job-actions.h"

G_BEGIN_DECLS

#define BGW_TYPE_JOB_LIST (bgw_job_list_get_type ())
G_DECLARE_FINAL_TYPE (BgwJobList, bgw_job_list, BGW, JOB_LIST, AdwBin)

void bgw_job_list_set_actions (BgwJobList *self, BgwJobActions *actions);
gboolean bgw_job_list_is_held (BgwJobList *self);
gboolean bgw_job_list_is_selecting (BgwJobList *self);
gboolean bgw_job_list_show_job (BgwJobList *self, BgJob *job);
void bgw_job_list_scroll_to_top (BgwJobList *self);

G_END_DECLS
