/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of curl and wget, and what they are to us. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an option is to us. All but the last three have a value. */
typedef enum
{
  BGW_OPTION_ADDRESS,
  BGW_OPTION_HEADER,
  BGW_OPTION_REFERRER,
  BGW_OPTION_AGENT,
  BGW_OPTION_COOKIE,
  BGW_OPTION_USER, /* “name:password” */
  BGW_OPTION_NAME,
  BGW_OPTION_PASSWORD,
  BGW_OPTION_FILE,
  BGW_OPTION_METHOD,
  BGW_OPTION_NOTHING, /* Ferry has its own way */
  BGW_OPTION_DATA,
  BGW_OPTION_UNSUPPORTED,
  BGW_OPTION_FLAG,
} BgwOptionMeaning;

typedef struct
{
  const char *name;
  char letter; /* NUL if there is none */
  BgwOptionMeaning meaning;
} BgwOption;

const BgwOption *bgw_options_find_program (const char *text);
const BgwOption *bgw_options_find (const BgwOption *options, const char *name, gsize length);
const BgwOption *bgw_options_find_letter (const BgwOption *options, char letter);
gboolean bgw_option_has_value (const BgwOption *option);

G_END_DECLS
