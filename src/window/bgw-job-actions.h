/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions “jobs.…”: what menus, keys and buttons ask for, for the jobs that are selected. */
#pragma once

#include <gtk/gtk.h>

#include "bgw-deeds.h"

G_BEGIN_DECLS

#define BGW_TYPE_JOB_ACTIONS (bgw_job_actions_get_type ())
G_DECLARE_FINAL_TYPE (BgwJobActions, bgw_job_actions, BGW, JOB_ACTIONS, GObject)

BgwJobActions *bgw_job_actions_new (BgManager *manager,
                                    GtkSelectionModel *selection,
                                    BgwUndo *undo,
                                    BgwDeeds *deeds);

GActionGroup *bgw_job_actions_get_group (BgwJobActions *self);
GtkSelectionModel *bgw_job_actions_get_selection (BgwJobActions *self);
GMenuModel *bgw_job_actions_create_menu (BgwJobActions *self);
void bgw_job_actions_activate (BgwJobActions *self, BgJob *job);
GPtrArray *bgw_job_actions_list_finished (BgwJobActions *self, BgJob *job);
void bgw_job_actions_update (BgwJobActions *self);

G_END_DECLS
