/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network interfaces that connections use, each in one direction, and what of their traffic is
 * not ours: the background yields to that. For the transfer thread. */
#pragma once

#include "bgd-interface.h"

G_BEGIN_DECLS

typedef struct _BgdLine BgdLine;

void bgd_line_expect (int connections);
BgdLine *bgd_line_join (GSocket *socket, BgdDirection direction);
void bgd_line_leave (BgdLine *self, GSocket *socket, gboolean is_cut);

gboolean bgd_line_is_yielding (BgdLine *self);
double bgd_line_get_places (BgdLine *self);
double bgd_line_get_promised (BgdLine *self, GSocket *socket);
guint64 bgd_line_offer (BgdLine *self, GSocket *socket, gint64 now);
void bgd_line_take (BgdLine *self, guint64 bytes);
gint64 bgd_line_get_wait (BgdLine *self);

G_END_DECLS
