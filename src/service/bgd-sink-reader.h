/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that is uploaded: opened for reading, and watched for changes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BgdSinkReader BgdSinkReader;

/* What tells one version of a file from another. */
typedef struct
{
  guint64 size;   /* bytes */
  gint64 changed; /* nanoseconds since 1970 */
} BgdSinkVersion;

BgdSinkReader *bgd_sink_reader_open (const char *directory, const char *name, GError **error);
void bgd_sink_reader_close (BgdSinkReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdSinkReader, bgd_sink_reader_close)

gboolean bgd_sink_reader_get_version (BgdSinkReader *self, BgdSinkVersion *version, GError **error);
gboolean bgd_sink_reader_is_version (BgdSinkReader *self, const BgdSinkVersion *version);
gssize bgd_sink_reader_read (
    BgdSinkReader *self, void *data, gsize length, guint64 offset, GError **error);

G_END_DECLS
