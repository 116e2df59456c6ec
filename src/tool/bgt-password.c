/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a password from the person at the terminal, or from another program; never from argv. */
#include "config.h"

#include "bgt-password.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gprintf.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAXIMUM_BYTES                                                                              \
  ((gsize) 4 * 65536)      /* no character has more than four; the service counts exactly          \
                            */
#define END_OF_TEXT '\003' /* Ctrl+C */
#define END_OF_FILE '\004' /* Ctrl+D */
#define BACKSPACE '\b'
#define DELETE '\177'

static void
erase_character (GString *line)
{
  const char *last = g_utf8_find_prev_char (line->str, line->str + line->len);

  if (last != NULL)
    g_string_truncate (line, (gsize) (last - line->str));
}

/* The first line of the standard input, without its end; @keys: they are those of a person. */
static GString *
read_line (gboolean keys, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char c;

  for (;;)
    {
      ssize_t n = read (STDIN_FILENO, &c, 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                       _ ("The password cannot be read: %s."), g_strerror (errno));
          return NULL;
        }
      if (keys && (n == 0 || c == END_OF_TEXT || c == END_OF_FILE))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                               _ ("No password was given; nothing was changed."));
          return NULL;
        }
      if (n == 0 || c == '\n' || (keys && c == '\r'))
        return g_steal_pointer (&line);

      if (keys && (c == BACKSPACE || c == DELETE))
        erase_character (line);
      else if (line->len < MAXIMUM_BYTES)
        g_string_append_c (line, c);
      else
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                               _ ("The password is too long."));
          return NULL;
        }
    }
}

/* Keys come to us one by one and unseen. Those that would end us are read like the others, as the
 * terminal must get its old ways back. */
static GString *
ask (const char *user, GError **error)
{
  g_autoptr (GString) line = NULL;
  struct termios before;
  struct termios silent;

  if (tcgetattr (STDIN_FILENO, &before) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("There is no terminal to ask for the password. Give it with "
                              "--password-stdin."));
      return NULL;
    }

  silent = before;
  silent.c_lflag &= ~(tcflag_t) (ECHO | ICANON | ISIG);
  silent.c_cc[VMIN] = 1;
  silent.c_cc[VTIME] = 0;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  g_fprintf (stderr, _ ("Password of %s: "), user);
  line = read_line (TRUE, error);
  g_fprintf (stderr, "\n");
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);

  return g_steal_pointer (&line);
}

/**
 * bgt_password_read:
 * @from_pipe: take the first line of the standard input; else ask at the terminal, without echo
 * @user: whose it is
 *
 * Returns: (nullable): the password
 */
char *
bgt_password_read (gboolean from_pipe, const char *user, GError **error)
{
  g_autoptr (GString) line = from_pipe ? read_line (FALSE, error) : ask (user, error);

  if (line == NULL)
    return NULL;

  if (!g_utf8_validate (line->str, (gssize) line->len, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("The password is no text in UTF-8."));
      return NULL;
    }

  return g_string_free (g_steal_pointer (&line), FALSE);
}
