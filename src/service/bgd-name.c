/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which name a file gets: from its address or its server, made safe; its hidden and its numbered
 * forms. */
#include "config.h"

#include "bgd-name.h"

#include <string.h>

/* Where neither server nor address has a name that is left after cleaning. */
#define FALLBACK "download"

/* ".NAME.XXXXXXXX.part" without the name. */
#define PART_FORMAT ".%s.%08x.part"
#define PART_EXTRA 15

/* What is longer is a sentence with a dot in it, not an extension. */
#define EXTENSION_MAXIMUM 16

G_STATIC_ASSERT (BGD_NAME_SAFE_MAXIMUM + PART_EXTRA <= BGD_NAME_MAXIMUM);

/* Disks are shared with systems where these do not work, whatever comes after a dot. */
static const char *const reserved_names[] = {
  "AUX",  "CON",  "CONIN$", "CONOUT$", "NUL",  "PRN",  "COM0", "COM1", "COM2",
  "COM3", "COM4", "COM5",   "COM6",    "COM7", "COM8", "COM9", "LPT0", "LPT1",
  "LPT2", "LPT3", "LPT4",   "LPT5",    "LPT6", "LPT7", "LPT8", "LPT9",
};

/* The length of the longest beginning that has at most maximum bytes and ends with a whole
 * character. */
static gsize
cut (const char *text, gsize length, gsize maximum)
{
  if (length <= maximum)
    return length;

  while (maximum > 0 && ((guchar) text[maximum] & 0xc0) == 0x80)
    maximum--;

  return maximum;
}

/* Where the extension begins, with its dot: ".txt", ".tar.gz"; the end of the name if it has none.
 */
static gsize
find_extension (const char *name)
{
  gsize length = strlen (name);
  const char *dot = strrchr (name, '.');
  gsize start;

  if (dot == NULL || dot[1] == '\0' || strlen (dot) > EXTENSION_MAXIMUM ||
      strpbrk (dot, " \t") != NULL)
    return length;

  start = (gsize) (dot - name);
  if (start > strlen (".tar") &&
      g_ascii_strncasecmp (dot - strlen (".tar"), ".tar", strlen (".tar")) == 0)
    start -= strlen (".tar");

  /* A hidden file is not an extension of nothing. */
  return start > 0 ? start : length;
}

/* The name with something before its extension, cut so that all has at most maximum bytes. */
static char *
insert (const char *name, const char *addition, gsize maximum)
{
  gsize start = find_extension (name);
  const char *extension = name + start;
  gsize room = maximum - strlen (addition) - strlen (extension);

  return g_strdup_printf ("%.*s%s%s", (int) cut (name, start, room), name, addition, extension);
}

/* Marks that reorder or hide what is written around them: “gnp.exe” that reads “exe.png”. */
static gboolean
is_deceptive (gunichar character)
{
  return character == 0x061c || character == 0xfeff ||
         (character >= 0x200e && character <= 0x200f) ||
         (character >= 0x202a && character <= 0x202e) ||
         (character >= 0x2066 && character <= 0x2069);
}

static gboolean
is_unwanted (gunichar character)
{
  return g_unichar_iscntrl (character) || is_deceptive (character) || character == 0x2028 ||
         character == 0x2029 || (character < 0x80 && strchr ("<>:\"|?*/\\", (int) character));
}

/* Every character that is unwanted becomes an underscore. */
static char *
replace_unwanted (const char *text)
{
  GString *clean = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      g_string_append_unichar (clean, is_unwanted (character) ? '_' : character);
    }

  return g_string_free (clean, FALSE);
}

static gboolean
is_dot_or_space (gunichar character)
{
  return character == '.' || g_unichar_isspace (character);
}

/* Dots in front hide a file; dots and spaces at the end are lost on other systems. */
static void
trim (char *name)
{
  const char *start = name;
  const char *end = name + strlen (name);

  while (*start != '\0' && is_dot_or_space (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);

  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);

      if (!is_dot_or_space (g_utf8_get_char (last)))
        break;
      end = last;
    }

  memmove (name, start, (gsize) (end - start));
  name[end - start] = '\0';
}

static gboolean
is_reserved (const char *name)
{
  g_autofree char *stem = g_strndup (name, strcspn (name, "."));

  g_strchomp (stem);
  for (gsize i = 0; i < G_N_ELEMENTS (reserved_names); i++)
    {
      if (g_ascii_strcasecmp (stem, reserved_names[i]) == 0)
        return TRUE;
    }

  return FALSE;
}

