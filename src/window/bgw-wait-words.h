/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job waits for, in words. Pure. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

char *bgw_wait_row (BgWaitReason reason, GDateTime *until);
char *bgw_wait_sentence (BgWaitReason reason, GDateTime *until, GDateTime *now);

G_END_DECLS
