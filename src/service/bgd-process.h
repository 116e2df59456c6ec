/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process of this machine, held so that no other one can be taken for it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int bgd_process_open (gint64 number);
int bgd_process_open_pidfd (int pidfd);
void bgd_process_close (int process_fd);

G_END_DECLS
