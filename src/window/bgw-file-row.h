/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of a job: its name, how much of it is here, and a thin bar. */
#pragma once

#include <adwaita.h>
#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_FILE_ROW (bgw_file_row_get_type ())
G_DECLARE_FINAL_TYPE (BgwFileRow, bgw_file_row, BGW, FILE_ROW, AdwBin)

void bgw_file_row_set_file (BgwFileRow *self, BgFile *file);

G_END_DECLS
