/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that nobody has to keep: each byte is a function of its place. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void fake_fill (guint seed, guint64 offset, void *data, gsize length);
gboolean fake_check_range (const char *path, guint seed, guint64 start, guint64 end);
gboolean fake_check_file (const char *path, guint seed, guint64 size);
char *fake_checksum (GChecksumType type, guint seed, guint64 size);

G_END_DECLS
