/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much one connection may read now: as the limits of its file and of all say, and as the line
 * has room beside the other traffic of the machine. */
#include "config.h"

#include "bgd-ration.h"

#include "bgd-limits.h"

static void
share_limits (BgdRation *self, int users)
{
  self->bucket->users += (guint) users;
  bgd_limits_get_bucket ()->users += (guint) users;
}

/* One more reads. */
void
bgd_ration_begin (BgdRation *self, BgdBucket *bucket, GSocket *socket)
{
  self->bucket = bucket;
  self->socket = socket;
  share_limits (self, 1);
}

/* @is_cut: the server may have sent more than was read. Nothing happens if it has not begun. */
void
bgd_ration_end (BgdRation *self, gboolean is_cut)
{
  if (self->bucket == NULL)
    return;

  share_limits (self, -1);
  if (self->line != NULL)
    bgd_line_leave (self->line, self->socket, is_cut);
  *self = (BgdRation){ 0 };
}

/* The owner, or people, may have changed their minds. */
void
bgd_ration_update (BgdRation *self)
{
  gboolean is_polite = self->bucket->yields && bgd_limits_is_polite ();

  if (self->is_polite == is_polite || self->socket == NULL)
    return;

  self->is_polite = is_polite;
  if (is_polite)
    self->line = bgd_line_join (self->socket);
  else if (self->line != NULL)
    bgd_line_leave (g_steal_pointer (&self->line), self->socket, FALSE);
}

/* Bytes that may be read now. */
guint64
bgd_ration_offer (BgdRation *self, gint64 now)
{
  guint64 own = bgd_bucket_offer (self->bucket, now);
  guint64 all = bgd_bucket_offer (bgd_limits_get_bucket (), now);
  guint64 line = self->line != NULL ? bgd_line_offer (self->line, self->socket, now) : G_MAXUINT64;

  return MIN (MIN (own, all), line);
}

/* Microseconds until it is worth to ask again. */
gint64
bgd_ration_get_wait (const BgdRation *self)
{
  gint64 wait =
      MAX (bgd_bucket_get_wait (self->bucket), bgd_bucket_get_wait (bgd_limits_get_bucket ()));

  return self->line != NULL ? MAX (wait, bgd_line_get_wait (self->line)) : wait;
}

/* They were read. */
void
bgd_ration_take (BgdRation *self, guint64 bytes)
{
  bgd_bucket_take (self->bucket, bytes);
  bgd_bucket_take (bgd_limits_get_bucket (), bytes);
  if (self->line != NULL)
    bgd_line_take (self->line, bytes);
}

/* (nullable): on which it gives way to the other traffic of the machine now. */
BgdLine *
bgd_ration_get_yielding (const BgdRation *self)
{
  return self->line != NULL && bgd_line_is_yielding (self->line) ? self->line : NULL;
}

/* Seconds that the line needs for what the server may send, whatever is wanted now. */
double
bgd_ration_get_promised (const BgdRation *self)
{
  return self->line != NULL ? bgd_line_get_promised (self->line, self->socket) : 0;
}
