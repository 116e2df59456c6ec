/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who calls, and whether that program may: jobs belong to the program that made them. */
#pragma once

#include "bgb-service.h"
#include "bgd-queue.h"
#include "bgd-sandbox.h"

G_BEGIN_DECLS

#define BGD_TYPE_SERVICE_GUARD (bgd_service_guard_get_type ())
G_DECLARE_FINAL_TYPE (BgdServiceGuard, bgd_service_guard, BGD, SERVICE_GUARD, GObject)

BgdServiceGuard *bgd_service_guard_new (GDBusConnection *connection);
gboolean bgd_service_guard_admit (BgdServiceGuard *self,
                                  GDBusMethodInvocation *invocation,
                                  BgdQueue *queue,
                                  GError **error);

/* What was found out of an admitted call. */
const BgdSandbox *bgd_service_guard_get_sandbox (GDBusMethodInvocation *invocation);
gboolean bgd_service_guard_is_theirs (const BgdSandbox *sandbox, const char *owner);
gboolean bgd_service_guard_check_id (const BgdSandbox *sandbox,
                                     BgdQueue *queue,
                                     const char *id,
                                     GError **error);
gboolean bgd_service_guard_check_new (const BgdSandbox *sandbox, GError **error);

G_END_DECLS
