/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metalink documents among the arguments: files on this machine that list what to fetch. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean bgt_metalink_is_document (const char *text);
GBytes *bgt_metalink_read (const char *path, GError **error);
char *bgt_metalink_get_name (const char *path);

G_END_DECLS
