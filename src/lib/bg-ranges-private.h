/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How ranges go over the bus. */
#pragma once

#include "bg-ranges.h"

G_BEGIN_DECLS

G_GNUC_INTERNAL BgRanges *bg_ranges_from_variant (GVariant *list);
G_GNUC_INTERNAL GVariant *bg_ranges_to_variant (const BgRanges *self);

G_END_DECLS
