/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses out of the text that people drop, paste and type. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest address that is taken, in bytes. Servers and proxies stop at about 8,000. */
#define BGW_ADDRESS_MAX 8192

/* The name of a job or file has at most this many characters. */
#define BGW_NAME_MAX 256

typedef enum
{
  BGW_ADDRESS_GOOD,
  BGW_ADDRESS_MALFORMED,
  BGW_ADDRESS_UNSUPPORTED,
  BGW_ADDRESS_TOO_LONG,
} BgwAddressProblem;

BgwAddressProblem bgw_address_check (const char *text, char **address);
char *bgw_address_get_scheme (const char *text);
char *bgw_address_get_host (const char *address);
char *bgw_address_get_name (const char *address);
char *bgw_address_without_user (const char *address);
char *bgw_address_with_user (const char *address, const char *user, const char *password);

char **bgw_addresses_from_text (const char *text, gsize length);
char **bgw_addresses_from_uri_list (const char *text, gsize length);

G_END_DECLS
