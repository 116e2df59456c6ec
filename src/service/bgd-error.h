/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign errors (errno, GIO, TLS, resolver, HTTP status) become BG_ERROR, here and nowhere else.
 */
#pragma once

#include <gio/gio.h>

#include "bg-enums.h"
#include "bg-error.h"

G_BEGIN_DECLS

void bgd_error_set_from_errno (GError **error, int saved_errno, const char *what);
BgError bgd_error_from_network (const GError *error);
BgError bgd_error_from_status (guint http_status);
BgErrorContext bgd_error_context (BgError code);

G_END_DECLS
