/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The style sheet for high contrast, while the desktop wants it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void bgw_contrast_follow (void);

G_END_DECLS
