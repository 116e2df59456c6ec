/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to say of all jobs together. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BgwSituation:
 * @active: jobs that move or are about to
 * @queued: jobs that wait for their turn
 * @retrying: jobs that wait for their next try
 * @suspended: jobs that wait for a person
 * @online: whether there is a network
 * @metered: those of @queued that wait because the network costs by the byte
 */
typedef struct
{
  guint active;
  guint queued;
  guint retrying;
  guint suspended;
  gboolean online;
  guint metered;
} BgwSituation;

char *bgw_situation_describe (const BgwSituation *self);

G_END_DECLS
