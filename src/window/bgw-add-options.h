/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row More Options of the dialog Add Download. */
#pragma once

#include <adwaita.h>

#include "bgw-command.h"
#include "bgw-new-job.h"

G_BEGIN_DECLS

#define BGW_TYPE_ADD_OPTIONS (bgw_add_options_get_type ())
G_DECLARE_FINAL_TYPE (BgwAddOptions, bgw_add_options, BGW, ADD_OPTIONS, AdwExpanderRow)

void bgw_add_options_set_command (BgwAddOptions *self, const BgwCommand *command);
void bgw_add_options_set_single (BgwAddOptions *self, gboolean single);
gboolean bgw_add_options_is_good (BgwAddOptions *self);

char *bgw_add_options_get_checksum (BgwAddOptions *self);
char *bgw_add_options_complete_address (BgwAddOptions *self, const char *address);
void bgw_add_options_apply (BgwAddOptions *self, BgwNewJob *job);

G_END_DECLS
