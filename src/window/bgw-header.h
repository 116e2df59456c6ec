/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The top of the window: its buttons, its menus, and the switch between the views. */
#pragma once

#include "bgw-job-actions.h"
#include "bgw-pane.h"
#include "bgw-search-bar.h"

G_BEGIN_DECLS

#define BGW_TYPE_HEADER (bgw_header_get_type ())
G_DECLARE_FINAL_TYPE (BgwHeader, bgw_header, BGW, HEADER, AdwBin)

void
bgw_header_join (BgwHeader *self, AdwViewStack *views, BgwPane *pane, BgwSearchBar *search_bar);
void bgw_header_set_actions (BgwHeader *self, BgwJobActions *actions);
gboolean bgw_header_is_narrow (BgwHeader *self);
gboolean bgw_header_is_menu_open (BgwHeader *self);
void bgw_header_set_views_enabled (BgwHeader *self, gboolean enabled);

G_END_DECLS
