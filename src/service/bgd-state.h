/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arrows between states: a table. Pure. */
#pragma once

#include "bg-enums.h"

G_BEGIN_DECLS

/* What can happen to a job. */
typedef enum
{
  BGD_EVENT_RESUME,            /* the owner: go, or try again now */
  BGD_EVENT_SUSPEND,           /* the owner: stop for now */
  BGD_EVENT_COMPLETE,          /* the owner: keep the files, end */
  BGD_EVENT_COMPLETE_FAILED,   /* … but not every file could be moved into place */
  BGD_EVENT_CANCEL,            /* the owner: give up */
  BGD_EVENT_ADD_FILES,         /* the owner: more files */
  BGD_EVENT_START,             /* the scheduler: your turn */
  BGD_EVENT_PREEMPT,           /* the scheduler: others first, or your time slice is over */
  BGD_EVENT_CONNECTED,         /* a server answered and bytes may come */
  BGD_EVENT_TRANSFERRED,       /* the last byte of the last file */
  BGD_EVENT_TRANSIENT_FAILURE, /* nothing more to be done now, worth another try */
  BGD_EVENT_FATAL_FAILURE,     /* nothing more to be done without a person */
  BGD_EVENT_BLOCKED,           /* a condition forbids transfers: network, policy, cost */
  BGD_EVENT_UNBLOCKED,         /* the condition has passed */
  BGD_EVENT_RETRY_DUE,         /* the retry delay is over */
  BGD_EVENT_NO_PROGRESS,       /* the no-progress timeout is over */
  BGD_EVENT_MAXIMUM_TIME,      /* the maximum download time is used up */
  BGD_EVENT_INVALIDATED,       /* a finished file was found to be wrong */
  BGD_EVENT_EXPIRED,           /* nothing happened for the inactivity timeout */
  BGD_EVENT_SERVICE_STARTED,   /* the service came back and finds the job as it was left */
} BgdEvent;

#define BGD_N_EVENTS (BGD_EVENT_SERVICE_STARTED + 1)

const char *bgd_event_to_string (BgdEvent event);

gboolean bgd_state_next (BgJobState from, BgdEvent event, BgJobType type, BgJobState *to);
guint bgd_state_count_arrows (void);

G_END_DECLS
