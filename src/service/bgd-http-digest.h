/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scheme Digest for libsoup, whose own one knows MD5 alone and tells a proxy the path of what
 * is encrypted. Only for bgd-http*. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define BGD_TYPE_HTTP_DIGEST (bgd_http_digest_get_type ())
G_DECLARE_FINAL_TYPE (BgdHttpDigest, bgd_http_digest, BGD, HTTP_DIGEST, SoupAuth)

G_END_DECLS
