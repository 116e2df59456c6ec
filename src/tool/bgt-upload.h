/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ferryctl upload: from a file to a server, and only then back. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean bgt_upload_check_protocol (const char *name, GError **error);

G_END_DECLS
