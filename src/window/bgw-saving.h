/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where files go: the folder that people chose for downloads, and in it one for their kind. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bgw_saving_get_directory (void);
char *bgw_saving_get_directory_for (const char *directory, const char *file_name);

G_END_DECLS
