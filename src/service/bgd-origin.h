/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a file came from, as it may be written on the file for everybody to read. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BGD_ORIGIN_MAXIMUM 2048 /* bytes: two of them fit into the block that ext4 has for them */

char *bgd_origin_from_url (const char *url);
char *bgd_origin_from_headers (const char *const *headers);

G_END_DECLS
