/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar of a job whose size nobody knows: a block that goes to and fro. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BGW_TYPE_BLOCK (bgw_block_get_type ())
G_DECLARE_FINAL_TYPE (BgwBlock, bgw_block, BGW, BLOCK, GtkWidget)

void bgw_block_step (BgwBlock *self);

G_END_DECLS
