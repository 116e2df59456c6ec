/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that nobody has to keep: each byte is a function of its place. */
#include "config.h"

#include "fake-content.h"

#include <gio/gio.h>
#include <string.h>

#define PIECE (64 * 1024)

static guint64
mix (guint64 x)
{
  x += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return x ^ (x >> 31);
}

/* The bytes of the file: a function of their place, so that no size needs memory. */
void
fake_fill (guint seed, guint64 offset, void *data, gsize length)
{
  guint8 *bytes = data;
  guint64 salt = mix (seed);

  /* Whole words are nearly all there is. */
  for (; offset % 8 == 0 && length >= 8; offset += 8, bytes += 8, length -= 8)
    {
      guint64 word = mix (salt ^ (offset / 8));

      memcpy (bytes, &word, sizeof word);
    }

  while (length > 0)
    {
      guint64 word = mix (salt ^ (offset / 8));
      gsize skip = offset % 8;
      gsize n = MIN (8 - skip, length);

      memcpy (bytes, (const guint8 *) &word + skip, n);
      bytes += n;
      offset += n;
      length -= n;
    }
}

/* Whether the bytes start … end - 1 of a file are right. */
gboolean
fake_check_range (const char *path, guint seed, guint64 start, guint64 end)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autofree char *found = g_malloc (PIECE);
  g_autofree char *wanted = g_malloc (PIECE);

  if (stream == NULL ||
      !g_seekable_seek (G_SEEKABLE (stream), (goffset) start, G_SEEK_SET, NULL, NULL))
    return FALSE;

  for (guint64 offset = start; offset < end; offset += PIECE)
    {
      gsize length = MIN (PIECE, end - offset);
      gsize n;

      fake_fill (seed, offset, wanted, length);
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), found, length, &n, NULL, NULL) ||
          n != length || memcmp (found, wanted, length) != 0)
        {
          g_test_message ("%s differs after %" G_GUINT64_FORMAT, path, offset);
          return FALSE;
        }
    }

  return TRUE;
}

/* Whether a file is all that it should be, and nothing else. */
gboolean
fake_check_file (const char *path, guint seed, guint64 size)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);

  if (info == NULL || (guint64) g_file_info_get_size (info) != size)
    {
      g_test_message ("%s has %" G_GOFFSET_FORMAT " bytes", path,
                      info != NULL ? g_file_info_get_size (info) : -1);
      return FALSE;
    }

  return fake_check_range (path, seed, 0, size);
}

char *
fake_checksum (GChecksumType type, guint seed, guint64 size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);
  g_autofree guchar *bytes = g_malloc (PIECE);

  for (guint64 offset = 0; offset < size; offset += PIECE)
    {
      gsize n = MIN (PIECE, size - offset);

      fake_fill (seed, offset, bytes, n);
      g_checksum_update (checksum, bytes, (gssize) n);
    }

  return g_strdup (g_checksum_get_string (checksum));
}
