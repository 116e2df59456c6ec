/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What notifications, search and launcher ask for: deeds on a job that is named by its id, with or
 * without a window. */
#pragma once

#include <bg.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BGW_TYPE_ERRANDS (bgw_errands_get_type ())
G_DECLARE_FINAL_TYPE (BgwErrands, bgw_errands, BGW, ERRANDS, GObject)

BgwErrands *bgw_errands_new (GApplication *application);

void bgw_errands_look_async (BgwErrands *self, GAsyncReadyCallback callback, gpointer user_data);
BgManager *bgw_errands_look_finish (GAsyncResult *result, GError **error);

G_END_DECLS
