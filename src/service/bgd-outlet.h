/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sending end of a connection, as the kernel sees it: what has gone, and how much waits for its
 * turn. For the transfer thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* bgd_outlet_init() before the first use. */
typedef struct
{
  GSocket *socket;  /* must outlive it */
  guint headers;    /* bytes of a packet that are not ours */
  guint64 bytes;    /* that were counted */
  guint32 segments; /* likewise */
} BgdOutlet;

gboolean bgd_outlet_init (BgdOutlet *self, GSocket *socket);
guint64 bgd_outlet_count (BgdOutlet *self);
void bgd_outlet_begin (BgdOutlet *self);
void bgd_outlet_end (BgdOutlet *self);

G_END_DECLS
