/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job in the list. */
#pragma once

#include <adwaita.h>
#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_JOB_ROW (bgw_job_row_get_type ())
G_DECLARE_FINAL_TYPE (BgwJobRow, bgw_job_row, BGW, JOB_ROW, AdwBin)

BgJob *bgw_job_row_get_job (BgwJobRow *self);
void bgw_job_row_catch_up (BgwJobRow *self);

G_END_DECLS
