/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moves files of finished jobs to the trash, and back. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

void bgw_trash_async (GPtrArray *jobs, GAsyncReadyCallback callback, gpointer user_data);
gboolean
bgw_trash_finish (GAsyncResult *result, GPtrArray **trashed, GPtrArray **refused, GError **error);

gboolean bgw_trash_can_restore (GPtrArray *trashed);
gboolean bgw_trash_restore (GPtrArray *trashed, GError **error);

void bgw_trash_delete_async (GPtrArray *files, GAsyncReadyCallback callback, gpointer user_data);
gboolean bgw_trash_delete_finish (GAsyncResult *result, GError **error);

G_END_DECLS
