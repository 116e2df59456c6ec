/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a job failed, and what can be done: a tinted card of the details. */
#pragma once

#include <adwaita.h>
#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_ERROR_BOX (bgw_error_box_get_type ())
G_DECLARE_FINAL_TYPE (BgwErrorBox, bgw_error_box, BGW, ERROR_BOX, AdwBin)

void bgw_error_box_show (BgwErrorBox *self, const BgJobError *error, const char *directory);

G_END_DECLS
