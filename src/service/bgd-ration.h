/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much one connection may read or send now: as the limits of its file and of all say, and as
 * the line has room beside the other traffic of the machine. */
#pragma once

#include "bgd-bucket.h"
#include "bgd-line.h"

G_BEGIN_DECLS

/* All zero until it begins. */
typedef struct
{
  BgdDirection direction;
  BgdBucket *bucket; /* (nullable) the owner's: the limit of the file; none: it has not begun */
  GSocket *socket;   /* (nullable) the owner's */

  BgdLine *line;      /* (nullable) that it yields on */
  gboolean is_polite; /* it was looked for */
} BgdRation;

void bgd_ration_begin (BgdRation *self, BgdDirection direction, BgdBucket *bucket);
void bgd_ration_set_socket (BgdRation *self, GSocket *socket);
void bgd_ration_end (BgdRation *self, gboolean is_cut);

void bgd_ration_update (BgdRation *self);
guint64 bgd_ration_offer (BgdRation *self, gint64 now);
gint64 bgd_ration_get_wait (const BgdRation *self);
void bgd_ration_take (BgdRation *self, guint64 bytes);
BgdLine *bgd_ration_get_yielding (const BgdRation *self);
double bgd_ration_get_promised (const BgdRation *self);

G_END_DECLS
