/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls the applications that are to hear of the ends of jobs, and starts them for that. */
#pragma once

#include "bgd-queue.h"

G_BEGIN_DECLS

#define BGD_TYPE_SERVICE_ACTION (bgd_service_action_get_type ())
G_DECLARE_FINAL_TYPE (BgdServiceAction, bgd_service_action, BGD, SERVICE_ACTION, GObject)

BgdServiceAction *bgd_service_action_new (GApplication *application, BgdQueue *queue);
gboolean bgd_service_action_is_due (BgdServiceAction *self);

G_END_DECLS
