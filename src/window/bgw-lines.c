/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines that people type into the dialog: which are addresses, and what is wrong with others.
 * Pure. */
#include "config.h"

#include "bgw-lines.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bgw-addresses.h"
#include "bgw-patterns.h"
#include "bgw-words.h"

/* More lines than this are only counted. */
#define MAX_PROBLEMS 3

/* What stands for a password on the screen. */
#define DOTS "\u2022\u2022\u2022\u2022"

static char *
words_for_line (BgwAddressProblem problem, guint number, const char *line)
{
  g_autofree char *scheme = NULL;

  if (problem == BGW_ADDRESS_TOO_LONG)
    return g_strdup_printf (_ ("Line %u is too long"), number);
  if (problem != BGW_ADDRESS_UNSUPPORTED)
    return g_strdup_printf (_ ("Line %u is not an address"), number);

  scheme = bgw_address_get_scheme (line);
  return g_strdup_printf (_ ("Line %u: cannot download from “%s:” addresses"), number, scheme);
}

/* What is found while lines are read. */
typedef struct
{
  BgwLines *lines;
  GHashTable *seen; /* (owned) of char */
  GString *problems;
  guint n_problems;
} Reading;

/* Takes @words. */
static void
complain (Reading *reading, char *words)
{
  g_autofree char *owned = words;

  if (++reading->n_problems <= MAX_PROBLEMS)
    g_string_append_printf (reading->problems, "%s%s", reading->problems->len > 0 ? "\n" : "",
                            owned);
}

static void
take (Reading *reading, const char *line, guint64 count, char *first, char *last)
{
  BgwLines *lines = reading->lines;
  char *taken = g_strdup (line);

  g_hash_table_add (reading->seen, taken);
  g_ptr_array_add (lines->lines, taken);
  lines->count += (guint) count;
  if (lines->first == NULL)
    lines->first = g_steal_pointer (&first);
  g_free (first);
  g_free (lines->last);
  lines->last = last;
}

/* What the first and the last of many addresses are; the others are made when they are needed. */
static BgwAddressProblem
check_ends (const char *line, guint64 count, char **first, char **last)
{
  g_auto (GStrv) expanded = NULL;
  BgwAddressProblem problem;

  if (count == 1)
    {
      problem = bgw_address_check (line, first);
      *last = g_strdup (*first);
      return problem;
    }

  expanded = bgw_pattern_expand (line);
  problem = bgw_address_check (expanded[0], first);
  if (problem == BGW_ADDRESS_GOOD)
    problem = bgw_address_check (expanded[count - 1], last);

  return problem;
}

static void
read_line (Reading *reading, const char *line, guint number, gboolean typing, gboolean expand)
{
  guint64 count = bgw_pattern_count (line);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  BgwAddressProblem problem;

  if (strstr (line, ":" DOTS "@") != NULL)
    {
      complain (reading, g_strdup_printf (_ ("Line %u: type the password again"), number));
      return;
    }

  if (count > 1 && strstr (line, "://") != NULL)
    reading->lines->has_pattern = TRUE;
  if (!expand)
    count = 1;
  if (count > BGW_PATTERNS_MAX)
    {
      complain (reading, g_strdup_printf (ngettext ("Line %u stands for more than %u address",
                                                    "Line %u stands for more than %u addresses",
                                                    BGW_PATTERNS_MAX),
                                          number, BGW_PATTERNS_MAX));
      return;
    }

  problem = check_ends (line, count, &first, &last);
  if (problem != BGW_ADDRESS_GOOD)
    {
      if (problem != BGW_ADDRESS_MALFORMED || !typing)
        complain (reading, words_for_line (problem, number, line));
      return;
    }
  if (g_hash_table_contains (reading->seen, line))
    return;
  if (reading->lines->count + count > BGW_LINES_MAX_ADDRESSES)
    {
      complain (reading, g_strdup_printf (_ ("Line %u is more than can be added at once"), number));
      return;
    }

  reading->lines->is_expanded = reading->lines->is_expanded || count > 1;
  take (reading, line, count, g_steal_pointer (&first), g_steal_pointer (&last));
}

/**
 * bgw_lines_read:
 * @text: what is in the text field
 * @typing: the line in which somebody is typing, from 0; -1 if nobody is. Half an address is not
 *   bad while it is typed
 * @expand: whether patterns stand for many addresses
 * @secrets: (element-type utf8 utf8): what bgw_lines_hide_secrets() has filled
 *
 * Returns: (transfer full): what the lines are
 */
