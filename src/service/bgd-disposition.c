/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name that Content-Disposition suggests, as it is meant and as it is really sent. */
#include "config.h"

#include "bgd-disposition.h"

#include <string.h>

#include "bgd-charset.h"

/* Nobody tears a name into more pieces. */
#define MAXIMUM_PIECES 64

/* Whatever of the parameter "filename" is there; the first of each kind counts. */
typedef struct
{
  char *plain;    /* (owned) (nullable) filename= */
  char *extended; /* (owned) (nullable) filename*= */
  struct
  {
    char *value;       /* (owned) (nullable) filename*N= or filename*N*= */
    gboolean extended; /* the latter */
  } pieces[MAXIMUM_PIECES];
} Names;

static void
names_free (Names *self)
{
  g_free (self->plain);
  g_free (self->extended);
  for (guint i = 0; i < MAXIMUM_PIECES; i++)
    g_free (self->pieces[i].value);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Names, names_free)

static const char *
skip_blanks (const char *cursor)
{
  return cursor + strspn (cursor, " \t\r\n");
}

/* A folder of Windows, whose backslashes were never meant to protect anything. */
static gboolean
is_windows_path (const char *text)
{
  return (g_ascii_isalpha (text[0]) && text[1] == ':' && text[2] == '\\') ||
         g_str_has_prefix (text, "\\\\");
}

/* What a backslash stands before is meant as it is; but before a letter, which nobody has to
 * protect, it parts two folders. */
static gboolean
protects (const char *backslash, gboolean in_path)
{
  guchar next = (guchar) backslash[1];

  if (next == '"')
    return TRUE;

  return !in_path && next != '\0' && next < 0x80 && !g_ascii_isalnum ((char) next);
}

/* After the quote; up to the next one, or to the end if there is none. */
static char *
take_quoted (const char **cursor)
{
  GString *text = g_string_new (NULL);
  gboolean in_path = is_windows_path (*cursor);
  const char *at = *cursor;

  while (*at != '\0' && *at != '"')
    {
      if (*at == '\\' && protects (at, in_path))
        at++;
      g_string_append_c (text, *at++);
    }
  *cursor = at + strcspn (at, ";");

  return g_string_free (text, FALSE);
}

/* Blanks inside belong to it: that they need quotes is not known everywhere. */
static char *
take_unquoted (const char **cursor)
{
  gsize length = strcspn (*cursor, ";");
  char *text = g_strndup (*cursor, length);

  *cursor += length;

  return g_strchomp (text);
}

static void
keep_first (char **place, char *value)
{
  if (*place == NULL)
    *place = value;
  else
    g_free (value);
}

/* Takes value. */
static void
add_piece (Names *names, const char *number, char *value)
{
  char *end;
  guint64 index = g_ascii_strtoull (number, &end, 10);
  gboolean extended = strcmp (end, "*") == 0;

  if (!g_ascii_isdigit (*number) || index >= MAXIMUM_PIECES || (*end != '\0' && !extended) ||
      names->pieces[index].value != NULL)
    {
      g_free (value);
      return;
    }

  names->pieces[index].value = value;
  names->pieces[index].extended = extended;
}

/* Takes value. */
static void
add_parameter (Names *names, const char *name, char *value)
{
  if (g_ascii_strcasecmp (name, "filename") == 0)
    keep_first (&names->plain, value);
  else if (g_ascii_strcasecmp (name, "filename*") == 0)
    keep_first (&names->extended, value);
  else if (g_ascii_strncasecmp (name, "filename*", strlen ("filename*")) == 0)
    add_piece (names, name + strlen ("filename*"), value);
  else
    g_free (value);
}

static Names *
parse (const char *cursor)
{
  Names *names = g_new0 (Names, 1);

  while (*cursor != '\0')
    {
      gsize length = strcspn (cursor, "=;");
      g_autofree char *name = g_strndup (cursor, length);

      cursor += length;
      if (*cursor == '=')
        {
          cursor = skip_blanks (cursor + 1);
          if (*cursor == '"')
            {
              cursor++;
              add_parameter (names, g_strstrip (name), take_quoted (&cursor));
            }
          else
            add_parameter (names, g_strstrip (name), take_unquoted (&cursor));
        }
      if (*cursor == ';')
        cursor++;
    }

  return names;
}

