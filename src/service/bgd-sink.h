/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file being written, in place: hidden beside its target. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BgdSink BgdSink;

/* While it is written. Any thread, one at a time; sync and read may run beside write. */
BgdSink *bgd_sink_open (const char *directory, const char *part_name, GError **error);
void bgd_sink_close (BgdSink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdSink, bgd_sink_close)
guint64 bgd_sink_get_size (BgdSink *self);
gboolean bgd_sink_preallocate (BgdSink *self, guint64 size, GError **error);
gboolean
bgd_sink_write (BgdSink *self, const void *data, gsize length, guint64 offset, GError **error);
gssize bgd_sink_read (BgdSink *self, void *data, gsize length, guint64 offset, GError **error);
gboolean bgd_sink_truncate (BgdSink *self, guint64 size, GError **error);
gboolean bgd_sink_sync (BgdSink *self, GError **error);

/* When nobody has it open. */
void bgd_sink_trim (const char *directory, const char *part_name);
gboolean bgd_sink_remove (const char *directory, const char *part_name, GError **error);

G_END_DECLS
