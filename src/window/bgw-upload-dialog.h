/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog Add Upload: a file, and where it goes. */
#pragma once

#include <adwaita.h>
#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_UPLOAD_DIALOG (bgw_upload_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BgwUploadDialog, bgw_upload_dialog, BGW, UPLOAD_DIALOG, AdwWindow)

BgwUploadDialog *bgw_upload_dialog_new (GtkWindow *parent,
                                        BgManager *manager,
                                        const char *directory,
                                        gboolean with_reply);

G_END_DECLS
