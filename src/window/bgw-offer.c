/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a drop, a paste or a file has to offer: addresses, or a reason why there are none. Pure. */
#include "config.h"

#include "bgw-offer.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bgw-addresses.h"
#include "bgw-shell.h"

/* The first of these are Metalink documents, the others are read for the addresses in them. */
#define N_METALINK_ENDINGS 2

const char *const bgw_offer_endings[] = {
  ".metalink", ".meta4", ".txt", ".m3u", ".m3u8", ".urls", ".list", NULL,
};

static gboolean
ends_with (const char *uri, const char *const *endings, gsize n_endings)
{
  g_autofree char *lower = g_ascii_strdown (uri, -1);

  for (gsize i = 0; i < n_endings; i++)
    {
      if (g_str_has_suffix (lower, endings[i]))
        return TRUE;
    }

  return FALSE;
}

/**
 * bgw_offer_is_metalink:
 * @uri: the address of a file
 *
 * Returns: whether that is called as Metalink documents are
 */
gboolean
bgw_offer_is_metalink (const char *uri)
{
  return ends_with (uri, bgw_offer_endings, N_METALINK_ENDINGS);
}

/**
 * bgw_offer_is_document:
 * @uri: the address of a file
 *
 * Returns: whether it is a local one that may be opened for the addresses in it
 */
gboolean
bgw_offer_is_document (const char *uri)
{
  return g_ascii_strncasecmp (uri, "file:", strlen ("file:")) == 0 &&
         ends_with (uri, bgw_offer_endings, G_N_ELEMENTS (bgw_offer_endings) - 1);
}

static char *
explain_command (const BgwCommand *command)
{
  switch (command->problem)
    {
    case BGW_COMMAND_SENDS_DATA:
      return g_strdup (_ ("This command sends data, which is not supported"));
    case BGW_COMMAND_UNSUPPORTED:
      return g_strdup_printf (_ ("“%s” in this command is not supported"), command->option);
    case BGW_COMMAND_MALFORMED:
      return g_strdup (_ ("This command is not complete"));
    case BGW_COMMAND_GOOD:
    case BGW_COMMAND_HAS_NO_ADDRESS:
    default:
      return NULL;
    }
}

/* Why an address cannot be downloaded; NULL if nothing can be said about it. */
static char *
explain_address (const char *text)
{
  g_autofree char *scheme = bgw_address_get_scheme (text);

  if (scheme == NULL)
    return NULL;
  if (g_str_equal (scheme, "magnet"))
    return g_strdup (_ ("Torrents are not supported"));
  if (g_str_equal (scheme, "file"))
    {
      static const char *const torrent[] = { ".torrent" };

      return g_strdup (ends_with (text, torrent, 1)
                           ? _ ("Torrents are not supported")
                           : _ ("Only Metalink documents and lists of addresses can be opened"));
    }
  if (bgw_address_check (text, NULL) == BGW_ADDRESS_UNSUPPORTED)
    return g_strdup_printf (_ ("Cannot download from “%s:” addresses"), scheme);

  return NULL;
}

/**
 * bgw_offer_new:
 * @addresses: good addresses
 *
 * Returns: (transfer full): an offer of them
 */
BgwOffer *
bgw_offer_new (const char *const *addresses)
{
  BgwOffer *self = g_new0 (BgwOffer, 1);

  self->addresses = g_strdupv ((char **) addresses);
  return self;
}

/* Takes @addresses. */
static BgwOffer *
new_of (char **addresses)
{
  BgwOffer *self = g_new0 (BgwOffer, 1);

  self->addresses = addresses;
  return self;
}

/**
 * bgw_offer_new_from_text:
 * @bytes: (nullable): any bytes
 * @length: how many
 *
 * Returns: (transfer full): the addresses that are found in running text, or in a command
 */
BgwOffer *
bgw_offer_new_from_text (const char *bytes, gsize length)
{
  BgwOffer *self = NULL;
  g_autofree char *head = NULL;
  g_autofree char *start = NULL;

  if (length == 0)
    return new_of (g_new0 (char *, 1));

  head = g_utf8_make_valid (bytes, (gssize) MIN (length, BGW_SHELL_MAX));
  if (bgw_command_is_one (head))
    {
      g_autoptr (BgwCommand) command = bgw_command_parse (head);
      gboolean good = command->problem == BGW_COMMAND_GOOD && length <= BGW_SHELL_MAX;

      self = new_of (good ? g_strdupv (command->addresses) : g_new0 (char *, 1));
      if (good)
        self->command = g_steal_pointer (&command);
      else
        self->refusal = explain_command (command);
      return self;
    }

  self = new_of (bgw_addresses_from_text (bytes, length));
  if (*self->addresses != NULL)
    return self;

  start = g_strndup (head, BGW_ADDRESS_MAX);
  g_strstrip (start);
  if (strpbrk (start, " \t\r\n") == NULL)
    {
      self->refusal = explain_address (start);
      self->document = bgw_offer_is_document (start) ? g_strdup (start) : NULL;
    }
  return self;
}

