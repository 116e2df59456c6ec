/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs on the bus: what is done to many jobs at once, and which of them refuse. */
#pragma once

#include "bgb-service.h"
#include "bgd-queue.h"

G_BEGIN_DECLS

void bgd_service_verbs_connect (BgbService *skeleton, BgdQueue *queue);

G_END_DECLS
