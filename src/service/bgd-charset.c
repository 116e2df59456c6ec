/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that servers send in any encoding becomes UTF-8. */
#include "config.h"

#include "bgd-charset.h"

#include <string.h>

typedef struct
{
  const char *label;     /* as servers write it, in lower case */
  const char *converter; /* as iconv knows it; NULL: UTF-8 */
} Charset;

/* What the web uses, and nothing else: servers do not choose among the hundreds of converters of
 * the system, the rare ones of which are seldom looked at. As in browsers, Latin-1 is taken for
 * what it mostly is. */
static const Charset charsets[] = {
  { "utf-8", NULL },
  { "utf8", NULL },
  { "us-ascii", "WINDOWS-1252" },
  { "ascii", "WINDOWS-1252" },
  { "iso-8859-1", "WINDOWS-1252" },
  { "iso8859-1", "WINDOWS-1252" },
  { "latin1", "WINDOWS-1252" },
  { "windows-1252", "WINDOWS-1252" },
  { "iso-8859-2", "ISO-8859-2" },
  { "iso-8859-5", "ISO-8859-5" },
  { "iso-8859-7", "ISO-8859-7" },
  { "iso-8859-9", "ISO-8859-9" },
  { "iso-8859-15", "ISO-8859-15" },
  { "windows-1250", "WINDOWS-1250" },
  { "windows-1251", "WINDOWS-1251" },
  { "windows-1253", "WINDOWS-1253" },
  { "windows-1254", "WINDOWS-1254" },
  { "koi8-r", "KOI8-R" },
  { "koi8-u", "KOI8-U" },
  { "shift_jis", "SHIFT_JIS" },
  { "euc-jp", "EUC-JP" },
  { "gb2312", "GBK" },
  { "gbk", "GBK" },
  { "gb18030", "GB18030" },
  { "big5", "BIG5" },
  { "euc-kr", "EUC-KR" },
};

static const Charset *
find_charset (const char *label)
{
  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (g_ascii_strcasecmp (label, charsets[i].label) == 0)
      return &charsets[i];

  return NULL;
}

/* Every byte is a character of this number. */
static char *
from_latin1 (const char *bytes, gsize length)
{
  GString *text = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    g_string_append_unichar (text, (guchar) bytes[i]);

  return g_string_free (text, FALSE);
}

/* A NUL would end the text where the server did not: "a.exe%00.txt". */
static char *
without_nul (const char *bytes, gsize length)
{
  char *copy = g_malloc (length + 1);

  memcpy (copy, bytes, length);
  copy[length] = '\0';
  for (gsize i = strlen (copy); i < length; i += strlen (copy + i))
    copy[i] = '_';

  return copy;
}

/**
 * bgd_charset_to_utf8:
 * @charset: its name, in any case
 * @bytes: text in it, which may hold NUL
 * @length: bytes
 *
 * Returns: (transfer full) (nullable): the same in UTF-8, with NUL replaced; %NULL if it is no text
 *   in @charset, or that is not known
 */
char *
bgd_charset_to_utf8 (const char *charset, const char *bytes, gsize length)
{
  const Charset *known = find_charset (charset);
  g_autofree char *clean = without_nul (bytes, length);

  if (known == NULL)
    return NULL;
  if (known->converter == NULL)
    return g_utf8_validate (clean, (gssize) length, NULL) ? g_steal_pointer (&clean) : NULL;

  g_autofree char *text =
      g_convert (clean, (gssize) length, "UTF-8", known->converter, NULL, NULL, NULL);

  if (text != NULL && g_utf8_validate (text, -1, NULL))
    return g_steal_pointer (&text);

  /* It has a few holes, which are control characters in the standard. */
  return strcmp (known->converter, "WINDOWS-1252") == 0 ? from_latin1 (clean, length) : NULL;
}

/**
 * bgd_charset_guess:
 * @bytes: text in an encoding that nobody tells
 * @length: bytes
 *
 * Returns: (transfer full): the same in UTF-8; what is not UTF-8 is taken for Latin-1
 */
