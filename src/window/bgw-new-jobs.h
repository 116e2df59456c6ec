/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes jobs: creates them, gives them their files, starts them. */
#pragma once

#include <bg.h>

#include "bgw-new-job.h"

G_BEGIN_DECLS

void bgw_new_jobs_add_async (BgManager *manager,
                             GPtrArray *jobs,
                             gboolean start,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean bgw_new_jobs_add_finish (GAsyncResult *result,
                                  GPtrArray **made,
                                  GPtrArray **failed,
                                  GError **error);

void bgw_new_jobs_start_again_async (BgManager *manager,
                                     BgJob *job,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean bgw_new_jobs_start_again_finish (GAsyncResult *result, GError **error);

G_END_DECLS
