/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text for a terminal: nothing in it acts on the terminal, and its width is known. Pure. */
#include "config.h"

#include "bgt-text.h"

#define ELLIPSIS "…"

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d

/* Whether a terminal would do something with it, or a reader be deceived by it: control
 * characters, line ends, and the invisible ones that turn the direction of writing. Joiners are
 * needed to write Persian and to draw emoji. */
static gboolean
is_safe (gunichar character)
{
  switch ((guint) g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;

    case G_UNICODE_FORMAT:
      return character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER;

    default:
      return TRUE;
    }
}

/**
 * bgt_text_escape:
 * @text: anything; need not be UTF-8
 *
 * Returns: @text on one line, with `\n`, `\x1b` or `\u202e` for what must not reach a terminal
 */
char *
bgt_text_escape (const char *text)
{
  g_autoptr (GString) escaped = g_string_new (NULL);
  const char *p = text;

  while (*p != '\0')
    {
      gunichar character = g_utf8_get_char_validated (p, -1);

      if (character == (gunichar) -1 || character == (gunichar) -2)
        {
          g_string_append_printf (escaped, "\\x%02x", (guint) (guchar) *p);
          p++;
          continue;
        }

      if (is_safe (character))
        g_string_append_unichar (escaped, character);
      else if (character == '\n')
        g_string_append (escaped, "\\n");
      else if (character == '\t')
        g_string_append (escaped, "\\t");
      else if (character < 0x100)
        g_string_append_printf (escaped, "\\x%02x", character);
      else
        g_string_append_printf (escaped, "\\u%04x", character);

      p = g_utf8_next_char (p);
    }

  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

static guint
width_of (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;

  return g_unichar_iswide (character) ? 2 : 1;
}

/**
 * bgt_text_get_width:
 * @text: valid UTF-8
 *
 * Returns: how many columns of a terminal @text takes
 */
guint
bgt_text_get_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += width_of (g_utf8_get_char (p));

  return width;
}

/**
 * bgt_text_fit:
 * @text: valid UTF-8
 * @width: columns, at least one
 *
 * Returns: @text, or its beginning and end around an ellipsis: the end of a file name tells what
 *   it is
 */
char *
bgt_text_fit (const char *text, guint width)
{
  guint room = width - 1;
  guint head_width = 0, tail_width = 0;
  const char *head = text;
  const char *tail = text + strlen (text);

  if (bgt_text_get_width (text) <= width)
    return g_strdup (text);

  /* Two thirds for the beginning. */
  while (head_width + width_of (g_utf8_get_char (head)) <= room - room / 3)
    {
      head_width += width_of (g_utf8_get_char (head));
      head = g_utf8_next_char (head);
    }

  while (tail > head)
    {
      const char *previous = g_utf8_prev_char (tail);

      if (head_width + tail_width + width_of (g_utf8_get_char (previous)) > room)
        break;

      tail_width += width_of (g_utf8_get_char (previous));
      tail = previous;
    }

  return g_strdup_printf ("%.*s" ELLIPSIS "%s", (int) (head - text), text, tail);
}
