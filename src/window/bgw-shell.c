/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Command lines as people copy them, taken apart; nothing is ever run. Pure. */
#include "config.h"

#include "bgw-shell.h"

#include <string.h>

/* What a backslash and a letter mean within $'…'. */
static const struct
{
  char letter;
  char byte;
} escapes[] = {
  { 'a', '\a' }, { 'b', '\b' }, { 'e', '\033' }, { 'f', '\f' },
  { 'n', '\n' }, { 'r', '\r' }, { 't', '\t' },   { 'v', '\v' },
};

/* Up to @most digits at *@at; moves behind them. */
static gunichar
read_digits (const char **at, guint base, guint most)
{
  gunichar value = 0;

  for (guint i = 0; i < most; i++)
    {
      int digit = g_ascii_xdigit_value (**at);

      if (digit < 0 || (guint) digit >= base)
        break;
      value = value * base + (gunichar) digit;
      (*at)++;
    }

  return value;
}

static void
append_character (GString *word, gunichar c)
{
  if (c != 0 && g_unichar_validate (c))
    g_string_append_unichar (word, c);
}

/* What follows a backslash within $'…'; returns what follows that. */
static const char *
read_escape (const char *at, GString *word)
{
  char letter = *at++;

  if (letter >= '0' && letter <= '7')
    {
      at--;
      append_character (word, read_digits (&at, 8, 3));
      return at;
    }
  if (letter == 'x' || letter == 'u' || letter == 'U')
    {
      append_character (word, read_digits (&at, 16, letter == 'x' ? 2 : letter == 'u' ? 4 : 8));
      return at;
    }

  for (guint i = 0; i < G_N_ELEMENTS (escapes); i++)
    {
      if (letter == escapes[i].letter)
        {
          g_string_append_c (word, escapes[i].byte);
          return at;
        }
    }

  g_string_append_c (word, letter);
  return at;
}

/* $'it\'s' at @at, behind its first quote, as a word in ordinary quotes; returns what follows it,
 * or NULL if it has no end. */
static const char *
read_dollar_quote (const char *at, GString *plain)
{
  g_autoptr (GString) word = g_string_new (NULL);
  g_autofree char *quoted = NULL;

  while (*at != '\0' && *at != '\'')
    {
      if (at[0] == '\\' && at[1] != '\0')
        at = read_escape (at + 1, word);
      else
        g_string_append_c (word, *at++);
    }
  if (*at == '\0')
    return NULL;

  quoted = g_shell_quote (word->str);
  g_string_append (plain, quoted);
  return at + 1;
}

/* The shell of GLib knows everything that we need but $'…', and Windows' line ends. */
static char *
without_dollar_quotes (const char *text)
{
  g_autoptr (GString) plain = g_string_sized_new (strlen (text));
  char quote = '\0';

  for (const char *p = text; *p != '\0';)
    {
      if (quote == '\0' && p[0] == '$' && p[1] == '\'')
        {
          p = read_dollar_quote (p + 2, plain);
          if (p == NULL)
            return NULL;
          continue;
        }

      if (quote != '\'' && p[0] == '\\' && p[1] != '\0')
        {
          g_string_append_c (plain, *p++);
          if (p[0] == '\r' && p[1] == '\n')
            p++;
        }
      else if (quote == '\0' && (*p == '\'' || *p == '"'))
        quote = *p;
      else if (*p == quote)
        quote = '\0';
      g_string_append_c (plain, *p++);
    }

  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/* For cmd.exe a caret makes the next character ordinary, and a line end nothing. */
static char *
without_carets (const char *text)
{
  GString *plain = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean caret = *p == '^' && p[1] != '\0';

      if (caret)
        p++;
      if (caret && p[0] == '\r' && p[1] == '\n')
        p++;
      g_string_append_c (plain, caret && *p == '\n' ? ' ' : *p);
    }

  return g_string_free (plain, FALSE);
}

/* Programs of Windows read their own command line: only double quotes, and a backslash is one but
 * before a quote. Source: “Parsing C command-line arguments” in the reference of its compiler. */
static char **
split_windows (const char *text)
{
  g_autofree char *plain = without_carets (text);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  const char *p = plain;

  while (*(p += strspn (p, " \t\r\n")) != '\0')
    {
      g_autoptr (GString) word = g_string_new (NULL);
      gboolean quoted = FALSE;

      for (; *p != '\0' && (quoted || strchr (" \t\r\n", *p) == NULL); p++)
        {
          gsize backslashes = strspn (p, "\\");

          if (backslashes > 0 && p[backslashes] == '"')
            {
              for (gsize i = 0; i < backslashes / 2; i++)
                g_string_append_c (word, '\\');
              p += backslashes;
              if (backslashes % 2 == 1)
                g_string_append_c (word, '"');
              else
                quoted = !quoted;
            }
          else if (*p == '"')
            quoted = !quoted;
          else
            g_string_append_c (word, *p);
        }

      if (quoted)
        return NULL;
      g_strv_builder_add (words, word->str);
    }

  return g_strv_builder_end (words);
}

/* A caret before a quote or a line end is not seen elsewhere. */
static gboolean
is_windows (const char *text)
{
  return strstr (text, "^\"") != NULL || strstr (text, "^\n") != NULL ||
         strstr (text, "^\r\n") != NULL;
}

/**
 * bgw_shell_split:
 * @text: a command for a shell of Unix (with $'…', as bash has it) or for cmd.exe of Windows
 *
 * Variables, commands in commands and the like stay text.
 *
 * Returns: (transfer full) (nullable): its words; %NULL if it has none, a quote without end, or
 *   more than %BGW_SHELL_MAX bytes
 */
char **
bgw_shell_split (const char *text)
{
  g_autofree char *plain = NULL;
  char **words = NULL;

  if (strlen (text) > BGW_SHELL_MAX)
    return NULL;
  if (is_windows (text))
    return split_windows (text);

  plain = without_dollar_quotes (text);
  if (plain == NULL || !g_shell_parse_argv (plain, NULL, &words, NULL))
    return NULL;

  return words;
}
