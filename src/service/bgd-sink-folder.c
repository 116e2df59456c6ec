/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a file, and folders that may not lead anywhere else.
 *
 * A program in a sandbox may make links that lead out of it, and would have us write there. The
 * folders of its jobs are marked, and what is marked is opened without following any link on its
 * way. The mark is a second slash in front, which every other program reads as one: it is in the
 * path itself, through the store and all threads, so that nobody can forget to hand it on. */
#include "config.h"

#include "bgd-sink-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "bgd-error.h"

/* linux/magic.h does not have them. */
#define EXFAT_MAGIC 0x2011bab0
#define NTFS_MAGIC 0x5346544e
#define NTFS3_MAGIC 0x7366746e
#define CIFS_MAGIC 0xff534d42

#define MARK "/"

static gboolean
is_confined (const char *directory)
{
  return g_str_has_prefix (directory, MARK "/");
}

/**
 * bgd_sink_folder_confine:
 * @directory: (type filename): an absolute path
 *
 * Returns: (transfer full): the path that leads to the same folder, but over no link
 */
char *
bgd_sink_folder_confine (const char *directory)
{
  return g_strconcat (MARK "/", directory + strspn (directory, "/"), NULL);
}

/* (transfer none): the path, or that of a file in the folder, as people know it. */
const char *
bgd_sink_folder_get_shown (const char *directory)
{
  return is_confined (directory) ? directory + strlen (MARK) : directory;
}

/* Not in the C library. A kernel that does not know it refuses, and so do we. */
static int
open_without_links (int root_fd, const char *path, guint64 flags, guint64 resolve)
{
  const struct open_how how = { .flags = flags | O_DIRECTORY | O_CLOEXEC,
                                .resolve = resolve | RESOLVE_NO_SYMLINKS };

  return (int) syscall (SYS_openat2, root_fd, path, &how, sizeof how);
}

/**
 * bgd_sink_folder_open:
 * @directory: (type filename): a folder
 * @flags: %O_RDONLY, or %O_PATH for who only wants to get at its files
 *
 * Returns: (transfer full): a file descriptor; -1, with errno, if the folder cannot be opened
 */
int
bgd_sink_folder_open (const char *directory, int flags)
{
  if (is_confined (directory))
    return open_without_links (AT_FDCWD, directory, (guint64) flags, 0);

  return open (directory, flags | O_DIRECTORY | O_CLOEXEC);
}

/* The same for the folder that somebody with another root finds at the path; only to be looked at.
 */
int
bgd_sink_folder_open_inside (int root_fd, const char *directory)
{
  return open_without_links (root_fd, directory, O_PATH, RESOLVE_IN_ROOT);
}

/* What was seen under the name, and nothing that has taken its place since. */
static int
open_seen (int directory_fd, const char *name, int flags)
{
  int seen_fd = openat (directory_fd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", seen_fd);
  struct stat status;
  int fd = -1;
  int saved_errno = ELOOP;

  if (seen_fd < 0)
    return -1;

  if (fstat (seen_fd, &status) == 0 && S_ISREG (status.st_mode))
    {
      fd = open (path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
      saved_errno = errno;
    }

  close (seen_fd);
  errno = saved_errno;
  return fd;
}

/**
 * bgd_sink_folder_open_file:
 * @directory_fd: a folder
 * @name: of a file in it
 * @flags: %O_RDONLY or %O_RDWR, and %O_CREAT if it is made where it is not there
 *
 * A link of that name is not followed, and a pipe does not hold us. The portal for documents
 * refuses every file that is there already if links are not to be followed: there it is looked at
 * first.
 *
 * Returns: (transfer full): a file descriptor, which need not be that of a file; -1, with errno, if
 *   it cannot be opened
 */
int
bgd_sink_folder_open_file (int directory_fd, const char *name, int flags)
{
  int fd =
      openat (directory_fd, name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0666);

  return fd < 0 && errno == ELOOP ? open_seen (directory_fd, name, flags & ~O_CREAT) : fd;
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

/**
 * bgd_sink_folder_check_owner:
 * @fd: the hidden file, or its folder
 * @status: of the hidden file
 * @what: what was to be done, for the message
 * @error: return location
 *
 * Where others may write, too, the file of the last time may be another one now: one that is read
 * or written somewhere else, or that its owner can still change when it has its name.
 *
 * Returns: whether it is ours alone; %BG_ERROR_ACCESS_DENIED if it is not
 */
gboolean
bgd_sink_folder_check_owner (int fd, const struct stat *status, const char *what, GError **error)
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
 * bgd_sink_folder_check:
 * @directory: (type filename): a folder
 * @error: return location
 *
 * Returns: whether it is there, and files can be made in it, as far as can be told without making
 *   one
 */
gboolean
bgd_sink_folder_check (const char *directory, GError **error)
{
  int fd = bgd_sink_folder_open (directory, O_RDONLY);

  if (fd < 0)
    {
      bgd_error_set_from_errno (error, errno, "Opening the folder");
      return FALSE;
    }

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
  close (fd);

  return writable;
}
