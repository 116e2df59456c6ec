/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for another address of a file of a job. */
#pragma once

#include <bg.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*BgwAddressDialogFunc) (guint index, const char *url, gpointer user_data);

void bgw_address_dialog_show (GtkWindow *window,
                              BgJob *job,
                              BgwAddressDialogFunc done,
                              gpointer user_data,
                              GDestroyNotify destroy);

G_END_DECLS
