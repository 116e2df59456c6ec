/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses out of the text that people drop, paste and type. Pure. */
#include "config.h"

#include "bgw-addresses.h"

#include <string.h>

/* What the service may be asked for; everything else, above all file: and javascript:, is not
 * for it. */
static const char *const schemes[] = { "https", "http" };

static gboolean
is_supported (const char *scheme)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_ascii_strcasecmp (scheme, schemes[i]) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * bgw_address_get_scheme:
 * @text: anything
 *
 * Returns: (nullable): the lower case scheme that @text begins with, “gopher” of “Gopher://x”
 */
char *
bgw_address_get_scheme (const char *text)
{
  g_autofree char *scheme = g_uri_parse_scheme (text);

  return scheme != NULL ? g_ascii_strdown (scheme, -1) : NULL;
}

/* Spaces, other languages' letters and what else people paste unescaped; a complete escape stays
 * what it is, a lonely percent sign is escaped. */
static char *
escape (const char *text)
{
  GString *escaped = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;
      gboolean lonely = c == '%' && !(g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]));

      if (c <= ' ' || c >= 0x7f || lonely || strchr ("\"<>\\^`{|}", c) != NULL)
        g_string_append_printf (escaped, "%%%02X", c);
      else
        g_string_append_c (escaped, (char) c);
    }

  return g_string_free (escaped, FALSE);
}

/* “//user@Bücher.example:8080” → the same with “xn--bcher-kva.example”. */
static char *
with_ascii_host (const char *text)
{
  const char *authority = strstr (text, "://") + 3;
  gsize length = strcspn (authority, "/?#");
  g_autofree char *whole = g_strndup (authority, length);
  const char *at = strrchr (whole, '@');
  const char *host = at != NULL ? at + 1 : whole;
  gsize host_length = *host == '[' ? strlen (host) : strcspn (host, ":");
  g_autofree char *name = g_strndup (host, host_length);
  g_autofree char *ascii = NULL;

  if (g_str_is_ascii (name))
    return g_strdup (text);

  ascii = g_hostname_to_ascii (name);
  if (ascii == NULL)
    return NULL;

  return g_strdup_printf ("%.*s%s%s%s", (int) (authority - text + (host - whole)), text, ascii,
                          host + host_length, authority + length);
}

static gboolean
has_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || c == 0xfffd)
        return TRUE;
    }

  return FALSE;
}

/* A name, or an address of version 4 or 6; GUri lets much more pass. */
static gboolean
is_host (const char *host)
{
  return host != NULL && *host != '\0' &&
         strspn (host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:%") ==
             strlen (host);
}

/**
 * bgw_address_check:
 * @text: what somebody says is an address, in any encoding; blanks around it do not count
 * @address: (out) (optional) (nullable): the address as it can be given to the service, escaped
 *   and with an ASCII host
 *
 * Returns: what is wrong with it
 */
BgwAddressProblem
bgw_address_check (const char *text, char **address)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *scheme = NULL;
  g_autofree char *ascii = NULL;
  g_autofree char *escaped = NULL;
  g_autoptr (GUri) uri = NULL;

  if (address != NULL)
    *address = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return BGW_ADDRESS_MALFORMED;
  if (strlen (text) > BGW_ADDRESS_MAX)
    return BGW_ADDRESS_TOO_LONG;

  trimmed = g_strstrip (g_strdup (text));
  scheme = bgw_address_get_scheme (trimmed);
  if (scheme == NULL || has_control (trimmed))
    return BGW_ADDRESS_MALFORMED;
  if (!is_supported (scheme))
    return BGW_ADDRESS_UNSUPPORTED;
  if (!g_str_has_prefix (trimmed + strlen (scheme), "://"))
    return BGW_ADDRESS_MALFORMED;

  ascii = with_ascii_host (trimmed);
  if (ascii == NULL)
    return BGW_ADDRESS_MALFORMED;

  escaped = escape (ascii);
  uri = g_uri_parse (escaped, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || !is_host (g_uri_get_host (uri)))
    return BGW_ADDRESS_MALFORMED;
  if (strlen (escaped) > BGW_ADDRESS_MAX)
    return BGW_ADDRESS_TOO_LONG;

  if (address != NULL)
    *address = g_steal_pointer (&escaped);
  return BGW_ADDRESS_GOOD;
}

/**
 * bgw_address_get_host:
 * @address: an address, or %NULL
 *
 * Returns: (nullable): its host, as people read it; never a user name or password
 */
char *
bgw_address_get_host (const char *address)
{
  g_autoptr (GUri) uri = NULL;

  if (address != NULL)
    uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;

  return g_hostname_to_unicode (g_uri_get_host (uri));
}

/* One path segment, unescaped, if that gives a name for people. */
static char *
name_from_segment (const char *segment)
{
  g_autofree char *name = g_uri_unescape_string (segment, "/");

  if (name == NULL || !g_utf8_validate (name, -1, NULL) || has_control (name))
    {
      g_free (name);
      name = g_strdup (segment);
    }

  return g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), BGW_NAME_MAX));
}

/**
 * bgw_address_get_name:
 * @address: a good address
 *
 * Returns: what to call a job that fetches it: the last part of the path, else the host;
 *   1 to 256 characters
 */
