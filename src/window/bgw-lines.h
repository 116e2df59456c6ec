/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines that people type into the dialog: which are addresses, and what is wrong with others.
 * Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The service has room for so many jobs, and files of one. */
#define BGW_LINES_MAX_ADDRESSES 100000

typedef struct
{
  GPtrArray *lines;     /* (owned) of char (owned): the good ones, with their secrets, each once */
  guint count;          /* how many addresses they stand for */
  gboolean has_pattern; /* whether a line could stand for several */
  gboolean is_expanded; /* … and does */
  char *first;          /* (owned) (nullable) the first address */
  char *last;           /* (owned) (nullable) the last address */
  char *problems;       /* (owned) (nullable) what is wrong, in sentences on lines */
} BgwLines;

BgwLines *bgw_lines_read (const char *text, int typing, gboolean expand, GHashTable *secrets);
void bgw_lines_free (BgwLines *self);
char **bgw_lines_get_addresses (const BgwLines *self);
char *bgw_lines_describe (guint count, const char *first, const char *last);

char *bgw_lines_hide_secrets (const char *text, GHashTable *secrets);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BgwLines, bgw_lines_free)

G_END_DECLS
