/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands, and what is the same in all of them. */
#include "config.h"

#include "bgt-command.h"

#include <glib/gi18n.h>

/**
 * bgt_command_parse:
 * @summary: what the command is for
 * @operands: (nullable): what comes after the options
 * @entries: the options
 *
 * Prints the help and ends the program if that is wanted.
 */
gboolean
bgt_command_parse (const char *summary,
                   const char *operands,
                   const GOptionEntry *entries,
                   int argc,
                   char **argv,
                   GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (operands);

  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return g_option_context_parse (context, &argc, &argv, error);
}

/**
 * bgt_command_parse_words:
 * @minimum: of operands
 * @maximum: of operands
 * @json: (nullable): whether --json is among the options, which it is only if this is not NULL
 *
 * For commands that have no other options.
 *
 * Returns: (nullable): the operands
 */
char **
bgt_command_parse_words (const char *summary,
                         const char *operands,
                         guint minimum,
                         guint maximum,
                         gboolean *json,
                         int argc,
                         char **argv,
                         GError **error)
{
  g_auto (GStrv) words = NULL;
  // clang-format off
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, NULL },
    { json != NULL ? "json" : NULL, 0, 0, G_OPTION_ARG_NONE, json, N_ ("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  // clang-format on
  guint n_words;

  if (!bgt_command_parse (summary, operands, entries, argc, argv, error))
    return NULL;

  if (words == NULL)
    words = g_new0 (char *, 1);

  n_words = g_strv_length (words);

  if (n_words < minimum || n_words > maximum)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   n_words < minimum ? _ ("Something is missing: %s.")
                                     : _ ("That is too much: %s."),
                   operands != NULL ? operands : words[maximum]);
      return NULL;
    }

  return g_steal_pointer (&words);
}
