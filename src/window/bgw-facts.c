/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the words about a job depend on, taken from the job as it is now. */
#include "config.h"

#include "bgw-facts.h"

#include "bgw-addresses.h"
#include "bgw-gone.h"

/* Where the first file comes from. */
static char *
host_of (BgJob *job)
{
  const char *address = bg_job_get_address (job);

  return address != NULL ? bgw_address_get_host (address) : NULL;
}

static gint64
seconds_to_retry (BgJob *job)
{
  GDateTime *retry_at = bg_job_get_retry_at (job);
  g_autoptr (GDateTime) now = NULL;

  if (retry_at == NULL)
    return -1;

  now = g_date_time_new_now_utc ();
  return MAX (0, (g_date_time_difference (retry_at, now) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

/**
 * bgw_facts_take:
 * @self: (out caller-allocates): all but how long no byte has come, which a job does not know
 * @job: a job
 * @state: as people see it: a cancel that can be taken back counts
 * @host: (out) (transfer full) (nullable): that of @self, which borrows it
 */
void
bgw_facts_take (BgwFacts *self, BgJob *job, BgJobState state, char **host)
{
  *host = host_of (job);
  *self = (BgwFacts){
    .state = state,
    .type = bg_job_get_job_type (job),
    .speed = bg_job_get_speed (job),
    .seconds_left = bg_job_get_seconds_left (job),
    .seconds_to_retry = seconds_to_retry (job),
    .error = bg_job_get_error (job),
    .host = *host,
    .waits_for = bg_job_get_wait_reason (job),
    .waits_until = bg_job_get_wait_until (job),
    .directory = bg_job_get_directory (job),
    .is_gone = bgw_gone_get (job),
  };
  bg_job_get_progress (job, &self->progress);
}
