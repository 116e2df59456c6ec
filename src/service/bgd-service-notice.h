/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the window program of jobs that have ended, so that it shows notifications. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void bgd_service_notice_tell (GDBusConnection *connection, const GPtrArray *ids);

G_END_DECLS
