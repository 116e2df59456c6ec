/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the rest of the library needs of BgFile. */
#pragma once

#include "bg-file.h"

G_BEGIN_DECLS

struct _BgFile
{
  GObject parent_instance;

  guint index;
  char *url;                /* (owned) */
  char *path;               /* (owned) */
  char *temporary_path;     /* (owned) (nullable) */
  char *checksum;           /* (owned) (nullable) */
  char **mirrors;           /* (owned) */
  guint64 size;             /* BG_SIZE_UNKNOWN */
  BgRanges *ranges;         /* (owned) (nullable) */
  GDateTime *last_modified; /* (owned) (nullable) */
  gboolean replaced;
  BgJobError *error; /* (owned) (nullable) */
  guint64 bytes_total;
  guint64 bytes_transferred;
  gboolean completed;
};

G_GNUC_INTERNAL BgFile *bg_file_new (guint index);
G_GNUC_INTERNAL void bg_file_update (BgFile *self,
                                     guint64 bytes_total,
                                     guint64 bytes_transferred,
                                     gboolean completed,
                                     GVariant *values);

G_END_DECLS
