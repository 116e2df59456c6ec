/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metalink documents among the arguments: files on this machine that list what to fetch. */
#include "config.h"

#include "bgt-metalink.h"

#include <glib/gi18n.h>
#include <string.h>

/* The service takes no more. */
#define MAX_BYTES ((gsize) 10 * 1024 * 1024)

/* The outermost element comes early, behind a remark or two. */
#define HEAD_BYTES 2048

static const char *const suffixes[] = { ".metalink", ".meta4" };

/* Returns the length of the suffix that says what it is; 0 if there is none. */
static gsize
suffix_of (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i]))
      return strlen (suffixes[i]);

  return 0;
}

/* At most so many bytes from the beginning; NULL if it cannot be read. */
static GBytes *
read_beginning (const char *path, gsize maximum, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *buffer = NULL;
  gsize length = 0;

  if (stream == NULL)
    return NULL;

  buffer = g_malloc (maximum);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, maximum, &length, NULL, error))
    return NULL;

  return g_bytes_new (buffer, length);
}

static gboolean
has_metalink_inside (const char *path)
{
  g_autoptr (GBytes) head = read_beginning (path, HEAD_BYTES, NULL);
  gsize length = 0;
  const char *text = head != NULL ? g_bytes_get_data (head, &length) : NULL;

  /* It is text from the beginning on. */
  return text != NULL && g_utf8_validate (text, 1, NULL) &&
         g_strstr_len (text, (gssize) length, "<metalink") != NULL;
}

/* “list.meta4” would be a strange name of a server; “example.org/list.meta4” lacks its scheme. */
static gboolean
is_meant_as_path (const char *text)
{
  return *text == '/' || *text == '.' || strchr (text, '/') == NULL;
}

/**
 * bgt_metalink_is_document:
 * @text: an argument, which may be an address
 *
 * Returns: whether it is a file on this machine that is called a Metalink document, or begins like
 *   one; or whether it should be, but is not there, which whoever reads it can tell best
 */
gboolean
bgt_metalink_is_document (const char *text)
{
  if (g_file_test (text, G_FILE_TEST_IS_REGULAR))
    return suffix_of (text) > 0 || has_metalink_inside (text);

  return suffix_of (text) > 0 && is_meant_as_path (text) && !g_file_test (text, G_FILE_TEST_EXISTS);
}

/**
 * bgt_metalink_read:
 *
 * Returns: (transfer full): the document; NULL and a sentence in @error if it cannot be had
 */
GBytes *
bgt_metalink_read (const char *path, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GBytes) document = read_beginning (path, MAX_BYTES + 1, &reason);
  g_autofree char *display = g_filename_display_name (path);

  if (document == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("“%s” could not be read: %s."), display,
                   reason->message);
      return NULL;
    }

  if (g_bytes_get_size (document) > MAX_BYTES)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("“%s” is too long for a Metalink document."), display);
      return NULL;
    }

  return g_steal_pointer (&document);
}

/**
 * bgt_metalink_get_name:
 *
 * Returns: what a job is called that fetches what @path lists: its name, without the suffix
 */
char *
bgt_metalink_get_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *display = g_filename_display_name (base);
  gsize suffix = suffix_of (display);

  if (suffix < strlen (display))
    display[strlen (display) - suffix] = '\0';

  return g_steal_pointer (&display);
}
