/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a Metalink document describes, to be shown and chosen from before the service reads it.
 * Pure. */
#include "config.h"

#include "bgw-metalink.h"

#include <bg.h>
#include <string.h>

/* Weakest first. */
static const char *const algorithms[] = { "md5", "sha-1", "sha-256", "sha-384", "sha-512" };

static void
file_free (gpointer data)
{
  BgwMetalinkFile *file = data;

  g_free (file->name);
  g_free (file->checksum);
  g_free (file);
}

/* A document while it is read. */
typedef struct
{
  GPtrArray *files; /* (owned) of BgwMetalinkFile (owned) */
  GString *text;    /* (owned) of the element that is open */
  const char *type; /* (nullable) the kind of the checksum that is open */
  guint pieces;     /* how many elements “pieces” are open */
  gboolean inside;  /* a file */
} Reading;

static gboolean
is_file (GMarkupParseContext *context)
{
  const GSList *stack = g_markup_parse_context_get_element_stack (context);
  const char *parent = stack->next != NULL ? stack->next->data : "";

  return g_str_equal (stack->data, "file") &&
         (g_str_equal (parent, "metalink") || g_str_equal (parent, "files"));
}

static const char *
get_attribute (const char *name, const char **names, const char **values)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], name))
        return values[i];
    }

  return NULL;
}

static int
rank (const char *algorithm)
{
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      if (g_strcmp0 (algorithm, algorithms[i]) == 0)
        return (int) i;
    }

  return -1;
}

/* “sha256”, as version 3 has it, and “sha-256”; NULL if it is none that we know. */
static const char *
find_algorithm (const char *type)
{
  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (algorithms); i++)
    {
      g_auto (GStrv) parts = g_strsplit (algorithms[i], "-", 2);
      g_autofree char *old = g_strjoinv (NULL, parts);

      if (g_ascii_strcasecmp (type, algorithms[i]) == 0 || g_ascii_strcasecmp (type, old) == 0)
        return algorithms[i];
    }

  return NULL;
}

static void
on_start (GMarkupParseContext *context,
          const char *element,
          const char **names,
          const char **values,
          gpointer data,
          GError **error)
{
  Reading *reading = data;

  g_string_truncate (reading->text, 0);
  reading->type = NULL;

  if (is_file (context))
    {
      BgwMetalinkFile *file = g_new0 (BgwMetalinkFile, 1);
      const char *name = get_attribute ("name", names, values);

      file->name = g_strdup (name != NULL ? name : "");
      file->size = BG_SIZE_UNKNOWN;
      g_ptr_array_add (reading->files, file);
      reading->inside = TRUE;
    }
  else if (g_str_equal (element, "pieces"))
    reading->pieces++;
  else if (g_str_equal (element, "hash") && reading->pieces == 0)
    reading->type = find_algorithm (get_attribute ("type", names, values));
}

static void
on_text (
    GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Reading *reading = data;

  g_string_append_len (reading->text, text, (gssize) length);
}

static void
take_element (Reading *reading, BgwMetalinkFile *file, const char *element)
{
  char *text = g_strstrip (reading->text->str);
  guint64 size;

  if (g_str_equal (element, "size") &&
      g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &size, NULL))
    file->size = size;
  else if (g_str_equal (element, "hash") && rank (reading->type) > rank (file->checksum))
    {
      g_free (file->checksum);
      file->checksum = g_strdup (reading->type);
    }
  else if (g_str_equal (element, "url") && (g_ascii_strncasecmp (text, "http://", 7) == 0 ||
                                            g_ascii_strncasecmp (text, "https://", 8) == 0))
    file->n_addresses++;
}

static void
on_end (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Reading *reading = data;

  if (is_file (context))
    reading->inside = FALSE;
  else if (g_str_equal (element, "pieces"))
    reading->pieces--;
  else if (reading->inside)
    take_element (reading, reading->files->pdata[reading->files->len - 1], element);

  g_string_truncate (reading->text, 0);
  reading->type = NULL;
}

