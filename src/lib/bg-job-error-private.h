/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the rest of the library needs of BgJobError. */
#pragma once

#include "bg-job-error.h"

G_BEGIN_DECLS

G_GNUC_INTERNAL BgJobError *bg_job_error_lookup (GVariant *properties);

G_END_DECLS
