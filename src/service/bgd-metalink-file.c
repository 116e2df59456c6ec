/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of a Metalink document, while it is read. Pure. */
#include "config.h"

#include "bgd-metalink-file.h"

#include <string.h>

#include "bg-enums.h"
#include "bg-error.h"
#include "bgd-address.h"
#include "bgd-job.h"
#include "bgd-name.h"

/* Characters of a name, in a message. */
#define MAX_QUOTE 100

typedef struct
{
  char *url; /* (owned) */
  guint rank;
} RankedUrl;

/* The hashes of pieces. */
typedef struct
{
  const char *algorithm; /* NULL: not known, or not these */
  guint64 length;
  GByteArray *hashes; /* (owned) (nullable) */
} DraftPieces;

struct _BgdMetalinkDraft
{
  char *name;   /* (owned) safe */
  GArray *urls; /* (owned) (element-type RankedUrl) in the order of the document */
  guint n_urls; /* also those that are of no use */
  char *words[BGD_METALINK_N_WORDS]; /* (owned) (nullable) */
  guint64 size;
  char *checksum;      /* (owned) (nullable) */
  gsize hash_length;   /* of the checksum; 0: none */
  DraftPieces pieces;  /* the strongest that are whole */
  DraftPieces current; /* that are read now */
};

static void
clear_url (gpointer data)
{
  RankedUrl *ranked = data;

  g_free (ranked->url);
}

static void
clear_pieces (DraftPieces *pieces)
{
  g_clear_pointer (&pieces->hashes, g_byte_array_unref);
  *pieces = (DraftPieces){ 0 };
}

/* Source: RFC 5854, section 4.1.2.1: a relative path that leads nowhere but down. */
static gboolean
leads_down (const char *path)
{
  g_auto (GStrv) components = g_strsplit (path, "/", -1);

  if (strchr (path, '\\') != NULL || components[0] == NULL)
    return FALSE;

  for (guint i = 0; components[i] != NULL; i++)
    if (*components[i] == '\0' || g_str_equal (components[i], ".") ||
        g_str_equal (components[i], ".."))
      return FALSE;

  return TRUE;
}

/**
 * bgd_metalink_draft_new:
 * @name: (nullable): as the document has it: a name or a path, of which the last component counts
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT.
 *
 * Returns: (transfer full): a file of which nothing else is known, or NULL if the name is missing
 *   or wants to leave the folder
 */
BgdMetalinkDraft *
bgd_metalink_draft_new (const char *name, GError **error)
{
  BgdMetalinkDraft *self = NULL;

  if (name == NULL || !leads_down (name))
    {
      const char *given = name != NULL ? name : "";
      g_autofree char *quote =
          g_utf8_substring (given, 0, MIN (g_utf8_strlen (given, -1), MAX_QUOTE));

      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The Metalink document wants to name a file “%s”, which is not allowed.", quote);
      return NULL;
    }

  self = g_new0 (BgdMetalinkDraft, 1);
  self->name = bgd_name_make_safe (name);
  self->urls = g_array_new (FALSE, FALSE, sizeof (RankedUrl));
  g_array_set_clear_func (self->urls, clear_url);
  self->size = BG_SIZE_UNKNOWN;

  return self;
}

void
bgd_metalink_draft_free (BgdMetalinkDraft *self)
{
  g_free (self->name);
  g_array_unref (self->urls);
  for (guint i = 0; i < BGD_METALINK_N_WORDS; i++)
    g_free (self->words[i]);
  g_free (self->checksum);
  clear_pieces (&self->pieces);
  clear_pieces (&self->current);
  g_free (self);
}

/**
 * bgd_metalink_draft_add_url:
 * @self: a file
 * @url: as the document has it; one that Ferry cannot fetch from, or that has a password in it, is
 *   passed over
 * @rank: 0 is best
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT, if there are far too many.
 */
gboolean
bgd_metalink_draft_add_url (BgdMetalinkDraft *self, const char *url, guint rank, GError **error)
{
  RankedUrl ranked = { NULL, rank };

  if (self->n_urls++ == BGD_METALINK_MAX_URLS)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The Metalink document has more than %d addresses for “%s”.",
                   BGD_METALINK_MAX_URLS, self->name);
      return FALSE;
    }

  ranked.url = bgd_address_parse (url, NULL, NULL);
  if (ranked.url != NULL)
    g_array_append_val (self->urls, ranked);

  return TRUE;
}

static gboolean
append_hex (GByteArray *bytes, const char *hex, gsize length)
{
  if (strlen (hex) != 2 * length)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]);
      int low = g_ascii_xdigit_value (hex[2 * i + 1]);
      guint8 byte = (guint8) ((guint) high << 4 | (guint) low);

      if (high < 0 || low < 0)
        return FALSE;

      g_byte_array_append (bytes, &byte, 1);
    }

  return TRUE;
}

/**
 * bgd_metalink_draft_add_hash:
 * @self: a file
 * @type: (nullable): its algorithm; one that is not known is passed over
 * @hex: its digits
 *
 * The strongest one counts, which is the longest. One that cannot be is no reason to do without.
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT.
 */
