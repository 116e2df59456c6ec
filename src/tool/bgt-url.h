/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses as people type them, and what can be told from one. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bgt_url_parse (const char *text, GError **error);
char *bgt_url_hide_secrets (const char *text);
char *bgt_url_get_name (const char *url);
char *bgt_url_get_host (const char *url);
char *bgt_url_get_scheme (const char *url);

G_END_DECLS
