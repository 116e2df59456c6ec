/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where callers in a sandbox may have files: only where they could have them by themselves. */
#include "config.h"

#include "bgd-service-places.h"

/* The path that the service uses for the folder, in @strings. */
static const char *
check_folder (const BgdSandbox *sandbox,
              const char *directory,
              BgdSandboxAccess access,
              GStringChunk *strings,
              GError **error)
{
  g_autofree char *confined =
      bgd_sandbox_check_folder (sandbox, directory != NULL ? directory : "", access, error);

  return confined != NULL ? g_string_chunk_insert (strings, confined) : NULL;
}

static gboolean
check_reply (const BgdSandbox *sandbox, BgdNewFile *file, GStringChunk *strings, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (file->reply_path);
  g_autofree char *name = g_path_get_basename (file->reply_path);
  const char *confined = check_folder (sandbox, directory, BGD_SANDBOX_WRITE, strings, error);
  g_autofree char *path = confined != NULL ? g_build_filename (confined, name, NULL) : NULL;

  if (path == NULL)
    return FALSE;

  file->reply_path = g_string_chunk_insert (strings, path);
  return TRUE;
}

/* The reply goes beside the file if nothing else is said. */
static gboolean
check_upload (const BgdSandbox *sandbox,
              BgJobType type,
              BgdNewFile *file,
              GStringChunk *strings,
              GError **error)
{
  gboolean writes = type == BG_JOB_TYPE_UPLOAD_REPLY && file->reply_path == NULL;

  file->directory = check_folder (sandbox, file->directory, BGD_SANDBOX_READ, strings, error);
  if (file->directory == NULL ||
      (writes &&
       check_folder (sandbox, file->directory, BGD_SANDBOX_WRITE, strings, error) == NULL))
    return FALSE;
  if (file->name != NULL && !bgd_sandbox_check_file (sandbox, file->directory, file->name, error))
    return FALSE;

  return file->reply_path == NULL || check_reply (sandbox, file, strings, error);
}

/* Mostly all go into one folder. */
static gboolean
check_downloads (const BgdSandbox *sandbox, GArray *files, GStringChunk *strings, GError **error)
{
  const char *asked = NULL;
  const char *confined = NULL;

  for (guint i = 0; i < files->len; i++)
    {
      BgdNewFile *file = &g_array_index (files, BgdNewFile, i);

      if (confined == NULL || g_strcmp0 (asked, file->directory) != 0)
        {
          asked = file->directory;
          confined = check_folder (sandbox, asked, BGD_SANDBOX_WRITE, strings, error);
          if (confined == NULL)
            return FALSE;
        }

      file->directory = confined;
    }

  return TRUE;
}

/**
 * bgd_service_places_check:
 * @sandbox: (nullable): what the caller is in
 * @type: of the job
 * @files: (inout) (element-type BgdNewFile): what it wants to add; the paths become those that the
 *   service uses
 * @strings: keeps them
 * @error: %BG_ERROR_INVALID_ARGUMENT, %BG_ERROR_ACCESS_DENIED
 *
 * Returns: whether the caller could write or read all of them itself
 */
gboolean
bgd_service_places_check (
    const BgdSandbox *sandbox, BgJobType type, GArray *files, GStringChunk *strings, GError **error)
{
  if (sandbox == NULL)
    return TRUE;
  if (type == BG_JOB_TYPE_DOWNLOAD)
    return check_downloads (sandbox, files, strings, error);

  for (guint i = 0; i < files->len; i++)
    if (!check_upload (sandbox, type, &g_array_index (files, BgdNewFile, i), strings, error))
      return FALSE;

  return TRUE;
}

/* The same for the folder of all files that a document describes. */
const char *
bgd_service_places_check_folder (const BgdSandbox *sandbox,
                                 const char *directory,
                                 GStringChunk *strings,
                                 GError **error)
{
  if (sandbox == NULL)
    return directory;

  return check_folder (sandbox, directory, BGD_SANDBOX_WRITE, strings, error);
}
