/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window tells in passing: its toasts. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BGW_TYPE_NEWS (bgw_news_get_type ())
G_DECLARE_FINAL_TYPE (BgwNews, bgw_news, BGW, NEWS, GObject)

BgwNews *bgw_news_new (AdwToastOverlay *overlay);

void bgw_news_show (BgwNews *self, AdwToast *toast);
void bgw_news_show_text (BgwNews *self, const char *text);
void bgw_news_show_added (BgwNews *self, GPtrArray *jobs);
void bgw_news_show_known (BgwNews *self, GPtrArray *jobs);

G_END_DECLS
