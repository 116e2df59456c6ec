/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speeds and sizes as they are typed: "2M", "512Ki", "none". Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean bgt_rate_parse (const char *what, const char *text, guint64 *rate, GError **error);
gboolean bgt_rate_parse_size (const char *what, const char *text, guint64 *size, GError **error);
char *bgt_rate_format (guint64 rate);

G_END_DECLS
