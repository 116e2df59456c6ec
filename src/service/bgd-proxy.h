/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proxies as the owner of a job writes them: which there are, and for which hosts. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BGD_PROXY_SYSTEM "system"
#define BGD_PROXY_NONE "none"
#define BGD_MAX_PROXY 4000 /* characters of either list; SetProxySettings */

char **bgd_proxy_parse (const char *text, GError **error);
gboolean bgd_proxy_check_bypass (const char *const *rules, GError **error);
gboolean bgd_proxy_is_bypassed (const char *const *rules, const char *host);

G_END_DECLS
