/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metalink documents: lists of files, with their sources and checksums. Versions 3 and 4. Pure. */
#include "config.h"

#include "bgd-metalink.h"

#include <string.h>

#include "bg-enums.h"
#include "bg-error.h"
#include "bgd-metalink-file.h"

/* Elements inside of elements. The deepest that mean something are in the fifth. */
#define MAX_DEPTH 32

/* Bytes of the text of one element. What is longer is cut, and then no good address or hash. */
#define MAX_TEXT 16384

/* Characters of what others wrote, in a message. */
#define MAX_QUOTE 200

typedef enum
{
  NOTHING, /* around the document, and everything that is not known */
  METALINK,
  FILES,
  A_FILE,
  VERIFICATION,
  RESOURCES,
  PIECES,
  PIECE,
  HASH,
  URL,
  SIZE,
  DESCRIPTION,
  IDENTITY,
  VERSION,
} Element;

typedef enum
{
  V3 = 1 << 0, /* http://www.metalinker.org/ */
  V4 = 1 << 1, /* RFC 5854 */
  BOTH = V3 | V4,
} Version;

/* Where an element may stand. */
typedef struct
{
  Element parent;
  const char *name;
  Element element;
  guint versions;
} Rule;

static const Rule rules[] = {
  { METALINK, "file", A_FILE, V4 },
  { METALINK, "files", FILES, V3 },
  { FILES, "file", A_FILE, V3 },
  { A_FILE, "size", SIZE, BOTH },
  { A_FILE, "description", DESCRIPTION, BOTH },
  { A_FILE, "identity", IDENTITY, BOTH },
  { A_FILE, "version", VERSION, BOTH },
  { A_FILE, "url", URL, V4 },
  { A_FILE, "resources", RESOURCES, V3 },
  { RESOURCES, "url", URL, V3 },
  { A_FILE, "hash", HASH, V4 },
  { A_FILE, "verification", VERIFICATION, V3 },
  { VERIFICATION, "hash", HASH, V3 },
  { A_FILE, "pieces", PIECES, V4 },
  { VERIFICATION, "pieces", PIECES, V3 },
  { PIECES, "hash", PIECE, BOTH },
};

/* A document on its way. */
typedef struct
{
  Version version;
  char *prefix;            /* (owned) of the names of the namespace: "" or "ml:" */
  Element open[MAX_DEPTH]; /* the elements around, the outermost first */
  guint depth;

  GString *text; /* (owned) of the innermost element */
  char *type;    /* (owned) (nullable) the algorithm of the hash */
  guint rank;    /* of the address; 0 is best */

  BgdMetalinkDraft *file; /* (owned) (nullable) */
  GPtrArray *files;       /* (owned) (element-type BgdMetalinkFile) */
} Parser;

static const char *
find_attribute (const char **names, const char **values, const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return values[i];

  return NULL;
}

static guint64
parse_number (const char *text, guint64 maximum, guint64 otherwise)
{
  guint64 number = 0;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, maximum, &number, NULL)
             ? number
             : otherwise;
}

/* The version that a namespace stands for; 0: another language. */
static guint
version_of (const char *namespace)
{
  if (g_strcmp0 (namespace, "urn:ietf:params:xml:ns:metalink") == 0)
    return V4;
  if (g_strcmp0 (namespace, "http://www.metalinker.org/") == 0)
    return V3;

  return 0;
}

/* The outermost element says which language this is. */
static gboolean
open_root (Parser *self, const char *name, const char **names, const char **values, GError **error)
{
  const char *colon = strchr (name, ':');
  const char *local = colon != NULL ? colon + 1 : name;
  g_autofree char *declaration = NULL;
  const char *namespace = NULL;
  gboolean is_second = self->prefix != NULL; /* which GMarkup would let pass */
  guint version;

  g_free (self->prefix);
  self->prefix = g_strndup (name, (gsize) (local - name));
  declaration = colon != NULL ? g_strdup_printf ("xmlns:%.*s", (int) (colon - name), name)
                              : g_strdup ("xmlns");
  namespace = find_attribute (names, values, declaration);
  version = version_of (namespace);

  /* Old ones may do without a namespace. */
  if (namespace == NULL && g_strcmp0 (find_attribute (names, values, "version"), "3.0") == 0)
    version = V3;

  if (!g_str_equal (local, "metalink") || version == 0 || is_second)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "This is not a Metalink document of version 3 or 4.");
      return FALSE;
    }

  self->version = (Version) version;
  return TRUE;
}

