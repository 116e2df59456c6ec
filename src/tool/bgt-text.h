/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text for a terminal: nothing in it acts on the terminal, and its width is known. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bgt_text_escape (const char *text);
guint bgt_text_get_width (const char *text);
char *bgt_text_fit (const char *text, guint width);

G_END_DECLS
