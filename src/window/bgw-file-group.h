/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a job: the first of them, and a door to all. */
#pragma once

#include <adwaita.h>
#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_FILE_GROUP (bgw_file_group_get_type ())
G_DECLARE_FINAL_TYPE (BgwFileGroup, bgw_file_group, BGW, FILE_GROUP, AdwBin)

void bgw_file_group_show (BgwFileGroup *self, BgJob *job);

G_END_DECLS
