/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom requests trust: the system, and who the owner of their job says. Only for bgd-http*. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BGD_TYPE_HTTP_TRUST (bgd_http_trust_get_type ())
G_DECLARE_FINAL_TYPE (BgdHttpTrust, bgd_http_trust, BGD, HTTP_TRUST, GTlsDatabase)

GTlsDatabase *bgd_http_trust_new (GTlsDatabase *authorities);

G_END_DECLS
