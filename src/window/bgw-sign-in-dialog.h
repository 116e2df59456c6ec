/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for a user name and a password. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*BgwSignInDialogFunc) (const char *user, const char *password, gpointer user_data);

void bgw_sign_in_dialog_show (GtkWindow *window,
                              const char *body,
                              BgwSignInDialogFunc done,
                              gpointer user_data,
                              GDestroyNotify destroy);

G_END_DECLS
