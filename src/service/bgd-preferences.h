/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people set for the service as a whole: read from GSettings, and told when it changes. */
#pragma once

#include <gio/gio.h>

#include "bg-hours.h"
#include "bgd-job.h"
#include "bgd-policy.h"

G_BEGIN_DECLS

#define BGD_PREFERENCES_SCHEMA "io.github.ferrydm.Ferry.service"

#define BGD_TYPE_PREFERENCES (bgd_preferences_get_type ())
G_DECLARE_FINAL_TYPE (BgdPreferences, bgd_preferences, BGD, PREFERENCES, GObject)

BgdPreferences *bgd_preferences_new (void);

guint64 bgd_preferences_get_download_limit (BgdPreferences *self);
guint64 bgd_preferences_get_upload_limit (BgdPreferences *self);
gboolean bgd_preferences_get_system_proxy (BgdPreferences *self);
guint bgd_preferences_get_jobs_at_once (BgdPreferences *self);
void bgd_preferences_furnish_job (BgdPreferences *self, BgdJob *job);
GTimeSpan bgd_preferences_get_keep (BgdPreferences *self);
gboolean bgd_preferences_get_notify_finished (BgdPreferences *self);
gboolean bgd_preferences_get_notify_failed (BgdPreferences *self);
guint bgd_preferences_get_connections_per_host (BgdPreferences *self);
gboolean bgd_preferences_get_save_origin (BgdPreferences *self);
gboolean bgd_preferences_get_polite (BgdPreferences *self);

BgdPolicy bgd_preferences_get_policy (BgdPreferences *self);
const BgHours *bgd_preferences_get_hours (BgdPreferences *self);
const BgHours *bgd_preferences_get_limit_hours (BgdPreferences *self);

void bgd_preferences_apply (BgdPreferences *self, gboolean is_limited, guint64 ceiling);

G_END_DECLS