static char *
shorten (const char *name)
{
  char *fitting = insert (name, "", BGD_NAME_SAFE_MAXIMUM);

  trim (fitting);
  return fitting;
}

/* Makes one component of a path safe. */
static char *
clean_component (const char *component)
{
  g_autofree char *valid = g_utf8_make_valid (component, -1);
  g_autofree char *replaced = replace_unwanted (valid);
  g_autofree char *composed = g_utf8_normalize (replaced, -1, G_NORMALIZE_NFC);
  g_autofree char *safe = NULL;
  g_autofree char *harmless = NULL;

  trim (composed);
  safe = shorten (composed);
  if (!is_reserved (safe))
    return g_steal_pointer (&safe);

  harmless = g_strconcat ("_", safe, NULL);
  return shorten (harmless);
}

/**
 * bgd_name_make_safe:
 * @suggestion: a name that a server suggests: bytes of any kind
 *
 * Of a path only the last component counts. What is left is shown to people and written to disks
 * that other systems may read, so it is in one line, in one direction, and not hidden.
 *
 * Returns: (transfer full): a name of at most %BGD_NAME_SAFE_MAXIMUM bytes, in UTF-8
 */
char *
bgd_name_make_safe (const char *suggestion)
{
  g_auto (GStrv) components = g_strsplit_set (suggestion, "/\\", -1);

  for (guint i = g_strv_length (components); i > 0; i--)
    {
      g_autofree char *safe = clean_component (components[i - 1]);

      if (*safe != '\0')
        return g_steal_pointer (&safe);
    }

  return g_strdup (FALLBACK);
}

/* A segment of a path as text in one component: an escaped slash is no separator. */
static char *
unescape_segment (const char *segment)
{
  g_autoptr (GBytes) bytes = g_uri_unescape_bytes (segment, -1, NULL, NULL);
  gsize length;
  char *text;

  if (bytes == NULL)
    bytes = g_bytes_new (segment, strlen (segment));

  length = g_bytes_get_size (bytes);
  text = g_malloc (length + 1);
  memcpy (text, g_bytes_get_data (bytes, NULL), length);
  text[length] = '\0';

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\0' || text[i] == '/' || text[i] == '\\')
        text[i] = '_';
    }

  return text;
}

/**
 * bgd_name_from_url:
 * @url: an address, which need not be a good one
 *
 * Returns: (transfer full): a safe name: the last segment of the path, or else the host
 */
char *
bgd_name_from_url (const char *url)
{
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  g_auto (GStrv) segments = NULL;

  if (!g_uri_split (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL, NULL, &host, NULL,
                    &path, NULL, NULL, NULL))
    return g_strdup (FALLBACK);

  segments = g_strsplit (path, "/", -1);
  for (guint i = g_strv_length (segments); i > 0; i--)
    {
      g_autofree char *text = unescape_segment (segments[i - 1]);

      if (*text != '\0')
        return bgd_name_make_safe (text);
    }

  return bgd_name_make_safe (host != NULL ? host : FALLBACK);
}

/**
 * bgd_name_is_valid:
 * @name: a name that the owner of a job asks for, and gets as it is
 *
 * Returns: whether a file can have this name, and a line can show it
 */
gboolean
bgd_name_is_valid (const char *name)
{
  if (*name == '\0' || g_str_equal (name, ".") || g_str_equal (name, ".."))
    return FALSE;
  if (strlen (name) > BGD_NAME_MAXIMUM || !g_utf8_validate (name, -1, NULL))
    return FALSE;

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (*at == '/' || g_unichar_iscntrl (g_utf8_get_char (at)))
        return FALSE;
    }

  return TRUE;
}

/**
 * bgd_name_numbered:
 * @name: a name that is taken
 * @number: which try this is
 *
 * Returns: (transfer full): "name (1).tar.gz", with as much of the name as there is room for
 */
char *
bgd_name_numbered (const char *name, guint number)
{
  g_autofree char *addition = g_strdup_printf (" (%u)", number);

  return insert (name, addition, BGD_NAME_MAXIMUM);
}

/**
 * bgd_name_for_part:
 * @name: the name to be
 * @random: makes the result unique among the files of the folder
 *
 * Returns: (transfer full): the hidden name of the file until it is whole
 */
char *
bgd_name_for_part (const char *name, guint32 random)
{
  gsize length = cut (name, strlen (name), BGD_NAME_MAXIMUM - PART_EXTRA);
  g_autofree char *beginning = g_strndup (name, length);

  return g_strdup_printf (PART_FORMAT, beginning, random);
}
