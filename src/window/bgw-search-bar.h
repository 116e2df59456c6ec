/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where people say what they look for: words, and a state. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BGW_TYPE_SEARCH_BAR (bgw_search_bar_get_type ())
G_DECLARE_FINAL_TYPE (BgwSearchBar, bgw_search_bar, BGW, SEARCH_BAR, AdwBin)

void bgw_search_bar_take_keys_of (BgwSearchBar *self, GtkWidget *widget);
void bgw_search_bar_set_open (BgwSearchBar *self, gboolean open);
gboolean bgw_search_bar_get_open (BgwSearchBar *self);
void bgw_search_bar_focus (BgwSearchBar *self);
void bgw_search_bar_clear (BgwSearchBar *self);
void bgw_search_bar_set_text (BgwSearchBar *self, const char *text);
const char *bgw_search_bar_get_text (BgwSearchBar *self);
int bgw_search_bar_get_state (BgwSearchBar *self);

G_END_DECLS
