/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one button of a row: does what matters most for a job in its state. */
#pragma once

#include <gtk/gtk.h>

#include "bgw-state.h"

G_BEGIN_DECLS

#define BGW_TYPE_JOB_BUTTON (bgw_job_button_get_type ())
G_DECLARE_FINAL_TYPE (BgwJobButton, bgw_job_button, BGW, JOB_BUTTON, GtkButton)

void bgw_job_button_show (BgwJobButton *self, BgJob *job, BgJobState state);
void bgw_job_button_set_brief (BgwJobButton *self, gboolean brief);

G_END_DECLS