BgwLines *
bgw_lines_read (const char *text, int typing, gboolean expand, GHashTable *secrets)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) problems = g_string_new (NULL);
  BgwLines *self = g_new0 (BgwLines, 1);
  Reading reading = { .lines = self, .seen = seen, .problems = problems };

  self->lines = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      const char *whole = g_hash_table_lookup (secrets, line);

      if (*line != '\0')
        read_line (&reading, whole != NULL ? whole : line, (guint) i + 1, i == typing, expand);
    }

  if (reading.n_problems > MAX_PROBLEMS)
    {
      guint n = reading.n_problems - MAX_PROBLEMS;

      g_string_append_c (problems, '\n');
      g_string_append_printf (
          problems, ngettext ("%u more line is not good", "%u more lines are not good", n), n);
    }
  if (reading.n_problems > 0)
    self->problems = g_strdup (problems->str);

  return self;
}

void
bgw_lines_free (BgwLines *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self->first);
  g_free (self->last);
  g_free (self->problems);
  g_free (self);
}

static void
take_address (GPtrArray *addresses, GHashTable *seen, const char *text)
{
  char *address = NULL;

  if (bgw_address_check (text, &address) != BGW_ADDRESS_GOOD)
    return;
  if (g_hash_table_contains (seen, address))
    {
      g_free (address);
      return;
    }

  g_hash_table_add (seen, address);
  g_ptr_array_add (addresses, address);
}

/**
 * bgw_lines_get_addresses:
 * @self: what bgw_lines_read() returned
 *
 * Returns: (transfer full): all addresses, once, in order
 */
char **
bgw_lines_get_addresses (const BgwLines *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *addresses = g_ptr_array_new ();

  for (guint i = 0; i < self->lines->len; i++)
    {
      g_auto (GStrv) expanded =
          self->is_expanded ? bgw_pattern_expand (self->lines->pdata[i]) : NULL;

      for (guint j = 0; expanded != NULL && expanded[j] != NULL; j++)
        take_address (addresses, seen, expanded[j]);
      if (expanded == NULL)
        take_address (addresses, seen, self->lines->pdata[i]);
    }
  g_ptr_array_add (addresses, NULL);

  return (char **) g_ptr_array_free (addresses, FALSE);
}

/* Where the password of an address on @line is; FALSE if it has none. */
static gboolean
find_password (const char *line, gsize *start, gsize *length)
{
  const char *authority = strstr (line, "://");
  const char *at = NULL;
  const char *colon = NULL;

  if (authority == NULL)
    return FALSE;

  authority += strlen ("://");
  for (const char *p = authority; *p != '\0' && strchr ("/?#", *p) == NULL; p++)
    {
      if (*p == '@')
        at = p;
      else if (*p == ':' && colon == NULL)
        colon = p;
    }
  if (at == NULL || colon == NULL || colon > at || at == colon + 1)
    return FALSE;

  *start = (gsize) (colon + 1 - line);
  *length = (gsize) (at - colon - 1);
  return TRUE;
}

/**
 * bgw_lines_hide_secrets:
 * @text: lines
 * @secrets: (element-type utf8 utf8): gets each line with a password, by what is shown of it
 *
 * Returns: (transfer full): @text to be shown: with dots for the passwords in addresses
 */
char *
bgw_lines_hide_secrets (const char *text, GHashTable *secrets)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize start = 0;
      gsize length = 0;
      char *shown = NULL;

      if (!find_password (lines[i], &start, &length) ||
          strncmp (lines[i] + start, DOTS "@", strlen (DOTS "@")) == 0)
        continue;

      shown = g_strdup_printf ("%.*s" DOTS "%s", (int) start, lines[i], lines[i] + start + length);
      g_hash_table_replace (secrets, g_strstrip (g_strdup (shown)),
                            g_strstrip (g_strdup (lines[i])));
      g_free (lines[i]);
      lines[i] = shown;
    }

  return g_strjoinv ("\n", lines);
}

/**
 * bgw_lines_describe:
 * @count: how many addresses
 * @first: the first of them
 * @last: the last of them
 *
 * Returns: “120 addresses, img001.jpg … img120.jpg”
 */
char *
bgw_lines_describe (guint count, const char *first, const char *last)
{
  g_autofree char *first_name = bgw_address_get_name (first);
  g_autofree char *last_name = bgw_address_get_name (last);
  g_autofree char *first_shown = bgw_words_quotable (first_name);
  g_autofree char *last_shown = bgw_words_quotable (last_name);

  /* Translators: The names of the first and of the last file. */
  return g_strdup_printf (ngettext ("%u address, %s … %s", "%u addresses, %s … %s", count), count,
                          first_shown, last_shown);
}
