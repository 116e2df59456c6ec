/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of jobs: what can be done to them in their states. */
#pragma once

#include "bgw-deeds.h"

G_BEGIN_DECLS

GMenuModel *bgw_job_menu_create (BgwDeeds *deeds, GPtrArray *jobs, BgJobState state);

G_END_DECLS