static gboolean
parse (const GMarkupParser *parser, const char *bytes, gsize length, gpointer data)
{
  GMarkupParseContext *context =
      g_markup_parse_context_new (parser, G_MARKUP_TREAT_CDATA_AS_TEXT, data, NULL);
  gboolean good = length > 0 && length <= BGW_METALINK_MAX_BYTES &&
                  g_markup_parse_context_parse (context, bytes, (gssize) length, NULL) &&
                  g_markup_parse_context_end_parse (context, NULL);

  g_markup_parse_context_free (context);
  return good;
}

/**
 * bgw_metalink_read:
 * @bytes: any bytes
 * @length: how many
 *
 * It is the service that decides whether a document is a good one.
 *
 * Returns: (transfer full) (nullable) (element-type BgwMetalinkFile): the files that it describes
 *   (RFC 5854, 4.1.2; version 3 alike), at least one; %NULL if it is no such document
 */
GPtrArray *
bgw_metalink_read (const char *bytes, gsize length)
{
  const GMarkupParser parser = { .start_element = on_start,
                                 .end_element = on_end,
                                 .text = on_text };
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (file_free);
  g_autoptr (GString) text = g_string_new (NULL);
  Reading reading = { .files = files, .text = text };

  if (!parse (&parser, bytes, length, &reading) || files->len == 0)
    return NULL;

  return g_steal_pointer (&files);
}

/* A document while it is written anew. */
typedef struct
{
  GString *out;           /* (owned) */
  const gboolean *wanted; /* for each file */
  guint n_files;
  guint n_seen;   /* files so far */
  guint skipping; /* elements that are open and left out */
} Writing;

static void
write_start (GMarkupParseContext *context,
             const char *element,
             const char **names,
             const char **values,
             gpointer data,
             GError **error)
{
  Writing *writing = data;

  gboolean wanted = TRUE;

  /* As they are counted by who reads them: also one within another that is left out. */
  if (is_file (context))
    {
      guint index = writing->n_seen++;

      wanted = index >= writing->n_files || writing->wanted[index];
    }
  if (writing->skipping > 0 || !wanted)
    {
      writing->skipping++;
      return;
    }

  g_string_append_printf (writing->out, "<%s", element);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = g_markup_escape_text (values[i], -1);

      g_string_append_printf (writing->out, " %s=\"%s\"", names[i], value);
    }
  g_string_append_c (writing->out, '>');
}

static void
write_end (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Writing *writing = data;

  if (writing->skipping > 0)
    writing->skipping--;
  else
    g_string_append_printf (writing->out, "</%s>", element);
}

static void
write_text (
    GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Writing *writing = data;
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) length);

  if (writing->skipping == 0)
    g_string_append (writing->out, escaped);
}

/* Remarks are left out; what the service does not like in a document is not made good. */
static void
write_other (
    GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Writing *writing = data;

  if (length > 2 && strncmp (text, "<!--", MIN (length, 4)) != 0 && text[1] == '!')
    g_string_append_len (writing->out, text, (gssize) length);
}

/**
 * bgw_metalink_leave_out:
 * @bytes: a document that bgw_metalink_read() took
 * @length: how many
 * @wanted: (array length=n_files): for each file whether it stays
 * @n_files: how many files there are
 *
 * Returns: (transfer full) (nullable): the document without the others
 */
char *
bgw_metalink_leave_out (const char *bytes, gsize length, const gboolean *wanted, guint n_files)
{
  const GMarkupParser parser = { .start_element = write_start,
                                 .end_element = write_end,
                                 .text = write_text,
                                 .passthrough = write_other };
  g_autoptr (GString) out = g_string_new (NULL);
  Writing writing = { .out = out, .wanted = wanted, .n_files = n_files };

  if (!parse (&parser, bytes, length, &writing))
    return NULL;

  return g_string_free (g_steal_pointer (&out), FALSE);
}
