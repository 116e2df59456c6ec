/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be asked of Ferry: how much of it, and by whom. */
#include "config.h"

#include "bgd-rules.h"

#include "bgd-job.h"

/* Source: MaxJobsPerMachine and MaxFilesPerJob, policies of BITS. There a person may have 60 jobs,
 * and administrators as many as they like; here a queue is one person's, who is their own
 * administrator, and an application is what a person is there. */
#define APP_JOBS 300
#define APP_FILES 200

BgdRules *
bgd_rules_new (void)
{
  BgdRules *self = g_new0 (BgdRules, 1);

  self->apps = (BgdQuota){ .jobs = APP_JOBS, .files = APP_FILES };
  self->everyone = (BgdQuota){ .jobs = BGD_MAX_JOBS, .files = BGD_MAX_FILES };

  return self;
}

void
bgd_rules_free (BgdRules *self)
{
  g_free (self);
}

/**
 * bgd_rules_get_quota:
 * @self: the rules
 * @owner: of a job: an application in a sandbox, or an empty string
 *
 * Returns: (transfer none): what the owner may have
 */
const BgdQuota *
bgd_rules_get_quota (const BgdRules *self, const char *owner)
{
  return *owner != '\0' ? &self->apps : &self->everyone;
}
