/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls on the bus but for the verbs, one function each: check, hand on to the queue, answer.
 */
#pragma once

#include "bgb-service.h"
#include "bgd-queue.h"

G_BEGIN_DECLS

void bgd_service_calls_connect (BgbService *skeleton, BgdQueue *queue);

G_END_DECLS
