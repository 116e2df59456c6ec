/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row Save In of a dialog: a folder, and a chooser for another one. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BGW_TYPE_FOLDER_ROW (bgw_folder_row_get_type ())
G_DECLARE_FINAL_TYPE (BgwFolderRow, bgw_folder_row, BGW, FOLDER_ROW, AdwActionRow)

void bgw_folder_row_set_directory (BgwFolderRow *self, const char *directory);
const char *bgw_folder_row_get_directory (BgwFolderRow *self);

G_END_DECLS
