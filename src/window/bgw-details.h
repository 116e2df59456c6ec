/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The details of the selected job: what a list has no room for. */
#pragma once

#include "bgw-job-actions.h"
#include "bgw-poll.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define BGW_TYPE_DETAILS (bgw_details_get_type ())
G_DECLARE_FINAL_TYPE (BgwDetails, bgw_details, BGW, DETAILS, AdwBin)

void bgw_details_furnish (BgwDetails *self, BgwJobActions *actions, BgwPoll *poll, BgwUndo *undo);

G_END_DECLS
