/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command of curl or wget would fetch, as browsers and manuals give them. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  BGW_COMMAND_GOOD,
  BGW_COMMAND_MALFORMED,      /* a quote without end, or an option without its value */
  BGW_COMMAND_SENDS_DATA,     /* it would not only fetch */
  BGW_COMMAND_UNSUPPORTED,    /* it wants what Ferry does not have */
  BGW_COMMAND_HAS_NO_ADDRESS, /* … that can be downloaded */
} BgwCommandProblem;

typedef struct
{
  BgwCommandProblem problem;
  char *option;     /* (owned) (nullable) which option is to blame; never its value */
  char **addresses; /* (owned) good ones */
  char **headers;   /* (owned) “Name: value”; may be secret */
  char *referrer;   /* (owned) (nullable) */
  char *user;       /* (owned) (nullable) */
  char *password;   /* (owned) (nullable) */
  char *file_name;  /* (owned) (nullable) without a folder */
} BgwCommand;

gboolean bgw_command_is_one (const char *text);
BgwCommand *bgw_command_parse (const char *text);
void bgw_command_free (BgwCommand *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgwCommand, bgw_command_free)

G_END_DECLS
