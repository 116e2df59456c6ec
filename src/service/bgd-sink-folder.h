/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a file, and folders that may not lead anywhere else. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

G_BEGIN_DECLS

char *bgd_sink_folder_confine (const char *directory);
const char *bgd_sink_folder_get_shown (const char *directory);
int bgd_sink_folder_open (const char *directory, int flags);
int bgd_sink_folder_open_inside (int root_fd, const char *directory);
int bgd_sink_folder_open_file (int directory_fd, const char *name, int flags);
gboolean
bgd_sink_folder_check_owner (int fd, const struct stat *status, const char *what, GError **error);
gboolean bgd_sink_folder_check (const char *directory, GError **error);

G_END_DECLS
