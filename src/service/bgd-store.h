/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue on disk. The only SQLite. Main thread only. */
#pragma once

#include <gio/gio.h>

#include "bgd-job.h"

G_BEGIN_DECLS

#define BGD_TYPE_STORE (bgd_store_get_type ())
G_DECLARE_FINAL_TYPE (BgdStore, bgd_store, BGD, STORE, GObject)

BgdStore *bgd_store_open (const char *directory, GError **error);
const char *bgd_store_get_rescued (BgdStore *self);
GPtrArray *bgd_store_load (BgdStore *self, GError **error);

/* Every change happens between begin and commit; a failed change or commit rolls all back. */
gboolean bgd_store_begin (BgdStore *self, GError **error);
gboolean bgd_store_commit (BgdStore *self, GError **error);
void bgd_store_rollback (BgdStore *self);

gboolean bgd_store_insert_job (BgdStore *self, const BgdJob *job, GError **error);
gboolean bgd_store_update_job (BgdStore *self, const BgdJob *job, GError **error);
gboolean bgd_store_delete_job (BgdStore *self, const char *id, GError **error);
gboolean
bgd_store_insert_file (BgdStore *self, const BgdJob *job, const BgdFile *file, GError **error);
gboolean
bgd_store_update_file (BgdStore *self, const BgdJob *job, const BgdFile *file, GError **error);

/* The checkpoint: writes less than update_file does, only what a transfer moves. */
gboolean
bgd_store_update_progress (BgdStore *self, const BgdJob *job, const BgdFile *file, GError **error);

G_END_DECLS
