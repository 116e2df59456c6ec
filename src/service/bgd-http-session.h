/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sessions of libsoup: which one a request goes through. Only for bgd-http*. */
#pragma once

#include <libsoup/soup.h>

#include "bgd-route.h"

G_BEGIN_DECLS

SoupSession *bgd_http_session_get (BgdRoute *route, GUri *uri);

G_END_DECLS