char *
bgw_address_get_name (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  g_auto (GStrv) segments = NULL;

  if (uri == NULL)
    return name_from_segment (address);

  segments = g_strsplit (g_uri_get_path (uri), "/", -1);
  for (guint i = g_strv_length (segments); i > 0; i--)
    {
      g_autofree char *name = name_from_segment (g_strstrip (segments[i - 1]));

      if (*name != '\0')
        return g_steal_pointer (&name);
    }

  return name_from_segment (g_uri_get_host (uri));
}

/* Where the host of a good address begins: behind user name and password. */
static const char *
find_host (const char *address)
{
  const char *authority = strstr (address, "://") + strlen ("://");
  g_autofree char *whole = g_strndup (authority, strcspn (authority, "/?#"));
  const char *at = strrchr (whole, '@');

  return at != NULL ? authority + (at + 1 - whole) : authority;
}

static int
length_of_scheme (const char *address)
{
  return (int) (strstr (address, "://") + strlen ("://") - address);
}

/**
 * bgw_address_without_user:
 * @address: a good address
 *
 * Returns: @address as the service keeps it, without user name and password
 */
char *
bgw_address_without_user (const char *address)
{
  return g_strdup_printf ("%.*s%s", length_of_scheme (address), address, find_host (address));
}

/**
 * bgw_address_with_user:
 * @address: a good address
 * @user: a name, as somebody typed it
 * @password: (nullable): a password, likewise
 *
 * Returns: @address with them in it (RFC 3986, 3.2.1), instead of those that it had
 */
char *
bgw_address_with_user (const char *address, const char *user, const char *password)
{
  g_autofree char *escaped_user = g_uri_escape_string (user, NULL, FALSE);
  g_autofree char *escaped_password = g_uri_escape_string (password ? password : "", NULL, FALSE);

  return g_strdup_printf ("%.*s%s%s%s@%s", length_of_scheme (address), address, escaped_user,
                          *escaped_password != '\0' ? ":" : "", escaped_password,
                          find_host (address));
}

/* Once each, in the order in which they were found. */
static void
take (GPtrArray *found, GHashTable *seen, const char *text)
{
  g_autofree char *address = NULL;

  if (bgw_address_check (text, &address) != BGW_ADDRESS_GOOD ||
      g_hash_table_contains (seen, address))
    return;

  g_hash_table_add (seen, address);
  g_ptr_array_add (found, g_steal_pointer (&address));
}

static char **
finish (GPtrArray *found)
{
  g_ptr_array_add (found, NULL);
  return (char **) g_ptr_array_free (found, FALSE);
}

/* Nothing at all may come without a pointer. */
static char *
as_text (const char *bytes, gsize length)
{
  return length > 0 ? g_utf8_make_valid (bytes, (gssize) length) : g_strdup ("");
}

/* What ends an address in running text: blanks, controls, and the quotes and brackets that
 * people put around one. Letters of other languages do not. */
static gboolean
is_end (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == '<' || c == '>' || c == '"' ||
         c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == 0xbb || c == 0xfffd;
}

/* “(see https://example.org/a(b).)” gives “https://example.org/a(b)”. */
static gsize
without_punctuation (const char *word, gsize length)
{
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (word[i] == '(')
        depth++;
      else if (word[i] == ')')
        depth--;
    }

  while (length > 0)
    {
      char last = word[length - 1];

      if (last == ')' && depth < 0)
        depth++;
      else if (strchr (".,;:!?'*]}", last) == NULL)
        break;
      length--;
    }

  return length;
}

/* The first supported scheme in @text that does not continue a word; NULL if there is none. */
static const char *
find_scheme (const char *text)
{
  for (const char *colon = strchr (text, ':'); colon != NULL; colon = strchr (colon + 1, ':'))
    {
      const char *start = colon;

      if (colon[1] != '/' || colon[2] != '/')
        continue;

      while (start > text && g_ascii_isalpha (start[-1]))
        start--;

      for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
        {
          gsize length = strlen (schemes[i]);

          if ((gsize) (colon - start) == length &&
              g_ascii_strncasecmp (start, schemes[i], length) == 0)
            return start;
        }
    }

  return NULL;
}

/**
 * bgw_addresses_from_text:
 * @text: (nullable): any bytes, of any length
 * @length: how many
 *
 * Returns: (transfer full): every address that can be downloaded, once, in order
 */
char **
bgw_addresses_from_text (const char *text, gsize length)
{
  g_autofree char *valid = as_text (text, length);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *found = g_ptr_array_new ();

  for (const char *word = find_scheme (valid); word != NULL; word = find_scheme (word))
    {
      const char *end = word;

      while (*end != '\0' && !is_end (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);

      if (end - word <= BGW_ADDRESS_MAX)
        {
          g_autofree char *address =
              g_strndup (word, without_punctuation (word, (gsize) (end - word)));

          take (found, seen, address);
        }
      word = end;
    }

  return finish (found);
}

/**
 * bgw_addresses_from_uri_list:
 * @text: text/uri-list (RFC 2483): an address on each line, “#” begins a remark; any bytes
 * @length: how many
 *
 * Returns: (transfer full): the addresses that can be downloaded, once, in order
 */
char **
bgw_addresses_from_uri_list (const char *text, gsize length)
{
  g_autofree char *valid = as_text (text, length);
  g_auto (GStrv) lines = g_strsplit_set (valid, "\r\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    take (found, seen, lines[i]);

  return finish (found);
}
