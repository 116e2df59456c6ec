/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers say of a job, checked before anything believes it. Pure. */
#pragma once

#include <glib.h>

#include "bgd-input-file.h"
#include "bgd-job.h"

G_BEGIN_DECLS

/* What a caller wants to change; every pointer is nullable and means "leave it". */
typedef struct
{
  const char *owner; /* of a new job */
  const char *name;
  const char *description;
  const guint32 *priority;
  const gboolean *auto_complete;
  const gboolean *dynamic_content;
  const guint32 *minimum_retry_delay;
  const guint32 *no_progress_timeout;
  const guint32 *maximum_time;
  const guint64 *maximum_size;
  const guint32 *connections;
  const guint64 *speed_limit;
  const char *upload_protocol;
  const char *http_method; /* empty: the usual one */
  const guint32 *notify_flags;
  const char *notify_application; /* with notify_action; both empty: nobody */
  const char *notify_action;
  const char *const *headers;
  const char *proxy;
  const char *const *proxy_bypass;
  const char *ca_file;            /* (type filename) empty: none */
  const char *client_certificate; /* (type filename) likewise */
  const guint32 *security_flags;
} BgdSettings;

gboolean bgd_input_check_settings (const BgdSettings *settings, GError **error);
gboolean bgd_input_check_change (const BgdSettings *settings, const BgdJob *job, GError **error);
gboolean bgd_input_check_ranges (const BgdNewFile *file, const BgdJob *job, GError **error);
gboolean bgd_input_check_files (const BgdSettings *settings, GError **error);
void bgd_input_apply_settings (const BgdSettings *settings, BgdJob *job);

G_END_DECLS
