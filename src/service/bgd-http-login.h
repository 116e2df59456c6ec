/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has asked an upload who it is, and was told, from one request to the next: a body is not sent
 * in vain once that is known. */
#pragma once

#include "bgd-credentials.h"
#include "bgd-route.h"

G_BEGIN_DECLS

typedef struct _BgdHttpLogin BgdHttpLogin;

BgdHttpLogin *bgd_http_login_new (const char *origin, BgdCredentials *credentials, BgdRoute *route);
BgdHttpLogin *bgd_http_login_ref (BgdHttpLogin *self);
void bgd_http_login_unref (BgdHttpLogin *self);

void bgd_http_login_begin (BgdHttpLogin *self);
gboolean bgd_http_login_may_be_asked (const BgdHttpLogin *self);

G_END_DECLS