gboolean
bgd_metalink_draft_add_hash (BgdMetalinkDraft *self,
                             const char *type,
                             const char *hex,
                             GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize length = 0;
  const char *algorithm = type != NULL ? bgd_pieces_find_algorithm (type, &length) : NULL;
  g_autofree char *digits = NULL;

  if (algorithm == NULL)
    return TRUE;

  if (!append_hex (bytes, hex, length))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The Metalink document has a damaged checksum for “%s”.", self->name);
      return FALSE;
    }

  if (length <= self->hash_length)
    return TRUE;

  digits = g_ascii_strdown (hex, -1);
  g_free (self->checksum);
  self->checksum = g_strconcat (algorithm, ":", digits, NULL);
  self->hash_length = length;
  return TRUE;
}

void
bgd_metalink_draft_begin_pieces (BgdMetalinkDraft *self, const char *type, guint64 length)
{
  clear_pieces (&self->current);
  self->current.algorithm = type != NULL ? bgd_pieces_find_algorithm (type, NULL) : NULL;
  self->current.length = length;
  self->current.hashes = g_byte_array_new ();
}

/* A hash that cannot be makes all of these worthless. */
void
bgd_metalink_draft_add_piece (BgdMetalinkDraft *self, const char *hex)
{
  gsize length = 0;

  if (self->current.algorithm == NULL)
    return;

  bgd_pieces_find_algorithm (self->current.algorithm, &length);
  if (!append_hex (self->current.hashes, hex, length))
    self->current.algorithm = NULL;
}

/* There may be several lists of pieces: the strongest counts. */
void
bgd_metalink_draft_end_pieces (BgdMetalinkDraft *self)
{
  gsize old_length = 0;
  gsize length = 0;

  if (self->pieces.algorithm != NULL)
    bgd_pieces_find_algorithm (self->pieces.algorithm, &old_length);
  if (self->current.algorithm != NULL)
    bgd_pieces_find_algorithm (self->current.algorithm, &length);

  if (length > old_length)
    {
      clear_pieces (&self->pieces);
      self->pieces = self->current;
      self->current = (DraftPieces){ 0 };
    }
}

void
bgd_metalink_draft_set_size (BgdMetalinkDraft *self, guint64 size)
{
  self->size = size;
}

void
bgd_metalink_draft_set_words (BgdMetalinkDraft *self, BgdMetalinkWords kind, const char *text)
{
  g_free (self->words[kind]);
  self->words[kind] = *text != '\0' ? g_strdup (text) : NULL;
}

static int
compare_ranks (gconstpointer a, gconstpointer b)
{
  const RankedUrl *one = a;
  const RankedUrl *other = b;

  return (one->rank > other->rank) - (one->rank < other->rank);
}

/* The best ones. Equal ones stay in the order of the document. */
static char **
take_urls (BgdMetalinkDraft *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_array_sort (self->urls, compare_ranks);
  for (guint i = 0; i < MIN (self->urls->len, BGD_METALINK_KEPT_URLS); i++)
    g_strv_builder_add (builder, g_array_index (self->urls, RankedUrl, i).url);

  return g_strv_builder_end (builder);
}

/* At most as much as the description of a job may have. */
static char *
take_description (BgdMetalinkDraft *self)
{
  const char *description = self->words[BGD_METALINK_DESCRIPTION];
  const char *identity = self->words[BGD_METALINK_IDENTITY];
  const char *version = self->words[BGD_METALINK_VERSION];
  g_autofree char *both = identity != NULL && version != NULL
                              ? g_strdup_printf ("%s %s", identity, version)
                              : g_strdup (identity);
  const char *best = description != NULL ? description : both;
  g_autofree char *valid = best != NULL ? g_utf8_make_valid (best, -1) : NULL;

  if (valid == NULL)
    return NULL;

  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), BGD_MAX_DESCRIPTION));
}

/* Those that do not fit are left out: the checksum of the whole is there still. */
static BgdPieces *
take_pieces (BgdMetalinkDraft *self)
{
  g_autoptr (GBytes) hashes = NULL;

  if (self->pieces.algorithm == NULL || self->size == BG_SIZE_UNKNOWN)
    return NULL;

  hashes = g_byte_array_free_to_bytes (g_steal_pointer (&self->pieces.hashes));
  return bgd_pieces_new (self->pieces.algorithm, self->pieces.length, hashes, self->size, NULL);
}

/**
 * bgd_metalink_draft_finish:
 * @self: (transfer full): a file whose end has come
 *
 * Returns: (transfer full): what is known of it
 */
BgdMetalinkFile *
bgd_metalink_draft_finish (BgdMetalinkDraft *self)
{
  BgdMetalinkFile *file = g_new0 (BgdMetalinkFile, 1);

  file->name = g_steal_pointer (&self->name);
  file->description = take_description (self);
  file->urls = take_urls (self);
  file->checksum = g_steal_pointer (&self->checksum);
  file->size = self->size;
  file->pieces = take_pieces (self);
  bgd_metalink_draft_free (self);

  return file;
}

void
bgd_metalink_file_free (BgdMetalinkFile *self)
{
  g_free (self->name);
  g_free (self->description);
  g_strfreev (self->urls);
  g_free (self->checksum);
  bgd_pieces_free (self->pieces);
  g_free (self);
}
