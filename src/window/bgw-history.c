/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast something was in the last minute. */
#include "config.h"

#include "bgw-history.h"

/* The oldest gives its place to the new one. */
void
bgw_history_add (BgwHistory *self, guint64 speed)
{
  self->speeds[self->next] = speed;
  self->next = (self->next + 1) % BGW_HISTORY_LENGTH;
  self->length = MIN (self->length + 1, BGW_HISTORY_LENGTH);
}

/**
 * bgw_history_get:
 * @self: a history
 * @index: from 0, the oldest, below its length
 *
 * Returns: bytes per second
 */
guint64
bgw_history_get (const BgwHistory *self, guint index)
{
  guint first = self->next + BGW_HISTORY_LENGTH - self->length;

  return self->speeds[(first + index) % BGW_HISTORY_LENGTH];
}

guint64
bgw_history_get_highest (const BgwHistory *self)
{
  guint64 highest = 0;

  for (guint i = 0; i < self->length; i++)
    highest = MAX (highest, bgw_history_get (self, i));

  return highest;
}

/* 0 if nothing is known. */
guint64
bgw_history_get_average (const BgwHistory *self)
{
  double sum = 0;

  for (guint i = 0; i < self->length; i++)
    sum += (double) bgw_history_get (self, i);

  return self->length > 0 ? (guint64) (sum / self->length) : 0;
}
