/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a password from the person at the terminal, or from another program; never from argv. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *bgt_password_read (gboolean from_pipe, const char *user, GError **error);

G_END_DECLS
