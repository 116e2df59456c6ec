/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which name a file gets: from its address or its server, made safe; its hidden and its numbered
 * forms. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BGD_NAME_MAXIMUM 255 /* bytes: NAME_MAX of every file system that people use */
#define BGD_NAME_SAFE_MAXIMUM                                                                      \
  240 /* bytes: the same, with room for the hidden and numbered forms                              \
       */

char *bgd_name_from_url (const char *url);
char *bgd_name_make_safe (const char *suggestion);
gboolean bgd_name_is_valid (const char *name);
char *bgd_name_numbered (const char *name, guint number);
char *bgd_name_for_part (const char *name, guint32 random);

G_END_DECLS
