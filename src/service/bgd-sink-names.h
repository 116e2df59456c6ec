/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names in a folder, and the step from a hidden one to the one that people see. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BgdSinkNames BgdSinkNames;

BgdSinkNames *bgd_sink_names_open (const char *directory, GError **error);
void bgd_sink_names_close (BgdSinkNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdSinkNames, bgd_sink_names_close)

gboolean bgd_sink_names_has (BgdSinkNames *self, const char *name);
gboolean bgd_sink_names_has_in (const char *directory, const char *name);
gboolean bgd_sink_names_is_same (BgdSinkNames *self, const char *part_name, const char *name);
void bgd_sink_names_set_origin (BgdSinkNames *self,
                                const char *part_name,
                                const char *origin,
                                const char *referrer);
gboolean
bgd_sink_names_move (BgdSinkNames *self, const char *part_name, const char *name, GError **error);
void bgd_sink_names_sync (BgdSinkNames *self);

G_END_DECLS
