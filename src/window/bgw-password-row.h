/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets the row of a password go without harm. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void bgw_password_row_guard (AdwPasswordEntryRow *self);

G_END_DECLS