/* The part after the second quote of CHARSET'LANGUAGE'TEXT. NULL: there is none. */
static const char *
split_extended (const char *value, char **charset)
{
  const char *first = strchr (value, '\'');
  const char *second = first != NULL ? strchr (first + 1, '\'') : NULL;

  if (second == NULL)
    return NULL;

  *charset = g_strndup (value, (gsize) (first - value));
  return second + 1;
}

/* RFC 8187, section 3.2. */
static char *
decode_extended (const char *value)
{
  g_autofree char *charset = NULL;
  const char *text = split_extended (value, &charset);
  g_autoptr (GString) bytes = text != NULL ? bgd_charset_unescape (text, strlen (text)) : NULL;

  return bytes != NULL ? bgd_charset_to_utf8 (charset, bytes->str, bytes->len) : NULL;
}

/* RFC 2231, sections 3 and 4.1. A piece that is missing ends the name. */
static char *
decode_pieces (const Names *names)
{
  g_autofree char *charset = NULL;
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < MAXIMUM_PIECES && names->pieces[i].value != NULL; i++)
    {
      const char *text = names->pieces[i].value;

      if (!names->pieces[i].extended)
        {
          g_string_append (all, text);
          continue;
        }
      if (i == 0 && (text = split_extended (text, &charset)) == NULL)
        return NULL;

      g_autoptr (GString) bytes = bgd_charset_unescape (text, strlen (text));

      if (bytes == NULL)
        return NULL;
      g_string_append_len (all, bytes->str, (gssize) bytes->len);
    }

  return charset != NULL ? bgd_charset_to_utf8 (charset, all->str, all->len)
                         : bgd_charset_guess (all->str, all->len);
}

/* Escapes as in addresses, which servers send because some browsers understand them. They are meant
 * if all of them are good and make text. */
static char *
decode_percent (const char *value)
{
  if (strchr (value, '%') == NULL || !g_str_is_ascii (value))
    return NULL;

  g_autoptr (GString) bytes = bgd_charset_unescape (value, strlen (value));

  if (bytes == NULL)
    return NULL;
  for (gsize i = 0; i < bytes->len; i++)
    if (g_ascii_iscntrl (bytes->str[i]))
      return NULL;

  return bgd_charset_to_utf8 ("utf-8", bytes->str, bytes->len);
}

static char *
decode_plain (const char *value)
{
  char *name = bgd_charset_decode_words (value);

  if (name == NULL)
    name = decode_percent (value);

  return name != NULL ? name : bgd_charset_guess (value, strlen (value));
}

/* Nothing but blanks is no name. */
static gboolean
is_name (const char *name)
{
  return name != NULL && *skip_blanks (name) != '\0';
}

/**
 * bgd_disposition_get_name:
 * @value: the value of Content-Disposition, bytes of any kind
 *
 * Source: RFC 6266, RFC 8187 (filename*), RFC 2231 (filename*0), RFC 2047 ("=?UTF-8?…"). Where
 * servers do otherwise it does as browsers do.
 *
 * Returns: (transfer full) (nullable): the name, in UTF-8 and not empty, but unsafe: it may be a
 *   path, or hold control characters
 */
char *
bgd_disposition_get_name (const char *value)
{
  g_autoptr (Names) names = parse (value);
  g_autofree char *name = NULL;

  if (names->extended != NULL)
    name = decode_extended (names->extended);
  if (is_name (name))
    return g_steal_pointer (&name);

  g_clear_pointer (&name, g_free);
  if (names->pieces[0].value != NULL)
    name = decode_pieces (names);
  if (is_name (name))
    return g_steal_pointer (&name);

  const char *rest = names->plain;

  /* Better a name in the wrong form than none. */
  if (rest == NULL && names->extended != NULL && strchr (names->extended, '\'') == NULL)
    rest = names->extended;

  g_clear_pointer (&name, g_free);
  if (rest != NULL)
    name = decode_plain (rest);

  return is_name (name) ? g_steal_pointer (&name) : NULL;
}
