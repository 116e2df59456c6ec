/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One file of a job. */
#pragma once

#include <gio/gio.h>

#include "bg-job-error.h"
#include "bg-ranges.h"

G_BEGIN_DECLS

#define BG_TYPE_FILE (bg_file_get_type ())
G_DECLARE_FINAL_TYPE (BgFile, bg_file, BG, FILE, GObject)

guint bg_file_get_index (BgFile *self);
const char *bg_file_get_url (BgFile *self);
const char *bg_file_get_path (BgFile *self);
const char *bg_file_get_temporary_path (BgFile *self);
guint64 bg_file_get_bytes_total (BgFile *self);
guint64 bg_file_get_bytes_transferred (BgFile *self);
gboolean bg_file_get_completed (BgFile *self);
const char *bg_file_get_checksum (BgFile *self);
const char *const *bg_file_get_mirrors (BgFile *self);
guint64 bg_file_get_size (BgFile *self);
const BgRanges *bg_file_get_ranges (BgFile *self);
GDateTime *bg_file_get_last_modified (BgFile *self);
gboolean bg_file_get_replaced (BgFile *self);
const BgJobError *bg_file_get_error (BgFile *self);

G_END_DECLS
