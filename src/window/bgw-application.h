/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one window, opened by people, by addresses, and over the bus. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BGW_TYPE_APPLICATION (bgw_application_get_type ())
G_DECLARE_FINAL_TYPE (BgwApplication, bgw_application, BGW, APPLICATION, AdwApplication)

BgwApplication *bgw_application_new (void);

G_END_DECLS
