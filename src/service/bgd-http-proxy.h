/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proxies of a job, or those of the system, for whoever connects. Only for bgd-http*. */
#pragma once

#include <gio/gio.h>

#include "bgd-route.h"

G_BEGIN_DECLS

#define BGD_TYPE_HTTP_PROXY (bgd_http_proxy_get_type ())
G_DECLARE_FINAL_TYPE (BgdHttpProxy, bgd_http_proxy, BGD, HTTP_PROXY, GObject)

GProxyResolver *bgd_http_proxy_new (BgdRoute *route);

G_END_DECLS
