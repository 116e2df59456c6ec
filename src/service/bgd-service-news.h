/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of jobs, told on the bus. */
#pragma once

#include "bgb-service.h"
#include "bgd-queue.h"

G_BEGIN_DECLS

#define BGD_TYPE_SERVICE_NEWS (bgd_service_news_get_type ())
G_DECLARE_FINAL_TYPE (BgdServiceNews, bgd_service_news, BGD, SERVICE_NEWS, GObject)

BgdServiceNews *bgd_service_news_new (BgbService *skeleton, BgdQueue *queue);
void bgd_service_news_repeat (BgdServiceNews *self);

G_END_DECLS
