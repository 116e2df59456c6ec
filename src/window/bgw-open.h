/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hands files that were fetched to other programs. */
#pragma once

#include <bg.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

void
bgw_open_file (GtkWindow *window, BgJob *job, GAsyncReadyCallback callback, gpointer user_data);
void
bgw_open_folder (GtkWindow *window, BgJob *job, GAsyncReadyCallback callback, gpointer user_data);
gboolean bgw_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