char *
bgd_charset_guess (const char *bytes, gsize length)
{
  char *text = bgd_charset_to_utf8 ("utf-8", bytes, length);

  return text != NULL ? text : bgd_charset_to_utf8 ("iso-8859-1", bytes, length);
}

static gboolean
is_escape (const char *text, gsize length, char mark)
{
  return length >= 3 && text[0] == mark && g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2]);
}

/* As in "%41" or "=41". (nullable): there is a mark that begins no escape. */
static GString *
unescape (const char *text, gsize length, char mark)
{
  g_autoptr (GString) bytes = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] != mark)
        {
          g_string_append_c (bytes, text[i]);
          continue;
        }
      if (!is_escape (text + i, length - i, mark))
        return NULL;

      g_string_append_c (bytes, (char) (g_ascii_xdigit_value (text[i + 1]) * 16 +
                                        g_ascii_xdigit_value (text[i + 2])));
      i += 2;
    }

  return g_steal_pointer (&bytes);
}

/**
 * bgd_charset_unescape:
 * @text: with escapes such as "%41"
 * @length: bytes
 *
 * Returns: (transfer full) (nullable): the bytes, perhaps with NUL among them; %NULL if there is a
 *   "%" that begins no escape
 */
GString *
bgd_charset_unescape (const char *text, gsize length)
{
  return unescape (text, length, '%');
}

/* The text of one encoded word, without its charset. */
static GString *
decode_word (char encoding, const char *text, gsize length)
{
  if (g_ascii_tolower (encoding) == 'q')
    {
      g_autofree char *spaced = g_strndup (text, length);

      return unescape (g_strdelimit (spaced, "_", ' '), strlen (spaced), '=');
    }
  if (g_ascii_tolower (encoding) != 'b')
    return NULL;

  g_autofree char *encoded = g_strndup (text, length);
  gsize decoded_length;
  g_autofree guchar *decoded = g_base64_decode (encoded, &decoded_length);

  return g_string_new_len ((const char *) decoded, (gssize) decoded_length);
}

/* One word: "=?CHARSET?B?TEXT?=". NULL if there is none. */
static char *
take_word (const char **cursor)
{
  const char *charset = *cursor + strlen ("=?");
  const char *encoding = strchr (charset, '?');

  if (encoding == NULL || encoding[1] == '\0' || encoding[2] != '?')
    return NULL;

  const char *text = encoding + strlen ("?B?");
  const char *end = strstr (text, "?=");

  if (end == NULL)
    return NULL;

  /* RFC 2231 lets a language follow after "*". */
  gsize length = MIN ((gsize) (encoding - charset), strcspn (charset, "*"));
  g_autofree char *label = g_strndup (charset, length);
  g_autoptr (GString) bytes = decode_word (encoding[1], text, (gsize) (end - text));
  char *word = bytes != NULL ? bgd_charset_to_utf8 (label, bytes->str, bytes->len) : NULL;

  if (word != NULL)
    *cursor = end + strlen ("?=");

  return word;
}

/**
 * bgd_charset_decode_words:
 * @text: text as in the headers of mail: "=?UTF-8?B?w7xtbGF1dA==?="
 *
 * Source: RFC 2047. It is not meant for HTTP, but sent.
 *
 * Returns: (transfer full) (nullable): the text; %NULL if it has no such word, or a bad one
 */
char *
bgd_charset_decode_words (const char *text)
{
  g_autoptr (GString) decoded = g_string_new (NULL);
  gboolean after_word = FALSE;

  if (strstr (text, "=?") == NULL)
    return NULL;

  while (*text != '\0')
    {
      const char *blank = text + strspn (text, " \t");

      /* Blanks between two words only part them. */
      if (after_word && g_str_has_prefix (blank, "=?"))
        text = blank;

      after_word = g_str_has_prefix (text, "=?");
      if (!after_word)
        {
          g_string_append_c (decoded, *text++);
          continue;
        }

      g_autofree char *word = take_word (&text);

      if (word == NULL)
        return NULL;
      g_string_append (decoded, word);
    }

  return g_utf8_validate (decoded->str, (gssize) decoded->len, NULL)
             ? g_string_free (g_steal_pointer (&decoded), FALSE)
             : NULL;
}