/* What an element means, where it stands. Another namespace, or one that begins here, is none of
 * ours. */
static Element
understand (const Parser *self, const char *name, const char **names, const char **values)
{
  Element parent = self->open[self->depth - 1];
  const char *namespace = find_attribute (names, values, "xmlns");

  if (!g_str_has_prefix (name, self->prefix) ||
      (*self->prefix == '\0' && namespace != NULL && version_of (namespace) != self->version))
    return NOTHING;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].parent == parent && (rules[i].versions & self->version) != 0 &&
        g_str_equal (rules[i].name, name + strlen (self->prefix)))
      return rules[i].element;

  return NOTHING;
}

static gboolean
begin_file (Parser *self, const char **names, const char **values, GError **error)
{
  if (self->files->len == BGD_METALINK_MAX_FILES)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The Metalink document describes more than %d files.", BGD_METALINK_MAX_FILES);
      return FALSE;
    }

  self->file = bgd_metalink_draft_new (find_attribute (names, values, "name"), error);
  return self->file != NULL;
}

/* Source: RFC 5854, section 4.2.16.1: 1 is the best priority. Version 3 has a preference, of which
 * 100 is the best. What an address does not say is the worst. */
static void
begin_url (Parser *self, const char **names, const char **values)
{
  const char *type = find_attribute (names, values, "type");
  gboolean is_other = type != NULL && self->version == V3 && !g_str_has_prefix (type, "http");

  self->rank =
      self->version == V4
          ? (guint) parse_number (find_attribute (names, values, "priority"), 999999, 1000000)
          : 101 - (guint) parse_number (find_attribute (names, values, "preference"), 100, 0);

  /* A torrent may have an address that looks like that of the file. */
  if (is_other)
    self->open[self->depth - 1] = NOTHING;
}

static void
begin_pieces (Parser *self, const char **names, const char **values)
{
  guint64 length =
      parse_number (find_attribute (names, values, "length"), BGD_PIECES_MAXIMUM_LENGTH, 0);

  bgd_metalink_draft_begin_pieces (self->file, find_attribute (names, values, "type"), length);
}

static void
on_start_element (GMarkupParseContext *context,
                  const char *name,
                  const char **names,
                  const char **values,
                  gpointer user_data,
                  GError **error)
{
  Parser *self = user_data;
  Element element;

  if (self->depth == MAX_DEPTH)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The Metalink document is nested too deeply.");
      return;
    }

  if (self->depth == 0)
    {
      if (open_root (self, name, names, values, error))
        self->open[self->depth++] = METALINK;
      return;
    }

  element = understand (self, name, names, values);
  self->open[self->depth++] = element;
  g_string_truncate (self->text, 0);

  if (element == A_FILE)
    begin_file (self, names, values, error);
  else if (element == URL)
    begin_url (self, names, values);
  else if (element == PIECES)
    begin_pieces (self, names, values);
  else if (element == HASH)
    {
      g_free (self->type);
      self->type = g_strdup (find_attribute (names, values, "type"));
    }
}

static void
on_end_element (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  Parser *self = user_data;
  const char *text = g_strstrip (self->text->str);

  switch (self->open[--self->depth])
    {
    case A_FILE:
      g_ptr_array_add (self->files, bgd_metalink_draft_finish (g_steal_pointer (&self->file)));
      break;

    case URL:
      bgd_metalink_draft_add_url (self->file, text, self->rank, error);
      break;

    case HASH:
      bgd_metalink_draft_add_hash (self->file, self->type, text, error);
      break;

    case PIECE:
      bgd_metalink_draft_add_piece (self->file, text);
      break;

    case PIECES:
      bgd_metalink_draft_end_pieces (self->file);
      break;

    case SIZE:
      bgd_metalink_draft_set_size (self->file, parse_number (text, G_MAXINT64, BG_SIZE_UNKNOWN));
      break;

    case DESCRIPTION:
      bgd_metalink_draft_set_words (self->file, BGD_METALINK_DESCRIPTION, text);
      break;

    case IDENTITY:
      bgd_metalink_draft_set_words (self->file, BGD_METALINK_IDENTITY, text);
      break;

    case VERSION:
      bgd_metalink_draft_set_words (self->file, BGD_METALINK_VERSION, text);
      break;

    case NOTHING:
    case METALINK:
    case FILES:
    case VERIFICATION:
    case RESOURCES:
    default:
      break;
    }

  g_string_truncate (self->text, 0);
}

