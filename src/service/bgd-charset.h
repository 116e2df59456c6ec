/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that servers send in any encoding becomes UTF-8. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bgd_charset_to_utf8 (const char *charset, const char *bytes, gsize length);
char *bgd_charset_guess (const char *bytes, gsize length);
char *bgd_charset_decode_words (const char *text);
GString *bgd_charset_unescape (const char *text, gsize length);

G_END_DECLS
