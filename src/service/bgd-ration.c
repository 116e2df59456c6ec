/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much one connection may read or send now: as the limits of its file and of all say, and as
 * the line has room beside the other traffic of the machine. */
#include "config.h"

#include "bgd-ration.h"

#include "bgd-limits.h"

/* The limit of all in this direction. */
static BgdBucket *
get_common (const BgdRation *self)
{
  return self->direction == BGD_INCOMING ? bgd_limits_get_bucket ()
                                         : bgd_limits_get_upload_bucket ();
}

static void
share_limits (BgdRation *self, int users)
{
  self->bucket->users += (guint) users;
  get_common (self)->users += (guint) users;
}

/* One more reads or sends. */
void
bgd_ration_begin (BgdRation *self, BgdDirection direction, BgdBucket *bucket)
{
  self->direction = direction;
  self->bucket = bucket;
  share_limits (self, 1);
}

static void
leave (BgdRation *self, gboolean is_cut)
{
  if (self->line != NULL)
    bgd_line_leave (g_steal_pointer (&self->line), self->socket, is_cut);
  self->is_polite = FALSE;
}

/* (nullable): the connection that it is about from now on. */
void
bgd_ration_set_socket (BgdRation *self, GSocket *socket)
{
  leave (self, TRUE);
  self->socket = socket;
}

/* @is_cut: more may be on its way than was read, or than has arrived. Nothing happens if it has not
 * begun. */
void
bgd_ration_end (BgdRation *self, gboolean is_cut)
{
  if (self->bucket == NULL)
    return;

  share_limits (self, -1);
  leave (self, is_cut);
  *self = (BgdRation){ 0 };
}

/* The owner, or people, may have changed their minds. */
void
bgd_ration_update (BgdRation *self)
{
  gboolean is_polite = self->bucket->yields && bgd_limits_is_polite ();

  if (self->is_polite == is_polite || self->socket == NULL)
    return;

  leave (self, FALSE);
  self->is_polite = is_polite;
  if (is_polite)
    self->line = bgd_line_join (self->socket, self->direction);
}

/* Bytes that may be read or sent now. */
guint64
bgd_ration_offer (BgdRation *self, gint64 now)
{
  guint64 own = bgd_bucket_offer (self->bucket, now);
  guint64 all = bgd_bucket_offer (get_common (self), now);
  guint64 line = self->line != NULL ? bgd_line_offer (self->line, self->socket, now) : G_MAXUINT64;

  return MIN (MIN (own, all), line);
}

/* Microseconds until it is worth to ask again. */
gint64
bgd_ration_get_wait (const BgdRation *self)
{
  gint64 wait = MAX (bgd_bucket_get_wait (self->bucket), bgd_bucket_get_wait (get_common (self)));

  return self->line != NULL ? MAX (wait, bgd_line_get_wait (self->line)) : wait;
}

/* They were. */
void
bgd_ration_take (BgdRation *self, guint64 bytes)
{
  bgd_bucket_take (self->bucket, bytes);
  bgd_bucket_take (get_common (self), bytes);
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
