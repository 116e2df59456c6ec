/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the queue of a service that was killed says, read with no code of the service. */
#pragma once

#include "matrix-job.h"

G_BEGIN_DECLS

void matrix_store_check (const char *state_folder, const char *scratch_folder, GPtrArray *jobs);

G_END_DECLS
