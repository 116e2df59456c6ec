/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a notification says of one job, or of several. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

/**
 * BgwNoticeKind:
 * @BGW_NOTICE_NONE: nothing that anybody has to hear of
 * @BGW_NOTICE_FINISHED: its files are in place
 * @BGW_NOTICE_READY: it waits for somebody to complete it
 * @BGW_NOTICE_FAILED: only a person can help
 */
typedef enum
{
  BGW_NOTICE_NONE,
  BGW_NOTICE_FINISHED,
  BGW_NOTICE_READY,
  BGW_NOTICE_FAILED,
} BgwNoticeKind;

#define BGW_N_NOTICES (BGW_NOTICE_FAILED + 1)

BgwNoticeKind bgw_notice_get_kind (BgJob *job);
GNotification *bgw_notice_of_job (BgJob *job);
GNotification *bgw_notice_of_several (BgwNoticeKind kind, guint count, gboolean downloads);
GNotification *bgw_notice_of_background (guint running);

G_END_DECLS
