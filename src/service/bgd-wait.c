/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a job does not move, for people. */
#include "config.h"

#include "bgd-wait.h"

/* What fails where there is no network. A server that answered is not one of these. */
static gboolean
is_of_the_network (BgError failure)
{
  return failure == BG_ERROR_NETWORK_DISCONNECTED || failure == BG_ERROR_HOST_NOT_FOUND ||
         failure == BG_ERROR_CONNECT_FAILURE || failure == BG_ERROR_CONNECTION_CLOSED ||
         failure == BG_ERROR_TIMED_OUT;
}

static BgWaitReason
find_reason_of_retry (const BgdWaitView *view)
{
  if (view->failure == BG_ERROR_DISK_FULL || view->failure == BG_ERROR_FOLDER_NOT_FOUND)
    return BG_WAIT_DISK;
  if (view->failure == BG_ERROR_NETWORK_DISCONNECTED ||
      (!view->is_online && is_of_the_network (view->failure)))
    return BG_WAIT_NETWORK;

  return view->was_put_off ? BG_WAIT_RETRY_AFTER : BG_WAIT_RETRY;
}

/**
 * bgd_wait_find_reason:
 * @view: the job and the world
 *
 * Returns: why the job does not move; %BG_WAIT_NONE if it does, or if only its owner can make it
 */
BgWaitReason
bgd_wait_find_reason (const BgdWaitView *view)
{
  switch (view->state)
    {
    case BG_JOB_STATE_QUEUED:
      return view->held != BG_WAIT_NONE ? view->held : BG_WAIT_TURN;

    case BG_JOB_STATE_CONNECTING:
    case BG_JOB_STATE_TRANSFERRING:
      return view->lacks_connection ? BG_WAIT_SERVER_PLACES : BG_WAIT_NONE;

    case BG_JOB_STATE_TRANSIENT_ERROR:
      return find_reason_of_retry (view);

    case BG_JOB_STATE_SUSPENDED:
    case BG_JOB_STATE_ERROR:
    case BG_JOB_STATE_TRANSFERRED:
    case BG_JOB_STATE_ACKNOWLEDGED:
    case BG_JOB_STATE_CANCELLED:
    default:
      return BG_WAIT_NONE;
    }
}

/* Whether the time of the next try is when the wait ends. Without a network nobody knows that. */
gboolean
bgd_wait_is_for_retry (BgWaitReason reason)
{
  return reason == BG_WAIT_RETRY || reason == BG_WAIT_RETRY_AFTER || reason == BG_WAIT_DISK;
}
