/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as servers write them. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean bgd_date_parse (const char *value, gint64 now, gint64 *seconds);

G_END_DECLS
