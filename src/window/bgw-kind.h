/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file is, by its name, and the icon for that. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *bgw_kind_get_icon_name (const char *file_name);

G_END_DECLS