static void
on_text (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Parser *self = user_data;

  g_string_append_len (self->text, text, (gssize) MIN (length, MAX_TEXT - self->text->len));
}

/* Comments and processing instructions mean nothing. Declarations could define entities and bring
 * other documents in: nobody needs them here. */
static void
on_passthrough (GMarkupParseContext *context,
                const char *text,
                gsize length,
                gpointer user_data,
                GError **error)
{
  if (g_str_has_prefix (text, "<!") && !g_str_has_prefix (text, "<!--"))
    g_set_error_literal (
        error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
        "The Metalink document has declarations in it, which Ferry does not read.");
}

static const GMarkupParser markup_parser = {
  .start_element = on_start_element,
  .end_element = on_end_element,
  .text = on_text,
  .passthrough = on_passthrough,
};

/* Our own sentences stay; those of the parser quote the document, at any length. */
static void
set_error (GError **error, GError *reason)
{
  g_autofree char *valid = NULL;
  g_autofree char *quote = NULL;

  if (reason->domain == BG_ERROR)
    {
      g_propagate_error (error, reason);
      return;
    }

  valid = g_utf8_make_valid (reason->message, -1);
  quote = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_QUOTE));
  g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
               "This is not a Metalink document that can be read: %s", quote);
  g_error_free (reason);
}

static gboolean
parse (Parser *self, const char *text, gsize length, GError **error)
{
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&markup_parser, G_MARKUP_TREAT_CDATA_AS_TEXT, self, NULL);

  return g_markup_parse_context_parse (context, text, (gssize) length, error) &&
         g_markup_parse_context_end_parse (context, error);
}

/**
 * bgd_metalink_parse:
 * @text: any bytes
 * @length: how many
 *
 * What is not known is passed over. A document with a file whose name leads out of its folder, or
 * whose checksum cannot be one, is refused as a whole.
 *
 * Source: RFC 5854, and the Metalink 3.0 specification of metalinker.org.
 *
 * Errors: BG_ERROR_INVALID_ARGUMENT.
 *
 * Returns: (transfer full) (element-type BgdMetalinkFile): the files, one at least; or NULL
 */
GPtrArray *
bgd_metalink_parse (const char *text, gsize length, GError **error)
{
  static const char byte_order_mark[] = { '\xef', '\xbb', '\xbf' };
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bgd_metalink_file_free);
  g_autoptr (GString) buffer = g_string_new (NULL);
  Parser self = { .text = buffer, .files = files };
  GError *reason = NULL;
  gboolean parsed;

  if (length > BGD_METALINK_MAX_BYTES)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                   "The Metalink document is longer than %u bytes.",
                   (guint) BGD_METALINK_MAX_BYTES);
      return NULL;
    }

  if (length >= sizeof byte_order_mark &&
      memcmp (text, byte_order_mark, sizeof byte_order_mark) == 0)
    {
      text += sizeof byte_order_mark;
      length -= sizeof byte_order_mark;
    }

  /* GMarkup is not good at this: it lets NUL pass, and may find two errors in one text. */
  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "This is not a Metalink document: it is no text in UTF-8.");
      return NULL;
    }

  parsed = parse (&self, text, length, &reason);
  g_clear_pointer (&self.file, bgd_metalink_draft_free);
  g_free (self.prefix);
  g_free (self.type);
  if (!parsed)
    {
      set_error (error, reason);
      return NULL;
    }

  if (files->len == 0)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The Metalink document describes no file.");
      return NULL;
    }

  return g_steal_pointer (&files);
}

/**
 * bgd_metalink_is_name:
 * @name: of a file, or the path of an address
 *
 * Returns: whether a file that is called so is a Metalink document, most likely
 */
gboolean
bgd_metalink_is_name (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, ".metalink") || g_str_has_suffix (lower, ".meta4");
}
