/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file being written: hidden beside its target, written in place, moved without replacing. The
 * only file descriptors. */
#include "config.h"

#include "bgd-sink.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "bgd-error.h"
#include "bgd-sink-folder.h"
#include "bgd-space.h"

/* linux/magic.h does not have them. */
#define XFS_MAGIC 0x58465342
#define EXFAT_MAGIC 0x2011bab0
#define NTFS_MAGIC 0x5346544e
#define NTFS3_MAGIC 0x7366746e
#define CIFS_MAGIC 0xff534d42

/* “Common Extended Attributes” of freedesktop.org. */
#define ORIGIN_ATTRIBUTE "user.xdg.origin.url"
#define REFERRER_ATTRIBUTE "user.xdg.referrer.url"

struct _BgdSink
{
  int fd; /* (owned) */
};

static int
open_directory (const char *directory, GError **error)
{
  int fd = bgd_sink_folder_open (directory, O_RDONLY);

  if (fd < 0)
    bgd_error_set_from_errno (error, errno, "Opening the folder");

  return fd;
}

/* A failing close() loses nothing that a sync before it has confirmed. */
static void
close_fd (int fd)
{
  if (fd >= 0)
    close (fd);
}

/* Some show everything as one person's, or as the server's people: the file that we made is not
 * ours there. */
static gboolean
keeps_owners (int fd)
{
  static const guint32 magics[] = {
    MSDOS_SUPER_MAGIC, EXFAT_MAGIC,     NTFS_MAGIC, NTFS3_MAGIC,      CIFS_MAGIC,
    SMB2_SUPER_MAGIC,  NFS_SUPER_MAGIC, V9FS_MAGIC, FUSE_SUPER_MAGIC,
  };
  struct statfs status;

  if (fstatfs (fd, &status) != 0)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if ((guint32) status.f_type == magics[i])
      return FALSE;

  return TRUE;
}

/* Where others may write, too, the file of the last time may be another one now: one that is read
 * or written somewhere else, or that its owner can still change when it has its name. */
static gboolean
check_owner (int fd, const struct stat *status, const char *what, GError **error)
{
  if (status->st_nlink > 1)
    {
      g_set_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED,
                   "%s failed: the hidden file has a second name; writing to it would change both",
                   what);
      return FALSE;
    }

  if (status->st_uid != geteuid () && keeps_owners (fd))
    {
      g_set_error (error, BG_ERROR, BG_ERROR_ACCESS_DENIED,
                   "%s failed: the hidden file belongs to somebody else", what);
      return FALSE;
    }

  return TRUE;
}

/* Nobody may run what came from the network, whoever made the file that we found. */
static void
forbid_execution (int fd, const struct stat *status)
{
  if ((status->st_mode & 07111) != 0 && fchmod (fd, status->st_mode & 0666) != 0)
    g_debug ("The mode of a file stays as it is: %s", g_strerror (errno));
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
  int directory_fd = open_directory (directory, error);

  if (directory_fd < 0)
    return NULL;

  int fd = bgd_sink_folder_open_file (directory_fd, part_name, O_RDWR | O_CREAT);
  int saved_errno = errno;

  close_fd (directory_fd);

  if (fd < 0)
    {
      bgd_error_set_from_errno (error, saved_errno, "Opening the file");
      return NULL;
    }
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      close_fd (fd);
      g_set_error_literal (error, BG_ERROR, BG_ERROR_FILE_EXISTS,
                           "Opening the file failed: it is not a file");
      return NULL;
    }
  if (!check_owner (fd, &status, "Opening the file", error))
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

/* What has that name; a link is not followed. */
static gboolean
look_at (const char *directory, const char *name, struct stat *status)
{
  int directory_fd = bgd_sink_folder_open (directory, O_PATH);
  gboolean found =
      directory_fd >= 0 && fstatat (directory_fd, name, status, AT_SYMLINK_NOFOLLOW) == 0;

  close_fd (directory_fd);
  return found;
}

