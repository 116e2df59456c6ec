/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to say of all jobs together. Pure. */
#include "config.h"

#include "bgw-situation.h"

#include <glib/gi18n.h>

#include "bgw-words.h"

/**
 * bgw_situation_describe:
 * @self: how things are
 *
 * The network is named only where it is to blame: jobs want to run and none does. Transfers inside
 * of this machine or house may go on without one. That it costs is the service's judgement: what
 * may run there is a preference, and jobs in the foreground may be free.
 *
 * Returns: a phrase for the status line
 */
char *
bgw_situation_describe (const BgwSituation *self)
{
  if (self->active == 0 && !self->online && self->queued + self->retrying > 0)
    return g_strdup (_ ("Offline"));
  if (self->active == 0 && self->metered > 0)
    return g_strdup (_ ("Paused: metered network"));

  return bgw_words_counts (self->active, self->queued + self->retrying, self->suspended);
}
