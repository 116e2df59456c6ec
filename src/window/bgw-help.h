/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window with the help: what Ferry does, and what its words mean. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BGW_TYPE_HELP (bgw_help_get_type ())
G_DECLARE_FINAL_TYPE (BgwHelp, bgw_help, BGW, HELP, AdwWindow)

BgwHelp *bgw_help_new (GtkWindow *parent);

G_END_DECLS
