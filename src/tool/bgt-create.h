/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the job that “get” and “add” ask for, and starts it. */
#pragma once

#include <bg.h>

#include "bgt-options.h"

G_BEGIN_DECLS

BgJob *bgt_create_job (BgManager *manager, const BgtOptions *options, GError **error);

G_END_DECLS
