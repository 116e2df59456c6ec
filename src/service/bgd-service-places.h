/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where callers in a sandbox may have files: only where they could have them by themselves. */
#pragma once

#include "bgd-input.h"
#include "bgd-sandbox.h"

G_BEGIN_DECLS

gboolean bgd_service_places_check (const BgdSandbox *sandbox,
                                   BgJobType type,
                                   GArray *files,
                                   GStringChunk *strings,
                                   GError **error);
const char *bgd_service_places_check_folder (const BgdSandbox *sandbox,
                                             const char *directory,
                                             GStringChunk *strings,
                                             GError **error);

G_END_DECLS
