/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What requests for bytes and requests with bytes share. Only for bgd-http*. */
#pragma once

#include <libsoup/soup.h>

#include "bgd-http-login.h"

G_BEGIN_DECLS

GUri *bgd_http_parse_uri (const char *url);
int bgd_http_get_port (GUri *uri);
gboolean bgd_http_is_same_origin (GUri *one, GUri *other);
void bgd_http_prepare (SoupMessage *message, GUri *origin, const char *const *headers);
void bgd_http_login_prepare (BgdHttpLogin *self, SoupMessage *message);
gboolean bgd_http_login_is_asked (const BgdHttpLogin *self);
void bgd_http_drop_body (GInputStream *body);
guint bgd_http_get_retry_after (SoupMessageHeaders *headers);

G_END_DECLS
