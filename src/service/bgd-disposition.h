/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name that Content-Disposition suggests, as it is meant and as it is really sent. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bgd_disposition_get_name (const char *value);

G_END_DECLS
