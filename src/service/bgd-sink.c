/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file being written, in place: hidden beside its target. */
#include "config.h"

#include "bgd-sink.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "bgd-error.h"
#include "bgd-sink-folder.h"
#include "bgd-space.h"

/* linux/magic.h does not have it. */
#define XFS_MAGIC 0x58465342

struct _BgdSink
{
  int fd; /* (owned) */
};

/* A failing close() loses nothing that a sync before it has confirmed. */
static void
close_fd (int fd)
{
  if (fd >= 0)
    close (fd);
}

/* Nobody may run what came from the network, whoever made the file that we found. */
static void
forbid_execution (int fd, const struct stat *status)
{
  if ((status->st_mode & 07111) != 0 && fchmod (fd, status->st_mode & 0666) != 0)
    g_debug ("The mode of a file stays as it is: %s", g_strerror (errno));
}

/* -1: failed. */
static int
open_part (const char *directory, const char *part_name, int flags, GError **error)
{
  int directory_fd = bgd_sink_folder_open (directory, O_PATH);

  if (directory_fd < 0)
    {
      bgd_error_set_from_errno (error, errno, "Opening the folder");
      return -1;
    }

  int fd = bgd_sink_folder_open_file (directory_fd, part_name, flags);

  if (fd < 0)
    bgd_error_set_from_errno (error, errno, "Opening the file");
  close_fd (directory_fd);

  return fd;
}

/**
 * bgd_sink_open:
 * @directory: (type filename): a folder
 * @part_name: name of the hidden file in @directory; made if it is not there
 * @error: return location
 *
 * Errors: those of bgd_error_set_from_errno(); %BG_ERROR_FILE_EXISTS if something else than a file
 * has the name; %BG_ERROR_ACCESS_DENIED if the file is a link, has another name, or is not ours.
 *
 * Returns: (transfer full): the open file
 */
BgdSink *
bgd_sink_open (const char *directory, const char *part_name, GError **error)
{
  struct stat status;
  int fd = open_part (directory, part_name, O_RDWR | O_CREAT, error);

  if (fd < 0)
    return NULL;

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      close_fd (fd);
      g_set_error_literal (error, BG_ERROR, BG_ERROR_FILE_EXISTS,
                           "Opening the file failed: it is not a file");
      return NULL;
    }
  if (!bgd_sink_folder_check_owner (fd, &status, "Opening the file", error))
    {
      close_fd (fd);
      return NULL;
    }

  forbid_execution (fd, &status);

  BgdSink *self = g_new0 (BgdSink, 1);
  self->fd = fd;

  return self;
}

void
bgd_sink_close (BgdSink *self)
{
  close_fd (self->fd);
  g_free (self);
}

/* Bytes in the file; 0 if nobody can tell, so that nothing in it is trusted. */
guint64
bgd_sink_get_size (BgdSink *self)
{
  struct stat status;

  return fstat (self->fd, &status) == 0 ? (guint64) status.st_size : 0;
}

/* Where it is known to be cheap and to help: elsewhere it copies zeroes (NFS, FAT), works against
 * the file system (btrfs), or gains nothing (RAM). */
static gboolean
helps_to_preallocate (int fd)
{
  struct statfs status;

  if (fstatfs (fd, &status) != 0)
    return FALSE;

  return status.f_type == EXT4_SUPER_MAGIC || status.f_type == XFS_MAGIC;
}

/* The file system would give all that it has. */
static gboolean
check_reserve (int fd, guint64 size, GError **error)
{
  struct statvfs status;
  struct stat file;
  g_autofree char *sentence = NULL;

  if (fstatvfs (fd, &status) != 0 || fstat (fd, &file) != 0)
    return TRUE;

  const BgdSpace space = {
    .size = (guint64) status.f_blocks * status.f_frsize,
    .free = (guint64) status.f_bavail * status.f_frsize,
  };
  guint64 missing = bgd_space_get_missing (size, 0, (guint64) file.st_blocks * 512);

  if (bgd_space_fits (&space, 0, missing))
    return TRUE;

  sentence = bgd_space_describe (&space, 0, missing);
  g_set_error_literal (error, BG_ERROR, BG_ERROR_DISK_FULL, sentence);

  return FALSE;
}

