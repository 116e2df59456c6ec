/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of a job, and to whom: from words and to words. */
#pragma once

#include <bg.h>

G_BEGIN_DECLS

gboolean bgt_notify_parse_flags (const char *text, BgNotifyFlags *flags, GError **error);
char *bgt_notify_format_flags (BgNotifyFlags flags);
GVariant *bgt_notify_parse_action (const char *text, GError **error);

G_END_DECLS
