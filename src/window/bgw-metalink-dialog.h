/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog that shows what a Metalink document describes, to choose from. */
#pragma once

#include <adwaita.h>
#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_METALINK_DIALOG (bgw_metalink_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BgwMetalinkDialog, bgw_metalink_dialog, BGW, METALINK_DIALOG, AdwWindow)

BgwMetalinkDialog *bgw_metalink_dialog_new (GtkWindow *parent,
                                            BgManager *manager,
                                            const char *name,
                                            const char *directory,
                                            GBytes *document,
                                            GPtrArray *files);

const char *bgw_metalink_dialog_get_directory (BgwMetalinkDialog *self);

G_END_DECLS
