/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog Add Download. */
#pragma once

#include <adwaita.h>
#include <bg.h>

#include "bgw-offer.h"
#include "bgw-undo.h"

G_BEGIN_DECLS

#define BGW_TYPE_ADD_DIALOG (bgw_add_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BgwAddDialog, bgw_add_dialog, BGW, ADD_DIALOG, AdwWindow)

BgwAddDialog *bgw_add_dialog_new (GtkWindow *parent,
                                  BgManager *manager,
                                  BgwUndo *undo,
                                  const char *directory,
                                  const BgwOffer *offer);

const char *bgw_add_dialog_get_directory (BgwAddDialog *self);

G_END_DECLS
