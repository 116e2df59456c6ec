/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the dialog Add Download in which addresses are typed and pasted. */
#pragma once

#include <adwaita.h>

#include "bgw-offer.h"

G_BEGIN_DECLS

#define BGW_TYPE_ADDRESS_FIELD (bgw_address_field_get_type ())
G_DECLARE_FINAL_TYPE (BgwAddressField, bgw_address_field, BGW, ADDRESS_FIELD, AdwPreferencesGroup)

void bgw_address_field_take (BgwAddressField *self, const BgwOffer *offer);
void bgw_address_field_set_addresses (BgwAddressField *self, const char *const *addresses);
void bgw_address_field_set_expand (BgwAddressField *self, gboolean expand);
void bgw_address_field_show_problem (BgwAddressField *self, const char *text);

gboolean bgw_address_field_is_held (BgwAddressField *self);
guint bgw_address_field_count (BgwAddressField *self);
const char *bgw_address_field_get_first (BgwAddressField *self);
char **bgw_address_field_get_addresses (BgwAddressField *self);
char *bgw_address_field_describe_pattern (BgwAddressField *self);

G_END_DECLS
