/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets the row of a password go without harm.
 *
 * Its text tells the row when it gets or loses the keyboard. Something else may hold the text for
 * longer than the row lives, and libadwaita then looks at memory that is gone. */
#include "config.h"

#include "bgw-password-row.h"

static void
on_unrealize (AdwPasswordEntryRow *row)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));

  g_signal_handlers_disconnect_matched (text,
                                        G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DETAIL |
                                            G_SIGNAL_MATCH_DATA,
                                        g_signal_lookup ("notify", G_TYPE_OBJECT),
                                        g_quark_from_static_string ("has-focus"), NULL, NULL, row);
}

/**
 * bgw_password_row_guard:
 * @self: a row that is not shown again after it was hidden with its window
 */
void
bgw_password_row_guard (AdwPasswordEntryRow *self)
{
  g_signal_connect (self, "unrealize", G_CALLBACK (on_unrealize), NULL);
}
