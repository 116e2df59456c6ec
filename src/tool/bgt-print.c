/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people read: lines and tables on standard output, sentences on standard error. */
#include "config.h"

#include "bgt-print.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bgt-text.h"

#define DEFAULT_COLUMNS 80
#define SPACE "  "

/* Whether somebody sits there. */
gboolean
bgt_print_is_terminal (void)
{
  return isatty (STDOUT_FILENO) && isatty (STDERR_FILENO);
}

/* Whether a line can be drawn again. */
gboolean
bgt_print_can_redraw (void)
{
  return bgt_print_is_terminal () && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

guint
bgt_print_get_columns (void)
{
  struct winsize size;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;

  return DEFAULT_COLUMNS;
}

/* Nothing in it reaches the terminal as a command. */
G_GNUC_PRINTF (1, 0)
static char *
format_escaped (const char *format, va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);

  return bgt_text_escape (text);
}

/* One line for people. */
void
bgt_print_line (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = format_escaped (format, arguments);
  va_end (arguments);

  g_print ("%s\n", text);
}

/* One sentence on standard error. */
void
bgt_print_error (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = format_escaped (format, arguments);
  va_end (arguments);

  g_printerr ("ferryctl: %s\n", text);
}

/* For programs: bytes as they are. */
void
bgt_print_raw (const char *text)
{
  fputs (text, stdout);
}

static void
print_row (GString *line, const char *const *cells, guint columns, const guint *widths)
{
  for (guint i = 0; i < columns; i++)
    {
      guint width = bgt_text_get_width (cells[i]);

      g_string_append (line, cells[i]);

      if (i + 1 < columns)
        g_string_append_printf (line, "%*s" SPACE, (int) (widths[i] - width), "");
    }

  while (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);

  g_string_append_c (line, '\n');
}

/**
 * bgt_print_table:
 * @rows: (element-type GStrv): each with @columns cells
 * @fit: cut the last column, on a terminal, to what is left of the line
 */
void
bgt_print_table (GPtrArray *rows, guint columns, gboolean fit)
{
  g_autofree guint *widths = g_new0 (guint, columns);
  g_autoptr (GString) text = g_string_new (NULL);
  guint used = 0, room;

  for (guint r = 0; r < rows->len; r++)
    for (guint i = 0; i < columns; i++)
      {
        char **cell = &((char **) rows->pdata[r])[i];
        g_autofree char *plain = g_steal_pointer (cell);

        *cell = bgt_text_escape (plain);
        widths[i] = MAX (widths[i], bgt_text_get_width (*cell));
      }

  for (guint i = 0; i + 1 < columns; i++)
    used += widths[i] + (guint) strlen (SPACE);

  room = bgt_print_get_columns ();
  room = room > used + 10 ? room - used : 10;

  for (guint r = 0; r < rows->len; r++)
    {
      char **last = &((char **) rows->pdata[r])[columns - 1];

      if (fit && bgt_print_is_terminal ())
        {
          g_autofree char *whole = g_steal_pointer (last);

          *last = bgt_text_fit (whole, room);
        }

      print_row (text, rows->pdata[r], columns, widths);
    }

  g_print ("%s", text->str);
}

/**
 * bgt_print_flush:
 *
 * Returns: whether all that was printed has arrived; a sentence says why not
 */
gboolean
bgt_print_flush (void)
{
  errno = 0;

  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;

  /* Who closes the pipe has read enough. */
  if (errno != EPIPE)
    bgt_print_error (_ ("The output could not be written: %s."),
                     g_strerror (errno != 0 ? errno : EIO));

  return FALSE;
}
