/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be asked of Ferry: how much of it, and by whom. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So much of everything. */
typedef struct
{
  guint jobs;  /* in the queue; of an application those that have not ended */
  guint files; /* in a job */
} BgdQuota;

typedef struct
{
  BgdQuota apps;     /* each application in a sandbox */
  BgdQuota everyone; /* all together */
} BgdRules;

BgdRules *bgd_rules_new (void);
void bgd_rules_free (BgdRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdRules, bgd_rules_free)

const BgdQuota *bgd_rules_get_quota (const BgdRules *self, const char *owner);

G_END_DECLS
