/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what is in the list already. */
#pragma once

#include <bg.h>

#include "bgw-undo.h"

G_BEGIN_DECLS

GPtrArray *bgw_known_take_out (BgManager *manager, BgwUndo *undo, GPtrArray *plans);

G_END_DECLS
