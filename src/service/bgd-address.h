/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses as callers and documents give them, checked before anything believes them. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bgd_address_parse (const char *text, char **authorization, GError **error);
gboolean bgd_address_is_same_server (const char *one, const char *other);

G_END_DECLS
