/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the words about a job depend on, taken from the job as it is now. */
#pragma once

#include "bgw-words.h"

G_BEGIN_DECLS

void bgw_facts_take (BgwFacts *self, BgJob *job, BgJobState state, char **host);

G_END_DECLS
