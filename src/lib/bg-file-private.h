/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the rest of the library needs of BgFile. */
#pragma once

#include "bg-file.h"

G_BEGIN_DECLS

G_GNUC_INTERNAL BgFile *bg_file_new (guint index);
G_GNUC_INTERNAL void bg_file_update (BgFile *self,
                                     guint64 bytes_total,
                                     guint64 bytes_transferred,
                                     gboolean completed,
                                     GVariant *values);

G_END_DECLS
