/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scheme Basic for libsoup, whose own one sends Latin-1 where that has all the letters. Only
 * for bgd-http*. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define BGD_TYPE_HTTP_BASIC (bgd_http_basic_get_type ())
G_DECLARE_FINAL_TYPE (BgdHttpBasic, bgd_http_basic, BGD, HTTP_BASIC, SoupAuth)

G_END_DECLS
