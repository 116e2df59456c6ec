/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What programs read: jobs as JSON. Keys that exist stay; new ones may come. */
#pragma once

#include <bg.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *bgt_json_from_job (BgJob *job, gboolean with_files);
void bgt_json_print (JsonNode *node, gboolean pretty);

G_END_DECLS