/**
 * bgd_sink_preallocate:
 * @self: a sink
 * @size: bytes that the file will have
 * @error: return location
 *
 * Takes the space in one piece. The size of the file stays as it is: it says how far bytes were
 * written. That it cannot be done is no failure; that there is no space is.
 *
 * Returns: %FALSE, with %BG_ERROR_DISK_FULL, if there is no space
 */
gboolean
bgd_sink_preallocate (BgdSink *self, guint64 size, GError **error)
{
  if (size == 0 || size > G_MAXINT64 || !helps_to_preallocate (self->fd))
    return TRUE;

  if (!check_reserve (self->fd, size, error))
    return FALSE;

  if (fallocate (self->fd, FALLOC_FL_KEEP_SIZE, 0, (off_t) size) != 0 &&
      (errno == ENOSPC || errno == EDQUOT || errno == EFBIG))
    {
      bgd_error_set_from_errno (error, errno, "Taking space for the file");
      return FALSE;
    }

  return TRUE;
}

gboolean
bgd_sink_write (BgdSink *self, const void *data, gsize length, guint64 offset, GError **error)
{
  const char *bytes = data;

  while (length > 0)
    {
      ssize_t n = pwrite (self->fd, bytes, length, (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          bgd_error_set_from_errno (error, errno, "Writing the file");
          return FALSE;
        }

      bytes += n;
      length -= (gsize) n;
      offset += (guint64) n;
    }

  return TRUE;
}

/* Fewer bytes than @length only at the end of the file. -1: failed. */
gssize
bgd_sink_read (BgdSink *self, void *data, gsize length, guint64 offset, GError **error)
{
  gsize done = 0;

  while (done < length)
    {
      ssize_t n = pread (self->fd, (char *) data + done, length - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          bgd_error_set_from_errno (error, errno, "Reading the file");
          return -1;
        }
      if (n == 0)
        break;

      done += (gsize) n;
    }

  return (gssize) done;
}

/* Also gives back what was preallocated beyond @size. */
gboolean
bgd_sink_truncate (BgdSink *self, guint64 size, GError **error)
{
  if (ftruncate (self->fd, (off_t) size) != 0)
    {
      bgd_error_set_from_errno (error, errno, "Shortening the file");
      return FALSE;
    }

  return TRUE;
}

/**
 * bgd_sink_sync:
 * @self: a sink
 * @error: return location
 *
 * Waits until everything written before is on the disk. After a failure nothing that was written
 * since the last success may be trusted, whatever a second call says.
 *
 * Returns: whether it is
 */
gboolean
bgd_sink_sync (BgdSink *self, GError **error)
{
  while (fdatasync (self->fd) != 0)
    {
      if (errno == EINTR)
        continue;

      bgd_error_set_from_errno (error, errno, "Writing the file");
      return FALSE;
    }

  return TRUE;
}

/* Gives back what was preallocated and not used, where the file may wait for long. */
void
bgd_sink_trim (const char *directory, const char *part_name)
{
  struct stat status;
  int fd = open_part (directory, part_name, O_RDWR, NULL);

  if (fd < 0)
    return;

  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) &&
      bgd_sink_folder_check_owner (fd, &status, "Trimming the file", NULL) &&
      ftruncate (fd, status.st_size) != 0)
    g_debug ("A file was not trimmed: %s", g_strerror (errno));
  close_fd (fd);
}

/* That the file is not there is no failure, nor that its folder is a link now that nobody follows.
 */
gboolean
bgd_sink_remove (const char *directory, const char *part_name, GError **error)
{
  int directory_fd = bgd_sink_folder_open (directory, O_PATH);
  gboolean removed = directory_fd >= 0 && unlinkat (directory_fd, part_name, 0) == 0;
  int saved_errno = errno;

  close_fd (directory_fd);
  if (!removed && saved_errno != ENOENT && saved_errno != ENOTDIR && saved_errno != ELOOP)
    {
      bgd_error_set_from_errno (error, saved_errno, "Deleting the file");
      return FALSE;
    }

  return TRUE;
}