/* Gives back what was preallocated and not used, where the file may wait for long. */
void
bgd_sink_trim (const char *directory, const char *part_name)
{
  struct stat status;

  /* Else there is nothing to trim, and opening would make a file. */
  if (!look_at (directory, part_name, &status) || !S_ISREG (status.st_mode))
    return;

  g_autoptr (BgdSink) self = bgd_sink_open (directory, part_name, NULL);

  if (self != NULL && fstat (self->fd, &status) == 0)
    bgd_sink_truncate (self, (guint64) status.st_size, NULL);
}

/* On which mount it is; 0 if nobody knows. */
static guint64
mount_of (int directory_fd, const char *path)
{
  struct statx status;

  return statx (directory_fd, path, AT_EMPTY_PATH, STATX_MNT_ID, &status) == 0 ? status.stx_mnt_id
                                                                               : 0;
}

/* A sandbox has a root and folders for temporary files of its own: what is there is seen by nobody
 * else, and gone with the last program in it. What it was given from outside is mounted. */
static gboolean
is_forgotten (int directory_fd)
{
  static const char *const own[] = { "/", "/tmp", "/var/tmp" };
  guint64 mount = mount_of (directory_fd, "");

  if (access ("/.flatpak-info", F_OK) != 0 || mount == 0)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (mount_of (AT_FDCWD, own[i]) == mount)
      return TRUE;

  return FALSE;
}

/**
 * bgd_sink_check_directory:
 * @directory: (type filename): a folder
 * @error: return location
 *
 * Returns: whether it is there, and files can be made in it, as far as can be told without making
 *   one
 */
gboolean
bgd_sink_check_directory (const char *directory, GError **error)
{
  int fd = open_directory (directory, error);

  if (fd < 0)
    return FALSE;

  gboolean writable = faccessat (fd, ".", W_OK | X_OK, AT_EACCESS) == 0;

  if (!writable)
    bgd_error_set_from_errno (error, errno, "Writing to the folder");
  if (writable && is_forgotten (fd))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_ACCESS_DENIED,
                           "This folder is not kept: it exists inside of the sandbox only. Choose "
                           "Downloads, or a folder that Ferry was given access to.");
      writable = FALSE;
    }
  close_fd (fd);

  return writable;
}

