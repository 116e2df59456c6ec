/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the owner of a job has said about certificates, at work. Only for bgd-http*. */
#pragma once

#include <libsoup/soup.h>

#include "bgd-route.h"

G_BEGIN_DECLS

gboolean bgd_http_tls_load (BgdRoute *route, GError **error);
void bgd_http_tls_prepare (SoupMessage *message, BgdRoute *route, gboolean is_own);
gboolean bgd_http_tls_was_asked (SoupMessage *message);

G_END_DECLS
