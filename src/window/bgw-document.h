/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that say what to download: how people choose one, and a Metalink document read. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*BgwDocumentFunc) (GFile *file, gpointer object);

void bgw_document_choose (GtkWindow *window, BgwDocumentFunc chosen, GObject *object);

void bgw_document_read_async (GFile *metalink, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *bgw_document_read_finish (GAsyncResult *result, GBytes **document, GError **error);
char *bgw_document_get_name (GFile *file);

G_END_DECLS
