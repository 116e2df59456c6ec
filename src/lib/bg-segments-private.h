/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How segments come to be. */
#pragma once

#include "bg-segments.h"

G_BEGIN_DECLS

G_GNUC_INTERNAL BgSegments *bg_segments_new (GVariant *answer);

G_END_DECLS
