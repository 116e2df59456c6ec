/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses out of a drop, the clipboard or a file. */
#pragma once

#include <gtk/gtk.h>

#include "bgw-offer.h"

G_BEGIN_DECLS

GdkContentFormats *bgw_intake_get_formats (void);

void bgw_intake_read_drop_async (GdkDrop *drop, GAsyncReadyCallback callback, gpointer user_data);
void bgw_intake_read_clipboard_async (GdkClipboard *clipboard,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void bgw_intake_read_file_async (GFile *file, GAsyncReadyCallback callback, gpointer user_data);
void bgw_intake_read_text_async (const char *text,
                                 gsize length,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
BgwOffer *bgw_intake_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
