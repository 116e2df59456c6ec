/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window with the preferences: of the window and of the service. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BGW_TYPE_PREFERENCES (bgw_preferences_get_type ())
G_DECLARE_FINAL_TYPE (BgwPreferences, bgw_preferences, BGW, PREFERENCES, AdwPreferencesWindow)

BgwPreferences *bgw_preferences_new (GtkWindow *parent);

G_END_DECLS
