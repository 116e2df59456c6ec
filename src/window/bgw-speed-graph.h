/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of the speeds of the last minute. */
#pragma once

#include <gtk/gtk.h>

#include "bgw-history.h"

G_BEGIN_DECLS

#define BGW_TYPE_SPEED_GRAPH (bgw_speed_graph_get_type ())
G_DECLARE_FINAL_TYPE (BgwSpeedGraph, bgw_speed_graph, BGW, SPEED_GRAPH, GtkWidget)

void bgw_speed_graph_show (BgwSpeedGraph *self, const BgwHistory *history);

G_END_DECLS
