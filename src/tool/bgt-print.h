/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people read: lines and tables on standard output, sentences on standard error. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean bgt_print_is_terminal (void);
gboolean bgt_print_can_redraw (void);
guint bgt_print_get_columns (void);

void bgt_print_line (const char *format, ...) G_GNUC_PRINTF (1, 2);
void bgt_print_error (const char *format, ...) G_GNUC_PRINTF (1, 2);
void bgt_print_raw (const char *text);
void bgt_print_table (GPtrArray *rows, guint columns, gboolean fit);
gboolean bgt_print_flush (void);

G_END_DECLS
