/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of the command line, checked: numbers, priorities, checksums, headers. */
#pragma once

#include "bg-enums.h"

G_BEGIN_DECLS

/* For one file; the service refuses more. */
#define BGT_VALUE_MAX_CONNECTIONS 32

/* Errors are G_OPTION_ERROR_BAD_VALUE, and their messages are sentences for people. */
gboolean bgt_value_parse_number (
    const char *what, const char *text, guint minimum, guint maximum, guint *value, GError **error);
gboolean
bgt_value_parse_boolean (const char *what, const char *text, gboolean *value, GError **error);
gboolean bgt_value_parse_priority (const char *text, BgJobPriority *priority, GError **error);
char *bgt_value_parse_checksum (const char *text, GError **error);
char *bgt_value_parse_name (const char *text, GError **error);
gboolean bgt_value_parse_header (const char *text, GPtrArray *headers, GError **error);

G_END_DECLS
