/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is known of a file: as it was when the service was last asked. */
#include "config.h"

#include "bg-file-private.h"

/**
 * bg_file_get_index:
 * @self: a file
 *
 * Gets the place of the file in the job.
 *
 * Returns: the index, from 0
 */
guint
bg_file_get_index (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), 0);

  return self->index;
}

/**
 * bg_file_get_url:
 * @self: a file
 *
 * Gets the address of the file, escaped, without a user name or password.
 *
 * Returns: (transfer none): the address
 */
const char *
bg_file_get_url (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), NULL);

  return self->url;
}

/**
 * bg_file_get_path:
 * @self: a file
 *
 * Gets where the file is if it is completed, else where it would go now.
 *
 * Returns: (transfer none) (type filename): an absolute path
 */
const char *
bg_file_get_path (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), NULL);

  return self->path;
}

/**
 * bg_file_get_temporary_path:
 * @self: a file
 *
 * Gets where the bytes are until the file is completed.
 *
 * Returns: (transfer none) (nullable) (type filename): an absolute path; `NULL` before the first
 * byte
 */
const char *
bg_file_get_temporary_path (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), NULL);

  return self->temporary_path;
}

/**
 * bg_file_get_bytes_total:
 * @self: a file
 *
 * Gets the size of the file.
 *
 * Returns: bytes; `BG_SIZE_UNKNOWN` while nobody knows
 */
guint64
bg_file_get_bytes_total (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), BG_SIZE_UNKNOWN);

  return self->bytes_total;
}

/**
 * bg_file_get_bytes_transferred:
 * @self: a file
 *
 * Gets how much of the file is here. That may go down, when the file changed on the server.
 *
 * Returns: bytes
 */
guint64
bg_file_get_bytes_transferred (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), 0);

  return self->bytes_transferred;
}

/**
 * bg_file_get_completed:
 * @self: a file
 *
 * Gets whether the file is under its final name.
 *
 * Returns: whether it is
 */
gboolean
bg_file_get_completed (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), FALSE);

  return self->completed;
}

/**
 * bg_file_get_checksum:
 * @self: a file
 *
 * Gets the checksum that the file must have.
 *
 * Returns: (transfer none) (nullable): such as `sha-256:HEX`; `NULL` if none was given
 */
const char *
bg_file_get_checksum (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), NULL);

  return self->checksum;
}

/**
 * bg_file_get_mirrors:
 * @self: a file
 *
 * Gets more addresses of the same file.
 *
 * Returns: (transfer none) (array zero-terminated=1): the addresses, best first; often none
 */
const char *const *
bg_file_get_mirrors (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), NULL);

  return (const char *const *) self->mirrors;
}

/**
 * bg_file_get_size:
 * @self: a file
 *
 * Gets the size that the file must have, by the word of who added it.
 *
 * Returns: bytes; `BG_SIZE_UNKNOWN` if that was not told
 */
guint64
bg_file_get_size (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), BG_SIZE_UNKNOWN);

  return self->size;
}

/**
 * bg_file_get_ranges:
 * @self: a file
 *
 * Gets the parts of the file that alone are wanted. The local file has them one after the other.
 *
 * Source:
 * [IBackgroundCopyFile2::GetFileRanges](https://learn.microsoft.com/en-us/windows/win32/api/bits2_0/nf-bits2_0-ibackgroundcopyfile2-getfileranges).
 *
 * Returns: (transfer none) (nullable): the ranges; `NULL` if all of the file is wanted
 */
const BgRanges *
bg_file_get_ranges (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), NULL);

  return self->ranges;
}

/**
 * bg_file_get_last_modified:
 * @self: a file
 *
 * Gets when the file was last changed, by the word of its server.
 *
 * Returns: (transfer none) (nullable): the time in UTC; `NULL` if the server did not tell
 */
GDateTime *
bg_file_get_last_modified (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), NULL);

  return self->last_modified;
}

/**
 * bg_file_get_replaced:
 * @self: a file
 *
 * Gets whether the file was a Metalink document whose files took its place in the job.
 *
 * Returns: whether it was; it is not kept then
 */
gboolean
bg_file_get_replaced (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), FALSE);

  return self->replaced;
}

/**
 * bg_file_get_error:
 * @self: a file
 *
 * Gets why the file failed.
 *
 * Returns: (transfer none) (nullable): the error; `NULL` if it did not fail
 */
const BgJobError *
bg_file_get_error (BgFile *self)
{
  g_return_val_if_fail (BG_IS_FILE (self), NULL);

  return self->error;
}
