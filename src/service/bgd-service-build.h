/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the queue has, in the structures that the bus tells it in. */
#pragma once

#include <glib.h>

#include "bgd-job.h"
#include "bgd-outline.h"

G_BEGIN_DECLS

GVariant *bgd_service_build_job (const BgdJob *job, guint64 serial);
gboolean bgd_service_pack_job (const BgdJob *job, GArray *numbers);
GVariant *bgd_service_build_file (const BgdJob *job, const BgdFile *file, guint64 serial);
GVariant *bgd_service_build_outline (const BgdOutline *outline);

G_END_DECLS
