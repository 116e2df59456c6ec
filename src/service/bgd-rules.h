/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be asked of Ferry: how much of it, by whom, of which servers and when. Pure. */
#pragma once

#include "bg-hours.h"
#include "bgd-job.h"

G_BEGIN_DECLS

/* What counts without a policy; for all together, BGD_MAX_JOBS and BGD_MAX_FILES.
 *
 * Source: MaxJobsPerMachine and MaxFilesPerJob, policies of BITS. There a person may have 60 jobs,
 * and administrators as many as they like; here a queue is one person's, who is their own
 * administrator, and an application is what a person is there. */
#define BGD_RULES_APP_JOBS 300
#define BGD_RULES_APP_FILES 200

/* So much of everything. */
typedef struct
{
  guint jobs;    /* in the queue; of an application those that have not ended */
  guint files;   /* in a job */
  guint64 bytes; /* of all jobs that have not ended; 0: any number */
} BgdQuota;

typedef struct
{
  BgdQuota apps;     /* each application in a sandbox */
  BgdQuota everyone; /* all together */

  char **allowed_hosts;  /* (owned) (nullable) patterns; NULL: all but the refused ones */
  char **refused_hosts;  /* (owned) (nullable) likewise; count also if they are allowed */
  BgHours *hours;        /* (owned) when anything may be transferred */
  guint64 maximum_speed; /* bytes per second in either direction; 0: any */
  guint maximum_time;    /* seconds that a job may take; 0: as many as it wants */
  guint inactivity;      /* days after which a job that nobody looks after is cancelled; 0: never */
} BgdRules;

BgdRules *bgd_rules_new (void);
BgdRules *bgd_rules_parse (const char *text, gsize length, GError **error);
void bgd_rules_free (BgdRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdRules, bgd_rules_free)

const BgdQuota *bgd_rules_get_quota (const BgdRules *self, const char *owner);

G_END_DECLS
