/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses out of a drop or the clipboard. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GdkContentFormats *bgw_intake_get_formats (void);

void bgw_intake_read_drop_async (GdkDrop *drop, GAsyncReadyCallback callback, gpointer user_data);
void bgw_intake_read_clipboard_async (GdkClipboard *clipboard,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char **bgw_intake_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
