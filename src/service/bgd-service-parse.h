/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dictionaries that callers send, to what the queue works with. */
#pragma once

#include <glib.h>

#include "bgd-input.h"

G_BEGIN_DECLS

/* Settings, and what they point to. */
typedef struct
{
  BgdSettings settings;

  guint32 priority;
  guint32 notify_flags;
  gboolean auto_complete;
  gboolean dynamic_content;
  guint32 minimum_retry_delay;
  guint32 no_progress_timeout;
  guint32 maximum_time;
  guint64 maximum_size;
  guint32 connections;
  guint64 speed_limit;
  guint32 security_flags;
  const char **headers;      /* (owned) its strings are the dictionary's */
  const char **proxy_bypass; /* (owned) likewise */
} BgdServiceSettings;

gboolean
bgd_service_parse_settings (GVariant *dictionary, BgdServiceSettings *parsed, GError **error);
void bgd_service_settings_clear (BgdServiceSettings *parsed);
GArray *bgd_service_parse_files (GVariant *files, GError **error);
const char *bgd_service_parse_metalink_options (GVariant *options, GError **error);

G_END_DECLS
