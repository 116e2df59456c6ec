/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set for a job and known of it, in rows: a card of the details. */
#pragma once

#include <adwaita.h>
#include <bg.h>

G_BEGIN_DECLS

#define BGW_TYPE_PROPERTIES (bgw_properties_get_type ())
G_DECLARE_FINAL_TYPE (BgwProperties, bgw_properties, BGW, PROPERTIES, AdwBin)

void bgw_properties_show (BgwProperties *self, BgJob *job);

G_END_DECLS
