/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in time, as people say them. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bgw_date_format (GDateTime *time, GDateTime *now);
char *bgw_date_format_time (GDateTime *time);

G_END_DECLS
