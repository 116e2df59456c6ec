/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a web page came where a file was meant: to sign in, to agree to something. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean bgd_page_is_type (const char *content_type);
gboolean bgd_page_is_unlikely (const char *name);

G_END_DECLS
