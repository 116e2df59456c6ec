/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transfer thread beside the main thread, and the two ways across. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*BgdNetFunc) (gpointer data);

void bgd_net_call (BgdNetFunc func, gpointer data);
void bgd_net_call_main (BgdNetFunc func, gpointer data);
void bgd_net_shutdown (void);

G_END_DECLS
