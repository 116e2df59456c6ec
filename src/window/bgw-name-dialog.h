/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the name of a job. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*BgwNameDialogFunc) (const char *name, gpointer user_data);

void bgw_name_dialog_show (GtkWindow *window,
                           const char *name,
                           BgwNameDialogFunc done,
                           gpointer user_data,
                           GDestroyNotify destroy);

G_END_DECLS