/**
 * bgw_offer_new_from_uri_list:
 * @bytes: (nullable): text/uri-list (RFC 2483), as browsers and file managers send it; any bytes
 * @length: how many
 *
 * Returns: (transfer full): the addresses in it; if there are none, the first file to be opened;
 *   if there is none, what running text would give
 */
BgwOffer *
bgw_offer_new_from_uri_list (const char *bytes, gsize length)
{
  BgwOffer *self = new_of (bgw_addresses_from_uri_list (bytes, length));
  g_autofree char *valid = NULL;
  g_auto (GStrv) lines = NULL;

  if (*self->addresses != NULL || length == 0)
    return self;

  valid = g_utf8_make_valid (bytes, (gssize) length);
  lines = g_strsplit_set (valid, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (self->document == NULL && bgw_offer_is_document (line))
        self->document = g_strdup (line);
      if (self->refusal == NULL && *line != '#')
        self->refusal = explain_address (line);
    }

  /* Some programs give text for any kind that they are asked for. */
  if (self->document == NULL && self->refusal == NULL)
    {
      bgw_offer_free (self);
      return bgw_offer_new_from_text (bytes, length);
    }

  return self;
}

/**
 * bgw_offer_new_from_moz_url:
 * @bytes: (nullable): text/x-moz-url in UTF-8, or _NETSCAPE_URL: addresses and their titles, each
 *   on a line; any bytes
 * @length: how many
 *
 * Returns: (transfer full): the addresses
 */
BgwOffer *
bgw_offer_new_from_moz_url (const char *bytes, gsize length)
{
  g_autofree char *valid = length > 0 ? g_utf8_make_valid (bytes, (gssize) length) : g_strdup ("");
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i % 2 == 0)
        g_string_append_printf (list, "%s\n", lines[i]);
    }

  return bgw_offer_new_from_uri_list (list->str, list->len);
}

/* As editors of Windows save it: UTF-16 with a mark in front. NULL if it is not that. */
static char *
from_utf16 (const char *bytes, gsize length)
{
  gboolean little = length >= 2 && memcmp (bytes, "\xff\xfe", 2) == 0;
  gboolean big = length >= 2 && memcmp (bytes, "\xfe\xff", 2) == 0;

  if (!little && !big)
    return NULL;

  return g_convert (bytes + 2, (gssize) length - 2, "UTF-8", little ? "UTF-16LE" : "UTF-16BE", NULL,
                    NULL, NULL);
}

/**
 * bgw_offer_new_from_list_file:
 * @bytes: (nullable): a text file with an address on each line, where “#” begins a remark; a
 *   playlist (M3U) is one; if that gives nothing, running text; any bytes
 * @length: how many
 *
 * Returns: (transfer full): the addresses
 */
BgwOffer *
bgw_offer_new_from_list_file (const char *bytes, gsize length)
{
  g_autofree char *converted = length > 0 ? from_utf16 (bytes, length) : NULL;
  g_autoptr (BgwOffer) offer = NULL;

  if (converted != NULL)
    {
      bytes = converted;
      length = strlen (converted);
    }
  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    {
      bytes += 3;
      length -= 3;
    }

  offer = new_of (bgw_addresses_from_uri_list (bytes, length));
  if (*offer->addresses == NULL)
    {
      g_strfreev (offer->addresses);
      offer->addresses = bgw_addresses_from_text (bytes, length);
    }
  if (*offer->addresses == NULL)
    offer->refusal = g_strdup (_ ("No address found in this file"));

  return g_steal_pointer (&offer);
}

void
bgw_offer_free (BgwOffer *self)
{
  g_strfreev (self->addresses);
  g_clear_pointer (&self->command, bgw_command_free);
  g_free (self->document);
  g_free (self->refusal);
  g_free (self);
}

gboolean
bgw_offer_is_empty (const BgwOffer *self)
{
  return *self->addresses == NULL && self->document == NULL;
}