static gboolean
is_same_file (int directory_fd, const char *name, const char *other)
{
  struct stat status, other_status;

  return fstatat (directory_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         fstatat (directory_fd, other, &other_status, AT_SYMLINK_NOFOLLOW) == 0 &&
         status.st_dev == other_status.st_dev && status.st_ino == other_status.st_ino;
}

/* For file systems without links: keeps the name with an empty file of ours, and replaces that. */
static gboolean
rename_over_placeholder (int directory_fd, const char *part_name, const char *name)
{
  int fd = openat (directory_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd < 0)
    return FALSE;

  close_fd (fd);
  if (renameat (directory_fd, part_name, directory_fd, name) == 0)
    return TRUE;

  int saved_errno = errno;
  unlinkat (directory_fd, name, 0);
  errno = saved_errno;

  return FALSE;
}

/* Sets errno. Each way leaves a file of that name alone, on the file systems that have it. */
static gboolean
rename_without_replacing (int directory_fd, const char *part_name, const char *name)
{
  if (is_same_file (directory_fd, part_name, name))
    return unlinkat (directory_fd, part_name, 0) == 0; /* stopped after linkat() the last time */

  if (renameat2 (directory_fd, part_name, directory_fd, name, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;

  if (linkat (directory_fd, part_name, directory_fd, name, 0) == 0)
    return unlinkat (directory_fd, part_name, 0) == 0;
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EINVAL)
    return FALSE;

  return rename_over_placeholder (directory_fd, part_name, name);
}

/* What was written is still what has the name. Not FILE_EXISTS: another name would not help. */
static gboolean
check_part (int directory_fd, const char *part_name, const char *name, GError **error)
{
  struct stat status;

  if (fstatat (directory_fd, part_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    {
      bgd_error_set_from_errno (error, errno, "Moving the file into place");
      return FALSE;
    }

  if (!S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, BG_ERROR, BG_ERROR_ACCESS_DENIED,
                           "Moving the file into place failed: something else has its hidden name");
      return FALSE;
    }

  if (is_same_file (directory_fd, part_name, name))
    return TRUE; /* its second name is the one that it is to have */

  return check_owner (directory_fd, &status, "Moving the file into place", error);
}

/**
 * bgd_sink_move:
 * @directory: (type filename): a folder
 * @part_name: name of the hidden file in it, which was synced
 * @name: the name to be
 * @error: return location
 *
 * Gives the file its final name. Nothing is ever replaced. The name is on the disk for good after
 * bgd_sink_sync_directory(), once for many files.
 *
 * Returns: whether the file has its name; %BG_ERROR_FILE_EXISTS if the name is taken,
 *   %BG_ERROR_ACCESS_DENIED if the hidden file is not the one that was written
 */
gboolean
bgd_sink_move (const char *directory, const char *part_name, const char *name, GError **error)
{
  int directory_fd = open_directory (directory, error);

  if (directory_fd < 0)
    return FALSE;

  if (!check_part (directory_fd, part_name, name, error))
    {
      close_fd (directory_fd);
      return FALSE;
    }

  gboolean moved = rename_without_replacing (directory_fd, part_name, name);
  int saved_errno = errno;

  close_fd (directory_fd);
  if (!moved)
    bgd_error_set_from_errno (error, saved_errno, "Moving the file into place");

  return moved;
}

static void
set_attribute (int fd, const char *name, const char *value)
{
  if (value != NULL && fsetxattr (fd, name, value, strlen (value), 0) != 0)
    g_debug ("%s was not set: %s", name, g_strerror (errno));
}

/**
 * bgd_sink_set_origin:
 * @directory: (type filename): a folder
 * @part_name: name of the hidden file in it
 * @origin: (nullable): the address that it came from, without secrets
 * @referrer: (nullable): the page that linked to it, likewise
 *
 * Writes them on the file, before it gets its name, so that nobody ever sees it without. That the
 * file system has no room or no sense for it is no failure.
 */
void
bgd_sink_set_origin (const char *directory,
                     const char *part_name,
                     const char *origin,
                     const char *referrer)
{
  int directory_fd = bgd_sink_folder_open (directory, O_PATH);
  int fd = directory_fd >= 0 ? bgd_sink_folder_open_file (directory_fd, part_name, O_RDONLY) : -1;
  struct stat status;

  /* One with two names may be somebody's. */
  if (fd >= 0 && fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && status.st_nlink == 1)
    {
      set_attribute (fd, ORIGIN_ATTRIBUTE, origin);
      set_attribute (fd, REFERRER_ATTRIBUTE, referrer);
    }

  close_fd (fd);
  close_fd (directory_fd);
}

/* Some file systems cannot sync a folder (EINVAL). The names in it are there all the same, so that
 * is no failure. */
void
bgd_sink_sync_directory (const char *directory)
{
  g_autoptr (GError) error = NULL;
  int directory_fd = open_directory (directory, &error);

  if (directory_fd < 0)
    {
      g_debug ("A folder was not synced: %s", error->message);
      return;
    }

  if (fsync (directory_fd) != 0)
    g_debug ("A folder was not synced: %s", g_strerror (errno));
  close_fd (directory_fd);
}

/* Whether anything has that name, a dangling link included. */
gboolean
bgd_sink_exists (const char *directory, const char *name)
{
  struct stat status;

  return look_at (directory, name, &status);
}

/* Whether both names are those of one file: a move was stopped between its two steps. */
gboolean
bgd_sink_is_same (const char *directory, const char *part_name, const char *name)
{
  int directory_fd = bgd_sink_folder_open (directory, O_PATH);
  gboolean is_same = directory_fd >= 0 && is_same_file (directory_fd, part_name, name);

  close_fd (directory_fd);
  return is_same;
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
