/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes jobs: creates them, gives them their files, starts them. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

typedef struct _BgwNewJob BgwNewJob;

BgwNewJob *bgw_new_job_new (const char *name, BgJobPriority priority);
void bgw_new_job_free (BgwNewJob *self);
void bgw_new_job_add_file (BgwNewJob *self,
                           const char *url,
                           const char *directory,
                           const char *file_name,
                           const char *checksum);

GPtrArray *bgw_new_jobs_for_addresses (const char *const *addresses,
                                       const char *directory,
                                       BgJobPriority priority);

void bgw_new_jobs_add_async (BgManager *manager,
                             GPtrArray *jobs,
                             gboolean start,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GPtrArray *bgw_new_jobs_add_finish (GAsyncResult *result, GError **error);

void bgw_new_jobs_start_again_async (BgManager *manager,
                                     BgJob *job,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean bgw_new_jobs_start_again_finish (GAsyncResult *result, GError **error);

G_END_DECLS
