/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All files of a job, which may be thousands, in a list that can be searched. */
#pragma once

#include <adwaita.h>
#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_FILES_WINDOW (bgw_files_window_get_type ())
G_DECLARE_FINAL_TYPE (BgwFilesWindow, bgw_files_window, BGW, FILES_WINDOW, AdwWindow)

BgwFilesWindow *bgw_files_window_new (GtkWindow *parent, BgJob *job);

G_END_DECLS
