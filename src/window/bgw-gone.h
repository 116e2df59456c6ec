/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finished jobs whose files were found to be moved or deleted. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

void bgw_gone_set (BgJob *job, gboolean gone);
gboolean bgw_gone_get (BgJob *job);

G_END_DECLS
