/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Command lines as people copy them, taken apart; nothing is ever run. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest command that is read, in bytes; cookies make them long. */
#define BGW_SHELL_MAX ((gsize) 256 * 1024)

char **bgw_shell_split (const char *text);

G_END_DECLS
