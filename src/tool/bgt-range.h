/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a file as they are typed: "0-499", "500-". Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GVariant *bgt_range_parse (const char *const *texts, GError **error);
char *bgt_range_format (guint64 offset, guint64 length);

G_END_DECLS
