/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checksums as people paste them. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bgw_checksum_parse (const char *text);

G_END_DECLS
