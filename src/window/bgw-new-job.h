/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans for jobs that do not exist yet. Pure. */
#pragma once

#include <bg.h>

#include "bgw-command.h"

G_BEGIN_DECLS

typedef struct _BgwNewJob BgwNewJob;

BgwNewJob *bgw_new_job_new (const char *name, BgJobPriority priority);
void bgw_new_job_free (BgwNewJob *self);
void bgw_new_job_set_speed_limit (BgwNewJob *self, guint64 speed_limit);
void bgw_new_job_set_connections (BgwNewJob *self, guint connections);
void bgw_new_job_set_headers (BgwNewJob *self, const char *const *headers);
void bgw_new_job_add_file (BgwNewJob *self,
                           const char *url,
                           const char *directory,
                           const char *file_name,
                           const char *checksum);

void bgw_new_job_set_document (BgwNewJob *self, GBytes *document, const char *directory);

const char *bgw_new_job_get_name (const BgwNewJob *self);
guint bgw_new_job_get_n_files (const BgwNewJob *self);
GVariant *bgw_new_job_get_files (const BgwNewJob *self, guint first, guint most);
GVariant *bgw_new_job_get_properties (const BgwNewJob *self, gboolean auto_complete);
GBytes *bgw_new_job_get_document (const BgwNewJob *self);
const char *bgw_new_job_get_directory (const BgwNewJob *self);
const char *bgw_new_job_get_address (const BgwNewJob *self, guint index);

GPtrArray *bgw_new_jobs_for_addresses (const char *const *addresses,
                                       const char *directory,
                                       BgJobPriority priority);
GPtrArray *bgw_new_jobs_for_command (const BgwCommand *command, const char *directory);

G_END_DECLS
