/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds words in names and addresses, without case and accents. Pure. */
#include "config.h"

#include "bgw-search.h"

#include <string.h>

/**
 * bgw_search_fold:
 * @text: what a stranger wrote
 *
 * Returns: @text so that two texts that differ in case or accents only are equal
 */
char *
bgw_search_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *parted = NULL;
  GString *bare = NULL;

  /* Nearly all names and addresses are that, and a list has thousands of them. */
  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  valid = g_utf8_make_valid (text, -1);
  folded = g_utf8_casefold (valid, -1);
  parted = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  bare = g_string_sized_new (strlen (parted));
  for (const char *p = parted; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (bare, c);
    }

  return g_string_free (bare, FALSE);
}

/**
 * bgw_search_parse:
 * @text: what a person typed
 *
 * Returns: the words to look for, folded; none of them is empty
 */
char **
bgw_search_parse (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *folded = bgw_search_fold (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\r\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0')
        g_strv_builder_add (builder, words[i]);
    }

  return g_strv_builder_end (builder);
}

/**
 * bgw_search_matches:
 * @words: from bgw_search_parse()
 * @name: the name of a job
 * @address: (nullable): its address, escaped or not
 *
 * Returns: whether each of @words is part of the name or of the address
 */
gboolean
bgw_search_matches (const char *const *words, const char *name, const char *address)
{
  g_autofree char *readable = NULL;
  g_autofree char *folded_name = NULL;
  g_autofree char *folded_address = NULL;
  g_autofree char *folded_readable = NULL;

  if (*words == NULL)
    return TRUE;

  folded_name = bgw_search_fold (name);
  folded_address = bgw_search_fold (address != NULL ? address : "");
  if (address != NULL && strchr (address, '%') != NULL)
    readable = g_uri_unescape_string (address, NULL);
  folded_readable = bgw_search_fold (readable != NULL ? readable : "");

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (strstr (folded_name, words[i]) == NULL && strstr (folded_address, words[i]) == NULL &&
          strstr (folded_readable, words[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}
