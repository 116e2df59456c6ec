/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jobs that people see: of a view, in an order, some of them selected. */
#pragma once

#include <bg.h>
#include <gtk/gtk.h>

#include "bgw-sort.h"
#include "bgw-state.h"
#include "bgw-undo.h"

G_BEGIN_DECLS

#define BGW_TYPE_JOB_MODEL (bgw_job_model_get_type ())
G_DECLARE_FINAL_TYPE (BgwJobModel, bgw_job_model, BGW, JOB_MODEL, GObject)

BgwJobModel *bgw_job_model_new (GListModel *jobs, BgwUndo *undo);
GtkSelectionModel *bgw_job_model_get_selection (BgwJobModel *self);
void bgw_job_model_set_view (BgwJobModel *self, BgwView view);
void bgw_job_model_set_search (BgwJobModel *self, const char *text, int state);
gboolean bgw_job_model_is_searched (BgwJobModel *self);
void bgw_job_model_set_order (BgwJobModel *self, BgwSort sort, gboolean reversed);
void bgw_job_model_set_held (BgwJobModel *self, gboolean held);
void bgw_job_model_look_again (BgwJobModel *self, gboolean regrouped);
void bgw_job_model_refilter (BgwJobModel *self);

G_END_DECLS
