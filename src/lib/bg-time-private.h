/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Points in time, as the contract has them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

G_GNUC_INTERNAL gboolean bg_time_update (GDateTime **field, gint64 value);

G_END_DECLS
