/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What “get” and “add” are told: the options of a new job. */
#pragma once

#include <gio/gio.h>

#include "bg-enums.h"

G_BEGIN_DECLS

typedef struct
{
  char **urls;          /* (owned) checked, escaped */
  char **documents;     /* (owned) (type filename) Metalink documents on this machine */
  char *directory;      /* (owned) (type filename) absolute */
  char *file_name;      /* (owned) (nullable) of the only file, from --output */
  char *name;           /* (owned) of the job */
  char *checksum;       /* (owned) (nullable) of the only file */
  GPtrArray *headers;   /* (owned) (element-type utf8) */
  GVariant *ranges;     /* (owned) (nullable) of the only file: a(tt) */
  GVariant *connection; /* (owned) properties that say how to get to the servers */
  BgJobPriority priority;
  guint connections;   /* 0: as many as help */
  guint64 speed_limit; /* bytes per second; 0: none */
  guint retry_delay;
  guint no_progress_timeout;
  gboolean has_retry_delay;
  gboolean has_no_progress_timeout;
  gboolean follow_metalink; /* documents that come by address, too */
  guint64 maximum_size;     /* bytes of all files; 0: any */
  gboolean dynamic_content; /* the server makes it anew for each request */
  gboolean json;
} BgtOptions;

BgtOptions *bgt_options_parse (
    const char *summary, BgJobPriority priority, int argc, char **argv, GError **error);
void bgt_options_free (BgtOptions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgtOptions, bgt_options_free)

gboolean bgt_options_check_target (const BgtOptions *self, GError **error);
GVariant *bgt_options_to_properties (const BgtOptions *self);
GVariant *bgt_options_to_files (const BgtOptions *self, const char *const *urls);

G_END_DECLS
