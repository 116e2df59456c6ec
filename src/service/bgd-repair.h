/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a file in which some pieces are wrong: whose fault it is, and who is not asked
 * again. Pure. */
#pragma once

#include "bgd-range.h"

G_BEGIN_DECLS

/* Often enough for several bad mirrors, and not for ever. */
#define BGD_REPAIR_ROUNDS 5

typedef struct _BgdRepair BgdRepair;

BgdRepair *bgd_repair_new (guint n_sources, guint64 piece_length);
void bgd_repair_free (BgdRepair *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdRepair, bgd_repair_free)

GPtrArray *bgd_repair_get_brought (BgdRepair *self);
const gboolean *bgd_repair_get_banned (BgdRepair *self);
gboolean bgd_repair_blame (BgdRepair *self, const BgdRanges *bad);

G_END_DECLS
