/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a job does not move, for people. Pure. */
#pragma once

#include "bg-enums.h"
#include "bg-error.h"

G_BEGIN_DECLS

/* What must be known of a job, and of the world around it. */
typedef struct
{
  BgJobState state;
  BgWaitReason held;         /* why the scheduler lets it wait in the queue; NONE: its turn */
  gboolean lacks_connection; /* it runs, and all connections of its server are in use */
  gboolean is_online;
  BgError failure;      /* of its last try */
  gboolean was_put_off; /* the server said how long */
} BgdWaitView;

BgWaitReason bgd_wait_find_reason (const BgdWaitView *view);
gboolean bgd_wait_is_for_retry (BgWaitReason reason);

G_END_DECLS
