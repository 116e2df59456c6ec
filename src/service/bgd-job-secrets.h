/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The secrets of a job as one text, for a keyring. Pure. */
#pragma once

#include "bgd-job.h"

G_BEGIN_DECLS

char *bgd_job_secrets_pack (const BgdJob *job);
gboolean bgd_job_secrets_unpack (BgdJob *job, const char *text);

G_END_DECLS
