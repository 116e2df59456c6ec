/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of the details: which job, how far, and what to do with it. */
#pragma once

#include <adwaita.h>
#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_DETAILS_HEAD (bgw_details_head_get_type ())
G_DECLARE_FINAL_TYPE (BgwDetailsHead, bgw_details_head, BGW, DETAILS_HEAD, AdwBin)

void bgw_details_head_show (BgwDetailsHead *self, BgJob *job, BgJobState state);
void bgw_details_head_step (BgwDetailsHead *self);

G_END_DECLS
