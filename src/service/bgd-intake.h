/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receiving end of a connection, as the kernel sees it: what has come, and how much more may be
 * on its way. For the transfer thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* bgd_intake_init() before the first use. */
typedef struct
{
  GSocket *socket;  /* must outlive it */
  guint headers;    /* bytes of a packet that are not ours */
  guint32 segments; /* that were counted */
  guint32 largest;  /* bytes of a segment */
  double usual;     /* likewise, of all of them */
  double promised;  /* bytes that the sender may send, whatever we want now */
  double rtt;       /* seconds from an acknowledgement to what it brings */
  int window;       /* that it has now, in bytes; 0: any */
  int own_window;   /* that it may have again */
} BgdIntake;

gboolean bgd_intake_init (BgdIntake *self, GSocket *socket);
guint64 bgd_intake_count (BgdIntake *self);
void bgd_intake_hold_back (BgdIntake *self, double rate);

double bgd_intake_get_least_rate (const BgdIntake *self);
guint64 bgd_intake_get_surplus (const BgdIntake *self);
gint64 bgd_intake_get_cut_time (const BgdIntake *self);

G_END_DECLS
