/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The poll: asks once a second while somebody looks and something can change, else never. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_POLL (bgw_poll_get_type ())
G_DECLARE_FINAL_TYPE (BgwPoll, bgw_poll, BGW, POLL, GObject)

BgwPoll *bgw_poll_new (BgManager *manager);

void bgw_poll_set_awake (BgwPoll *self, gboolean awake);
void bgw_poll_look (BgwPoll *self);

G_END_DECLS
