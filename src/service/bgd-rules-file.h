/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the administrator: read from their file, and told when it changes. */
#pragma once

#include <gio/gio.h>

#include "bgd-rules.h"

G_BEGIN_DECLS

#define BGD_TYPE_RULES_FILE (bgd_rules_file_get_type ())
G_DECLARE_FINAL_TYPE (BgdRulesFile, bgd_rules_file, BGD, RULES_FILE, GObject)

BgdRulesFile *bgd_rules_file_new (const char *path);
BgdRules *bgd_rules_file_read (BgdRulesFile *self, char **problem);

G_END_DECLS
