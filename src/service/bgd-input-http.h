/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers want in requests, checked before any server gets it: headers and methods. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean bgd_input_check_method (const char *method, GError **error);
gboolean bgd_input_check_headers (const char *const *headers, GError **error);
gboolean bgd_input_header_is_secret (const char *line);

G_END_DECLS
