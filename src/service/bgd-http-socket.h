/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which socket a message of libsoup came over. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

void bgd_http_socket_keep (SoupSession *session, SoupMessage *message, GSocket *socket);
GSocket *bgd_http_socket_find (SoupSession *session, SoupMessage *message);

G_END_DECLS
