/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers say of a new file, checked before anything believes it. Pure. */
#include "config.h"

#include "bgd-input-file.h"

#include "bgd-address.h"
#include "bgd-digest.h"
#include "bgd-name.h"

/* The same address twice would be asked twice. */
static gboolean
take_mirrors (BgdFile *made, const char *const *mirrors, GError **error)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; mirrors != NULL && mirrors[i] != NULL; i++)
    {
      g_autofree char *mirror = NULL;

      if (i == BGD_MAX_MIRRORS)
        {
          g_set_error (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                       "A file has more than %d mirrors.", BGD_MAX_MIRRORS);
          return FALSE;
        }

      mirror = bgd_address_parse (mirrors[i], NULL, error);
      if (mirror == NULL)
        {
          g_prefix_error (error, "Mirror %u: ", i + 1);
          return FALSE;
        }

      if (!g_str_equal (mirror, made->url) &&
          !g_ptr_array_find_with_equal_func (taken, mirror, g_str_equal, NULL))
        g_ptr_array_add (taken, g_steal_pointer (&mirror));
    }

  if (taken->len > 0)
    {
      g_ptr_array_add (taken, NULL);
      made->mirrors = (char **) g_ptr_array_free (g_steal_pointer (&taken), FALSE);
    }

  return TRUE;
}

static gboolean
take_size (BgdFile *made, const BgdNewFile *file, GError **error)
{
  if (file->has_size && file->size > G_MAXINT64)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT, "No file has that size.");
      return FALSE;
    }

  if (file->has_size)
    made->wanted_size = file->size;

  if (file->pieces.hashes == NULL)
    return TRUE;

  if (!file->has_size)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The hashes of pieces need the size of the file.");
      return FALSE;
    }

  made->pieces = bgd_pieces_new (file->pieces.algorithm, file->pieces.length, file->pieces.hashes,
                                 file->size, error);
  return made->pieces != NULL;
}

static gboolean
take_ranges (BgdFile *made, const BgdNewFile *file, GError **error)
{
  if (file->ranges == NULL)
    return TRUE;

  if (file->pieces.hashes != NULL || file->follow_metalink)
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "Ranges of a file have no hashes of pieces, and are no document.");
      return FALSE;
    }

  made->ranges = bgd_remote_ranges_new (file->ranges, file->n_ranges, error);
  return made->ranges != NULL;
}

/**
 * bgd_input_make_file:
 * @file: what a caller wants
 * @random: makes the name of the part file hard to guess and to meet
 *
 * Does not look at the disk.
 *
 * Errors: BG_ERROR_INVALID_URL, BG_ERROR_UNSUPPORTED_SCHEME, BG_ERROR_STRING_TOO_LONG,
 * BG_ERROR_INVALID_ARGUMENT.
 *
 * Returns: (transfer full): the file, or NULL
 */
BgdFile *
bgd_input_make_file (const BgdNewFile *file, guint32 random, GError **error)
{
  g_autoptr (BgdFile) made = NULL;

  if (file->directory == NULL || !g_path_is_absolute (file->directory))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "The folder of a file must be given, as an absolute path.");
      return NULL;
    }

  made = bgd_file_new (NULL, file->directory);
  made->url = bgd_address_parse (file->url, &made->authorization, error);
  if (made->url == NULL || !take_mirrors (made, file->mirrors, error) ||
      !take_size (made, file, error) || !take_ranges (made, file, error))
    return NULL;

  if (file->name != NULL && !bgd_name_is_valid (file->name))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_INVALID_ARGUMENT,
                           "A file name must not be empty, “.” or “..”, have a “/” or a control "
                           "character in it, or be longer than 255 bytes.");
      return NULL;
    }

  if (file->checksum != NULL)
    {
      made->checksum = bgd_digest_normalize (file->checksum, error);
      if (made->checksum == NULL)
        return NULL;
    }

  made->metalink = file->follow_metalink ? BGD_METALINK_FOLLOW : BGD_METALINK_NO;
  made->without_headers = file->without_headers;
  made->wanted_name = g_strdup (file->name);
  made->name = file->name != NULL ? g_strdup (file->name) : bgd_name_from_url (made->url);
  made->part_name = bgd_name_for_part (made->name, random);

  return g_steal_pointer (&made);
}
