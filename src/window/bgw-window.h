/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: header bar, views, list, status line; and the connection to the service. */
#pragma once

#include <adwaita.h>

#include "bgw-offer.h"

G_BEGIN_DECLS

#define BGW_TYPE_WINDOW (bgw_window_get_type ())
G_DECLARE_FINAL_TYPE (BgwWindow, bgw_window, BGW, WINDOW, AdwApplicationWindow)

BgwWindow *bgw_window_new (AdwApplication *application);

void bgw_window_take (BgwWindow *self, BgwOffer *offer);
void bgw_window_show_add_dialog (BgwWindow *self);
void bgw_window_show_job (BgwWindow *self, const char *id);
void bgw_window_search (BgwWindow *self, const char *text);
guint bgw_window_count_running (BgwWindow *self);
void bgw_window_show_text (BgwWindow *self, const char *text);

G_END_DECLS
