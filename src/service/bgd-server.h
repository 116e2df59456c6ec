/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server as all transfers see it: how many connections it has from us, bears, and is worth. For
 * the transfer thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BGD_SERVER_CONNECTIONS 16 /* to one server, unless set otherwise */

typedef struct _BgdServer BgdServer;

/* There is a place: take it, now or never. */
typedef void (*BgdServerFunc) (gpointer user_data);

BgdServer *bgd_server_get (const char *url);
BgdServer *bgd_server_ref (BgdServer *self);
void bgd_server_unref (BgdServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgdServer, bgd_server_unref)

void bgd_server_set_maximum (guint connections);

void bgd_server_enter (BgdServer *self);
void bgd_server_leave (BgdServer *self);
guint bgd_server_get_share (BgdServer *self);

gboolean bgd_server_take (BgdServer *self, guint at_least);
void bgd_server_give (BgdServer *self);
void bgd_server_wait (BgdServer *self, BgdServerFunc func, gpointer user_data);
void bgd_server_stop_waiting (BgdServer *self, gpointer user_data);
gboolean bgd_server_is_crowded (BgdServer *self);

void bgd_server_set_limit (BgdServer *self, guint connections, gint64 now);
guint bgd_server_get_limit (BgdServer *self, gint64 now);
void bgd_server_set_useful (BgdServer *self, guint connections, gint64 now);
guint bgd_server_get_useful (BgdServer *self, gint64 now);

G_END_DECLS
